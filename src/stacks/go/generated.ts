import { posix } from 'node:path';
import { clean, dirOf, inside } from '../../inventory/paths.ts';
import { sh } from '../../recipe/quote.ts';
import { boxGenerators } from './boxes.ts';
import { readEmbeds } from './embeds.ts';
import type { Program } from './program.ts';

/** A command that makes sources which are not committed. */
export type Generator = {
  /** In a shell, in the module's directory. */
  readonly run: string;
  readonly tool: string;
  /** What asks for it. */
  readonly from: string;
  /** Its tool is in C. */
  readonly cgo?: true;
  /** Embedded files that it writes, relative to the root. */
  readonly makes?: readonly string[];
};

type Tool = {
  readonly path: string;
  readonly module: string;
  /** Where go.mod requires none, or the one that no longer builds. */
  readonly fallback: string;
  readonly broken?: string;
};

/** Tools whose output people leave out of git, as far as the repository shows that they did. */
export function readGenerators(program: Program): readonly Generator[] {
  const { module, missing } = program;
  const { repo, dir } = module;
  const version = (path: string) => module.mod.requires.find((each) => each.path === path)?.version;
  const go = ({ path, module: owner, fallback, broken }: Tool, args: string) => {
    const own = version(owner);
    return sh`go run ${`${path}@${own === undefined || own === broken ? fallback : own}`}` + ` ${args}`;
  };
  const found: Generator[] = [];

  const templates = repo
    .below(dir)
    .filter((path) => path.endsWith('.templ') && !/(?:^|\/)(?:node_modules|testdata)\//.test(path));
  const bare = templates.find((path) => !repo.has(path.replace(/\.templ$/, '_templ.go')));
  if (bare !== undefined && version('github.com/a-h/templ') !== undefined)
    found.push({
      tool: 'templ',
      from: bare,
      run: go(
        { path: 'github.com/a-h/templ/cmd/templ', module: 'github.com/a-h/templ', fallback: 'latest' },
        'generate',
      ),
    });

  const injected = [...module.packages].find(
    ([at, paths]) =>
      paths.some((path) => /\bwireinject\b/.test(path.endsWith('wire.go') ? (repo.read(path) ?? '') : '')) &&
      !paths.some((path) => path.endsWith('/wire_gen.go') || path === 'wire_gen.go') &&
      at !== '?',
  );
  if (injected)
    found.push({
      tool: 'wire',
      from: inside(injected[0], 'wire.go'),
      run: go(
        {
          path: 'github.com/google/wire/cmd/wire',
          module: 'github.com/google/wire',
          fallback: 'v0.7.0',
          // It is built of golang.org/x/tools 0.17: see outdated.ts
          broken: 'v0.6.0',
        },
        './...',
      ),
    });

  const query = ['sqlc.yaml', 'sqlc.yml', 'sqlc.json']
    .map((name) => inside(dir, name))
    .find((path) => repo.has(path));
  if (query !== undefined && missing.size > 0 && names(missing, repo.read(query) ?? ''))
    found.push({
      tool: 'sqlc',
      from: query,
      cgo: true,
      run: go(
        {
          path: 'github.com/sqlc-dev/sqlc/cmd/sqlc',
          module: 'github.com/sqlc-dev/sqlc',
          fallback: 'v1.30.0',
        },
        'generate',
      ),
    });

  const docs = [...missing].find(([path]) => path.endsWith('/docs'));
  if (docs && [...program.imports.keys()].some((path) => /swag/.test(path))) {
    const main = `${program.path === '.' ? '' : `${program.path.slice(2)}/`}${docs[1].path.split('/').at(-1)}`;
    found.push({
      tool: 'swag',
      from: docs[1].path,
      run: go(
        { path: 'github.com/swaggo/swag/cmd/swag', module: 'github.com/swaggo/swag', fallback: 'v1.16.6' },
        sh`init --parseInternal --parseDependency -g ${main}`,
      ),
    });
  }
  const directive = byDirective(program, found);
  return [...found, ...boxGenerators(program), ...(directive.length > 0 ? directive : byScript(program))];
}

/** `//go:generate go run ../build/wasm.go` of the main package, where that names an embedded file that is not there. */
function byScript(program: Program): readonly Generator[] {
  const { repo } = program.module;
  const wanted = readEmbeds(program).flatMap(({ there, path }) => (there ? [] : [path]));
  if (wanted.length === 0) return [];
  for (const file of program.files.filter((each) => program.distance(each) === 0)) {
    const scripts = file.generates.map((line) => /^go run "?([\w./-]+\.go)"?$/.exec(line)?.[1]);
    if (scripts.includes(undefined)) continue;
    const texts = scripts.map((path) => repo.read(clean(inside(dirOf(file.path), path ?? ''))) ?? '');
    const makes = wanted.filter((path) => texts.some((text) => text.includes(posix.basename(path))));
    if (makes.length > 0)
      return [{ tool: 'go generate', from: file.path, run: sh`go generate ${program.path}`, makes }];
  }
  return [];
}

/** `//go:generate go run …` of a package that is missing, or that lies above it: it needs nothing but Go. */
function byDirective({ module, missing }: Program, known: readonly Generator[]): readonly Generator[] {
  const left = [...missing].filter(
    ([path]) => !known.some(({ tool }) => tool === 'swag' && path.endsWith('/docs')),
  );
  if (left.length === 0 || known.some(({ tool }) => tool === 'sqlc')) return [];
  const tags = new Set<string>();
  for (const dir of module.packages.keys()) {
    const file = module
      .files(dir, tags)
      .find(({ generates }) => generates.some((line) => /^go (?:run|tool) /.test(line)));
    if (!file) continue;
    const at = dirOf(file.path);
    const own = at === module.dir ? '.' : `./${module.dir === '' ? at : at.slice(module.dir.length + 1)}`;
    const makes = left.some(([path]) => path.includes(own.slice(2)) || own === '.');
    if (makes) return [{ tool: 'go generate', from: file.path, run: sh`go generate ${own}` }];
  }
  return [];
}

function names(missing: Program['missing'], text: string): boolean {
  return [...missing.keys()].some((path) => text.includes(path.split('/').at(-1) ?? '?'));
}
