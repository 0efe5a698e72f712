import type { Fact, Hints } from '../../detect/types.ts';
import type { Inventory } from '../../inventory/types.ts';
import { sh } from '../../recipe/quote.ts';
import { existing, type ChosenStart } from './choose-start.ts';
import { leavesRepository } from './leaves-repository.ts';
import { linkDeeper } from './deeper-output.ts';
import { imageScript } from './image-script.ts';
import type { Install } from './install.ts';
import { loaderOf } from './loader-of.ts';
import { buildLine, buildScript } from './migrations.ts';
import { allDependencies, join, type Package } from './package.ts';
import { inProduction } from './in-production.ts';
import { expand } from '../static/serves-itself.ts';
import { outputOf, readTsConfig, type TsConfig } from './tsconfig.ts';
import { decoratedByBabel, unbundled } from './unbundled.ts';
import { byWorkspaceOrCompiler } from './unscripted-build.ts';

/** What makes the program of the sources. */
export type Build = {
  /** Shell commands, in order; none: the sources are the program. */
  readonly commands: readonly string[];
  readonly fact?: Fact;
  /** The file that node runs, relative to the package. */
  readonly entry: string;
  /** Compiles as it runs: with its development dependencies, by this loader. */
  readonly loader?: string;
  /** What the build writes to and the sources are not in; relative to the package. */
  readonly output?: string;
};

/** esbuild bundles only what is of the repository: packages stay what was installed. */
const esbuildVersion = '0.25.12';

export function planBuild(
  repo: Inventory,
  own: Package,
  chosen: ChosenStart,
  install: Install,
  hints: Hints,
): Build {
  const { start, project } = chosen;
  if (project)
    return {
      commands: [project.command],
      fact: { ...chosen.fact, value: project.command },
      entry: start.entry,
      ...outputDir(start.entry, undefined),
    };
  const { script, ...built } = writtenBuild(repo, own, chosen, install, hints);
  const { commands } = built;
  const compiles = start.loader !== undefined && /babel|sucrase|swc|vite-node/.test(start.loader);
  const typed = /\.[cm]?tsx?$/.test(start.entry) || compiles;
  const there = existing(repo, own, start.entry);
  if (!typed) {
    if (there !== undefined || commands.length > 0 || start.runs !== 'file') {
      const line = hints.build === undefined && script !== undefined ? (own.scripts[script] ?? '') : '';
      const link = there === undefined ? linkDeeper(repo, own, line, start.entry) : undefined;
      return {
        ...built,
        commands: link === undefined ? commands : [...commands, link],
        entry: there ?? start.entry,
        ...outputDir(start.entry, there),
      };
    }
    const made = byWorkspaceOrCompiler(repo, own, install);
    return {
      ...(made ?? built),
      entry: start.entry,
      ...(made && outputDir(start.entry, undefined)),
    };
  }
  return compile(repo, own, chosen, install, built, script);
}

/** What the repository says of how it is built: its scripts, or the user's own line; `script` is the last of them. */
export function writtenBuild(
  repo: Inventory,
  own: Package,
  chosen: ChosenStart,
  install: Install,
  hints: Hints,
): Pick<Build, 'commands' | 'fact'> & { readonly script?: string } {
  const { start } = chosen;
  const scripts = scriptsFor(repo, own, chosen);
  const script = scripts.at(-1);
  const commands = [
    ...(hints.build && !hints.build.value.includes('<<')
      ? buildLine(own, install, hints.build)
      : scripts.flatMap((id) => inProduction(repo, own, id, buildScript(own, install, id)))),
    ...start.before.flatMap((words) => beforeCommands(words, own, install, script)),
  ];
  const fact: Fact | undefined =
    hints.build ??
    (script === undefined
      ? undefined
      : { value: own.scripts[script] as string, from: `${own.path}: scripts.${script}`, confidence: 'high' });
  return { commands, ...(fact && { fact }), ...(script !== undefined && { script }) };
}

/** What was started from its source, by something that compiles it. */
function compile(
  repo: Inventory,
  own: Package,
  { start, by }: ChosenStart,
  install: Install,
  built: Pick<Build, 'commands' | 'fact'>,
  script: string | undefined,
): Build {
  const config = readTsConfig(repo, own.dir);
  const line =
    script === undefined
      ? ''
      : expand(own.scripts[script] as string, own.scripts).replaceAll(/\btsc\b[^&|;]{0,200}--noEmit\b/g, '');
  const source = existing(repo, own, start.entry) ?? start.entry;
  if (config && /\b(tsc|tsc-alias|swc|nest build|ttsc|tspc)\b/.test(line)) {
    const entry = outputOf(repo, own.dir, config, source);
    if (entry !== undefined) return { ...built, entry, ...outputDir(entry, undefined) };
  }
  if (/\btsup\b/.test(line)) {
    const entry = `dist/${source.replace(/^.*\//, '').replace(/\.[cm]?tsx?$/, '')}.js`;
    return { ...built, entry, output: 'dist' };
  }
  // Somebody lets node run it as it is. Where only its name says that it starts, it may have what node cannot leave out.
  if (start.loader === undefined && start.runs === 'file' && by !== 'file')
    return { ...built, entry: source };
  if (config?.metadata && allDependencies(own)['typescript'] !== undefined && !config.paths)
    return byCompiler(repo, own, config, source, install);
  const reason = unbundled(repo, own, source) ?? decoratedByBabel(repo, own);
  if (config?.metadata || reason !== undefined)
    return { ...built, entry: source, loader: loaderOf(own, start.loader) };
  const entry = source.replace(/\.([cm]?[jt]sx?)$/, own.type === 'module' ? '.mjs' : '.cjs');
  const esbuild =
    allDependencies(own)['esbuild'] === undefined
      ? `npx --yes esbuild@${esbuildVersion}`
      : install.runProgram('esbuild');
  const format = own.type === 'module' ? 'esm' : 'cjs';
  const command = `${esbuild} ${sh`${source}`} --bundle --packages=external --platform=node --format=${format} --sourcemap ${sh`--outfile=${entry}`}`;
  return {
    commands: [...built.commands, command],
    fact: { value: `esbuild ${source}`, from: join(own.dir, source), confidence: 'medium' },
    entry,
  };
}

function byCompiler(
  repo: Inventory,
  own: Package,
  config: TsConfig,
  source: string,
  install: Install,
): Build {
  const placed: TsConfig = {
    ...config,
    noEmit: false,
    outDir: config.outDir === '' ? 'dist' : config.outDir,
  };
  const entry = outputOf(repo, own.dir, placed, source) ?? source;
  const command = `${install.runProgram('tsc')} --noEmit false ${sh`--outDir ${placed.outDir}`}`;
  return {
    commands: [command],
    fact: { value: 'tsc', from: config.path, confidence: 'medium' },
    entry,
    ...outputDir(entry, undefined),
  };
}

/** The scripts that make what is started, itself last; none where what there is only checks, or makes something else. */
function scriptsFor(repo: Inventory, own: Package, { start }: ChosenStart): readonly string[] {
  const makes = (id: string): boolean => {
    const line = own.scripts[id];
    if (line === undefined || /\b(docker|pkg|nexe|electron|expo|cordova)\b/.test(line)) return false;
    if (leavesRepository(own, id) !== undefined) return false;
    const parts = line.split(/&&|;/).map((part) => part.trim());
    return parts.some(
      (part) =>
        !/^(tsc\b.*--noEmit|eslint|prettier|jest|vitest|echo|exit|true|npm (run )?(test|lint)|tsc --build --noEmit)/.test(
          part,
        ) &&
        !(
          /^tsc\b/.test(part) &&
          readTsConfig(repo, own.dir)?.noEmit === true &&
          !/-p |--project|-b\b|--build/.test(part)
        ),
    );
  };
  const image = imageScript(own);
  if (image !== undefined) return [image];
  if (makes('build')) return ['build'];
  // Builds the pages beside a server.
  if (makes('heroku-postbuild')) return ['heroku-postbuild'];
  const pages = ['build:frontend', 'build:client', 'build:web', 'build:ui'].find(makes);
  const missing = start.runs === 'file' && existing(repo, own, start.entry) === undefined;
  const others = [
    'build:prod',
    'build:production',
    'build:server',
    'build-ts',
    'build:ts',
    'compile',
    'tsc',
    'transpile',
    'bundle',
    'prepublishOnly',
    'prepack',
    'dist',
  ];
  return [pages, missing ? others.find(makes) : undefined].filter((id) => id !== undefined);
}

/** What stands before the start in its line: builds are of the image, the rest is not done when it starts. */
function beforeCommands(
  words: readonly string[],
  own: Package,
  install: Install,
  script: string | undefined,
): readonly string[] {
  const [first = '', second = '', third = ''] = words;
  if (/^(gulp|grunt|tsc|babel|webpack|esbuild|tsup|swc|rollup|vite)$/.test(first))
    return script === undefined
      ? [
          `${install.runProgram(first)} ${words
            .slice(1)
            .map((word) => sh`${word}`)
            .join(' ')}`.trim(),
        ]
      : [];
  const id = /^(npm|yarn|pnpm|bun)$/.test(first) ? (/^run(-script)?$/.test(second) ? third : second) : '';
  const line = own.scripts[id];
  if (line === undefined || id === script) return [];
  // `prestart: npm run build`: done already.
  if (script !== undefined && new RegExp(`^(npm|yarn|pnpm|bun)( run)? ${script}$`).test(line.trim()))
    return [];
  return /\b(migrate|migration|seed|lint|test|db|kill|clean|setup)\b/.test(`${id} ${line}`)
    ? []
    : [install.runScript(id)];
}

function outputDir(entry: string, there: string | undefined): Pick<Build, 'output'> {
  const [top = ''] = entry.split('/');
  return there === undefined && entry.includes('/') && top !== 'src' ? { output: top } : {};
}
