import { clean, inside, isIn, joined, within } from '../../inventory/paths.ts';
import { posix } from 'node:path';
import { sampleSecrets } from '../../detect/sample-secrets.ts';
import { isAfterDirectory } from './after-directory.ts';
import { samplesOf } from './demanded-settings.ts';
import { readEmbeds } from './embeds.ts';
import { findAll } from './lines.ts';
import { literalsOf, type Literal } from './literals.ts';
import type { Program } from './program.ts';

/** Files and directories that a program reads when it runs. */
export type RunTimeFiles = {
  /** The directory that its paths are relative to: the module's, or the main package's. Relative to the root. */
  readonly base: string;
  readonly files: readonly RunTimeFile[];
  /** Settings that are only there as an example whose secrets let anybody in who has read it: no image has them. */
  readonly withheld: readonly RunTimeFile[];
};

export type RunTimeFile = {
  /** Relative to the base. */
  readonly path: string;
  /** Where it is read. */
  readonly from: string;
  /** Not there yet: a frontend's build makes it. */
  readonly built: boolean;
  /** Where it is, when that is another place; relative to the base. */
  readonly source?: string;
};

type Repo = Program['module']['repo'];

const mostFiles = 24;
const directories =
  /Static|Dir\b|Dir\(|Root|View|Template|Glob|Load|Public|Assets|Folder|\bNew\(|AddConfigPath/;
const surely =
  /ReadFile|os\.Open|ioutil\.Read|ParseGlob|ParseFiles|LoadHTML|http\.Dir|FileServer|DirFS|os\.ReadDir|ServeFile|Static\w*\(|WalkDir|filepath\.Walk|LoadFile|SetConfigFile/;
const never =
  /(?:^|\/)(?:README[^/]*|LICENSE[^/]*|CHANGELOG[^/]*|tests?|go\.(?:mod|sum|work)|package(?:-lock)?\.json|Makefile|Dockerfile|\.git[^/]*|\.goreleaser\.ya?ml|\.[a-z][\w.-]+|node_modules|vendor)(?:\/|$)|\.(?:go|proto|templ)$|_test\b|^\.env$/i;

/** flag.String("t", "html", "Path to template dir"): what it says of itself, and not of a place to write to. */
const ofFlag =
  /\.String\w*\([^"\n]{0,80}"[\w.-]+"\s*,\s*(?:"\w?"\s*,\s*)?"[^"\n]*"\s*,\s*"(?![^"\n]*\b(?:data|output|stor\w+|uploads?|cache|logs?|writ\w+|sav\w+|creat\w+)\b)[^"\n]*\b(?:dir|directory|folder)\b/i;

/** Where a program of any kind looks for its own: `cfgDir = "./cfg/"`. */
const setting = /\b(?:cfg|conf(?:ig)?|assets?|static|templates?|rules?|data)(?:Dir\w*|Path|Root)\s*:?=\s*"/i;

/** CODE-OF-CONDUCT.md: for those who read the repository. */
const forPeople = /^[A-Z][A-Z_-]+\.(?:md|rst)$/;

/** A path in the source that is one in the repository, too, is read from there. */
export function readRunTimeFiles(program: Program, serves: boolean): RunTimeFiles {
  const { module, dir } = program;
  const literals = program.files.flatMap(literalsOf);
  const fromModule = filesOf(literals, module.dir, program, serves);
  if (dir === module.dir) return withhold(module.dir, fromModule, module.repo);
  const fromMain = filesOf(literals, dir, program, serves);
  // People run `go run ./cmd/app` in the module's directory, or `go run .` in the program's.
  return fromMain.length > fromModule.length
    ? withhold(dir, fromMain, module.repo)
    : withhold(module.dir, fromModule, module.repo);
}

function withhold(base: string, all: readonly RunTimeFile[], repo: Repo): RunTimeFiles {
  const withheld = all.filter(
    ({ source }) =>
      source !== undefined &&
      sampleSecrets(repo.read(joined(base, source)) ?? '').some(({ guards }) => guards),
  );
  return { base, files: all.filter((each) => !withheld.includes(each)), withheld };
}

function filesOf(
  literals: readonly Literal[],
  base: string,
  program: Program,
  serves: boolean,
): readonly RunTimeFile[] {
  const { repo } = program.module;
  const embedded = readEmbeds(program).map(({ path }) => path);
  const found = new Map<string, RunTimeFile>();
  const add = (
    path: string,
    { file, line }: Pick<Literal, 'file' | 'line'>,
    built = false,
    source?: string,
  ) => {
    if (path === '' || never.test(path) || forPeople.test(path) || found.has(path)) return;
    const whole = joined(base, path);
    if (embedded.some((each) => each !== '' && (whole === each || whole.startsWith(`${each}/`)))) return;
    // A package that embeds the files beside its source.
    if (embedded.some((each) => each.startsWith(`${whole}/`)) && isPackage(whole, repo)) return;
    found.set(path, { path, from: `${file.path}:${line}`, built, ...(source !== undefined && { source }) });
  };
  for (const literal of literals) {
    if (!(serves ? fits(literal) : surely.test(literal.whole) || setting.test(literal.whole))) continue;
    if (/ParseFS|fs\.Sub|\bcase\b|\bimport\b/.test(literal.whole)) continue;
    // http.Handle("/static/", http.FileServer(http.Dir(".")))
    const isOfRoute = /http\.Dir\("\.\/?"\)/.test(literal.whole);
    // knadh/stuffbin: "./static:/public" is a directory, and what it is called in the program.
    const isRelative = isOfRoute || isAfterDirectory(literal, program);
    const text = literal.text
      .replace(isRelative ? /^\// : /^file:(?:\/\/)?/, '')
      .replace(/^(\.\/[\w./-]+):\/[\w./-]*$/, '$1');
    if (text.startsWith('/') || /^[.*/]*$/.test(text)) continue;
    const paths = resolve(text, base, program);
    for (const path of paths) add(path, literal);
    const sample = paths.length === 0 ? elsewhere(text, base, literal, repo) : undefined;
    if (sample !== undefined) add(clean(text), literal, false, sample);
    const frontend = builtBy(text, base, repo);
    if (frontend) add(frontend, literal, true);
  }
  for (const [path, literal] of configFiles(literals, base, repo)) add(path, literal);
  if (serves)
    for (const [path, sample, literal] of samplesOf(literals, base, program))
      add(path, literal, false, sample);
  const all = serves ? servesAll(program) : undefined;
  if (all !== undefined) for (const path of pagesOf(base, repo)) add(path, all);
  for (const [path, file] of conventions(program)) {
    if (repo.hasDir(inside(base, path)) && !found.has(path))
      found.set(path, { path, from: file, built: false });
  }
  return covered([...found.values()]).slice(0, mostFiles);
}

/** Where it serves the directory that it runs in: http.Handle("/", http.FileServer(http.Dir("."))) */
function servesAll({ files }: Program): Pick<Literal, 'file' | 'line'> | undefined {
  const lines = findAll(files, /^[^\n]*\bhttp\.Dir\("\.\/?"\)[^\n]*/gm);
  return lines.find(({ match: [line] }) => !/"\/\w/.test(line));
}

const ofPages =
  /\.(?:html?|css|m?js|json|svg|png|jpe?g|gif|webp|avif|ico|woff2?|ttf|txt|xml|wasm|map|webmanifest)$/i;

/** Pages, and what they show, in a directory; and directories of nothing else. */
function pagesOf(base: string, repo: Repo): readonly string[] {
  const inBase = repo.below(base).map((path) => within(base, path));
  const tops = new Set(inBase.map((path) => path.split('/', 1)[0] ?? ''));
  return [...tops].filter((top) => {
    const below = inBase.filter((path) => path.startsWith(`${top}/`));
    return below.length === 0 ? ofPages.test(top) : below.every((path) => ofPages.test(path));
  });
}

function isPackage(dir: string, repo: Repo): boolean {
  return repo.below(dir).some((file) => posix.dirname(file) === dir && file.endsWith('.go'));
}

/** beego reads these by itself: https://github.com/beego/beego/blob/develop/server/web/config.go */
function conventions({ imports }: Program): readonly (readonly [string, string])[] {
  const found = [...imports].find(([path]) => /^github\.com\/(?:beego|astaxie)\/beego/.test(path));
  return found ? ['conf', 'views', 'static'].map((path) => [path, found[1].path] as const) : [];
}

/** A server's literal: a word alone may be anything, unless it is given to what reads directories. */
function fits({ text, whole }: Literal): boolean {
  if (text.includes('testdata')) return surely.test(whole);
  if (/^(?:\.\/)?docs?(?:\/|$)/.test(text)) return surely.test(whole);
  if (/[./]/.test(text)) return true;
  // filepath.Join("web", r.URL.Path)
  return (
    surely.test(whole) || directories.test(whole) || ofFlag.test(whole) || whole.includes(`Join("${text}"`)
  );
}

/** Settings that the program looks for in a directory of their own, and that the repository has in its root. */
function elsewhere(text: string, base: string, { whole }: Literal, repo: Repo): string | undefined {
  const name = posix.basename(text);
  if (!/onfig/.test(whole) || !/^(?:\.\/)?[\w-]+\/[\w.-]+\.(?:ya?ml|toml|json|ini)$/.test(text))
    return undefined;
  return repo.has(inside(base, name)) && /conf|setting|app/i.test(name) ? name : undefined;
}

/** The paths that a literal means, relative to the base; above it only where that is the directory of the main package. */
function resolve(text: string, base: string, { module, dir }: Program): readonly string[] {
  const { repo } = module;
  const words = clean(text).split('/');
  const wild = words.findIndex((word) => /[*?[{]/.test(word));
  const path = wild < 0 ? words.join('/') : words.slice(0, wild).join('/');
  const whole = joined(base, path);
  const isAbove = path.startsWith('..');
  if (isAbove && (base !== dir || whole === module.dir || !isIn(whole, module.dir))) return [];
  if (wild === 0) {
    const pattern = words.join('/');
    if (words.length > 1 || !/^\*\.[\w.]+$/.test(pattern)) return [];
    return repo
      .below(base)
      .filter(
        (file) =>
          posix.dirname(inside('', file)) === (base === '' ? '.' : base) && file.endsWith(pattern.slice(1)),
      )
      .map((file) => (base === '' ? file : file.slice(base.length + 1)));
  }
  if (repo.has(whole)) return [path];
  // A package with some files beside its sources is no directory of files.
  const below = repo.below(whole);
  const sources = below.filter((file) => file.endsWith('.go')).length;
  const others = below.filter((file) => !/\.(?:go|md|proto|mod|sum)$|(?:^|\/)\.[^/]*$/.test(file)).length;
  return others > 0 && others >= sources ? [path] : [];
}

/** A directory that is not there, of a frontend that builds it. */
function builtBy(text: string, base: string, repo: Repo): string | undefined {
  const path = clean(text.replace(/\/[^/]*[*?[].*$/, ''));
  const [, parent = '', output] = /^(?:(.+)\/)?(dist|build|out|public)(?:\/.*)?$/.exec(path) ?? [];
  if (output === undefined || parent === '' || repo.hasDir(inside(base, inside(parent, output))))
    return undefined;
  const manifest = repo.json(inside(base, `${parent}/package.json`)) as
    | { scripts?: Record<string, unknown> }
    | undefined;
  return typeof manifest?.scripts?.build === 'string' ? inside(parent, output) : undefined;
}

/** viper.SetConfigName("config") with viper.AddConfigPath("./config"), whatever its format is. */
function configFiles(
  literals: readonly Literal[],
  base: string,
  repo: Repo,
): readonly (readonly [string, Literal])[] {
  const names = literals.filter(({ whole }) => whole.includes('SetConfigName('));
  const dirs = [
    '.',
    ...literals.filter(({ whole }) => whole.includes('AddConfigPath(')).map(({ text }) => text),
  ];
  return names.flatMap((name) =>
    dirs.flatMap((dir) =>
      ['yaml', 'yml', 'json', 'toml', 'env', 'ini', 'properties'].flatMap((ending) => {
        const path = clean(posix.join(dir, `${name.text}.${ending}`));
        return repo.has(inside(base, path)) ? [[path, name] as const] : [];
      }),
    ),
  );
}

/** Without what lies in a directory that is in the list, unless it comes from another place. */
function covered(files: readonly RunTimeFile[]): readonly RunTimeFile[] {
  return files
    .filter(
      ({ path, source }) => source !== undefined || !files.some((other) => path.startsWith(`${other.path}/`)),
    )
    .toSorted((a, b) => (a.path < b.path ? -1 : 1));
}
