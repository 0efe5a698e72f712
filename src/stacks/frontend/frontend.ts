import { clean, dirOf, inside, within } from '../../inventory/paths.ts';
import { posix } from 'node:path';
import { sh } from '../../recipe/quote.ts';
import type { Inventory } from '../../inventory/types.ts';
import type { BuildStage, CopySource, Step } from '../../recipe/types.ts';
import { legacyOpenssl } from '../node/openssl.ts';
import { findNodeVersion } from '../node/versions.ts';
import { planInstall } from '../node/install.ts';
import { allDependencies, readPackage, type Package } from '../node/package.ts';
import type { StackManifest } from '../schema.ts';
import { callsVite, viteOut } from '../static/vite-out.ts';
import { nodeImage } from './node-image.ts';

/** A part in JavaScript that is built first, for the program to embed or to read. */
export type Frontend = {
  readonly pkg: Package;
  /** What the program takes of it, relative to the root. */
  readonly wants: string;
  /** Where the build writes it; the same, unless something copies it. */
  readonly output: string;
  readonly script: string;
};

/** vite's outDir, esbuild's outdir, vue-cli's outputDir, the pages of SvelteKit's static adapter. */
const outputSetting =
  /\b(?:outDir|outdir|outputDir|distDir|pages)\s*:\s*(?:[\w.]+\([^)]*?,\s*)?["'`]([^"'`]+)["'`]/;

/** webpack's output.path, which is absolute: https://webpack.js.org/configuration/output/#outputpath */
const webpackOutput =
  /\boutput\s*:\s*\{[^{}]{0,200}?\bpath\s*:\s*(?:[\w.]{1,40}\([^)'"`]{0,200})?["'`]([^"'`]+)["'`]/;

/** The first that is no source which a plugin of the build writes: paraglide's outdir. */
function saidOutput(settings: string): string | undefined {
  const all = [...settings.matchAll(new RegExp(outputSetting, 'g'))].map(([, path = '']) => path);
  return all.find((path) => !/^(?:\.\/)?src\//.test(path)) ?? webpackOutput.exec(settings)?.[1];
}

/** What the settings of its build say, relative to the package. */
function saidBy(pkg: Package, repo: Inventory, script: string): string | undefined {
  const line = pkg.scripts[script] ?? '';
  const settings = configs(pkg.dir, repo).map((file) => repo.read(file) ?? '');
  return (
    (callsVite.test(line) ? viteOut(repo, pkg, line)?.value : undefined) ?? saidOutput(settings.join('\n'))
  );
}

/** Pages about the program, and what tries it, are no part of it. */
const aside = /(?:^|\/)(?:docs?|documentation|website|landing|blog|e2e|tests?|examples?|storybook)(?:\/|$)/i;

/**
 * Finds the frontend whose build makes a directory that is not there.
 * @param isCandidate leaves out packages that it cannot be
 */
export function findFrontend(
  wants: string,
  repo: Inventory,
  isCandidate: (pkg: Package) => boolean = () => true,
): Frontend | undefined {
  const building = repo
    .named('package.json')
    .map((path) => readPackage(repo, dirOf(path)))
    .filter((pkg) => pkg !== undefined)
    .filter(isCandidate)
    .filter(({ scripts }) => Object.keys(scripts).some(isBuild));
  const packages = building.filter(({ dir }) => !aside.test(dir));
  const [only, ...others] = packages;
  // One that says where it writes to, the one that it lies in, one beside it, the only one.
  const pkg =
    building.find((each) => tells(each, wants, repo)) ??
    packages
      .filter(({ dir }) => dir !== '' && `${wants}/`.startsWith(`${dir}/`))
      .toSorted((a, b) => b.dir.length - a.dir.length)[0] ??
    (/(?:^|\/)(?:docs?|man|migrations?|sql|locales?|i18n|templates?|schemas?)$/.test(wants)
      ? undefined
      : (packages.find(({ dir }) => dirOf(dir) === dirOf(wants)) ??
        (only && others.length === 0 && (building.length === 1 || isPlain(only, wants)) ? only : undefined)));
  if (!pkg) return undefined;
  const path = relative(pkg.dir, wants);
  const naming = Object.entries(pkg.scripts).find(
    ([name, line]) => /^(?:build|release|embed)/.test(name) && path.includes('/') && line.includes(path),
  );
  const script = naming?.[0] ?? ('build' in pkg.scripts ? 'build' : Object.keys(pkg.scripts).find(isBuild));
  if (script === undefined) return undefined;
  return { pkg, wants, output: naming ? wants : outputOf(pkg, repo, wants, script), script };
}

/** Nothing tells that it builds another file, or by settings that lie elsewhere. */
function isPlain({ scripts }: Package, wants: string): boolean {
  return (
    !/\.\w+$/.test(wants) &&
    !Object.entries(scripts).some(([name, line]) => isBuild(name) && /\s(?:-c|--config)[\s=]/.test(line))
  );
}

function isBuild(script: string): boolean {
  return /^(?:build|release|generate|embed)/.test(script);
}

/** The stages that build it; the compiler's stage copies from the last, which has this name. */
export function frontendStages(
  { pkg, script, wants, output }: Frontend,
  repo: Inventory,
  stack: StackManifest,
  context: string,
  name: string,
): readonly BuildStage[] {
  const install = planInstall(repo, stack, pkg);
  const { root } = install.workspace;
  const node = findNodeVersion(repo, pkg === root ? [pkg] : [pkg, root], install.native.old);
  const image = stack.targets[node.target.value]?.build ?? nodeImage();
  const env = legacyOpenssl([pkg]);
  const rel = (path: string) => within(context, path);
  const at = (path: string) => posix.join('/src', rel(path));
  const own = (step: Step): Step =>
    'copy' in step && step.from === undefined
      ? { ...step, copy: step.copy.map((source) => prefixed(source, rel(root.dir))) }
      : step;
  const inPackage = pkg.dir === root.dir ? '' : pkg.dir.slice(root.dir === '' ? 0 : root.dir.length + 1);
  const moves = output === wants ? [] : [sh`rm -rf ${at(wants)}`, sh`cp -R ${at(output)} ${at(wants)}`];
  return [
    ...install.stages(image).map((stage) => ({ ...stage, steps: stage.steps.map(own) })),
    {
      name,
      comment: `Builds ${rel(wants)}, which the program takes in.`,
      image,
      platform: 'build',
      trust: true,
      apt: install.apt,
      steps: [
        { workdir: at(root.dir) },
        // Its commands look for the manifest there.
        ...(install.manager.pinned || install.manager.yarnPath !== undefined
          ? [{ run: [sh`ln -s ${at(root.dir)} /app`] }]
          : []),
        ...install.all.map(own),
        { comment: 'The whole tree: a build of this kind may read, or write to, what lies beside it.' },
        { copy: ['.'], to: '/src/' },
        ...(Object.keys(env).length > 0 ? [{ env }] : []),
        {
          run: [
            ...(`${wants}/`.startsWith(`${pkg.dir}/`) || pkg.dir === ''
              ? []
              : [sh`mkdir -p ${posix.dirname(at(wants))}`]),
            ...install.later,
            install.runScript(script, inPackage),
            ...moves,
          ],
          caches: install.caches,
          network: true,
        },
      ],
    },
  ];
}

function prefixed(source: CopySource, dir: string): CopySource {
  if (typeof source === 'string') return posix.join(dir, source);
  return 'glob' in source ? { glob: posix.join(dir, source.glob) } : source;
}

/** Whether its settings or scripts name the directory. */
export function tells(pkg: Package, wants: string, repo: Inventory): boolean {
  const path = relative(pkg.dir, wants);
  if (!path.includes('/')) return false;
  const texts = [
    ...Object.values(pkg.scripts),
    ...configs(pkg.dir, repo).map((file) => repo.read(file) ?? ''),
  ];
  return texts.some((line) => line.includes(path));
}

/** Where the build writes to, when nothing else is said; what is wanted may be a part of it, or hold it. */
function outputOf(pkg: Package, repo: Inventory, wants: string, script: string): string {
  const said =
    saidBy(pkg, repo, script) ??
    /--(?:outDir|out-dir|outdir|dest)[= ](?!(?:\.\/)?src\/)(\S+)/.exec(
      Object.values(pkg.scripts).join('\n'),
    )?.[1];
  const output = clean(inside(pkg.dir, said ?? usualOutput(pkg)));
  const same = `${output}/`.startsWith(`${wants}/`) || `${wants}/`.startsWith(`${output}/`);
  return output.startsWith('..') || same ? wants : output;
}

function usualOutput(pkg: Package): string {
  const all = allDependencies(pkg);
  if ('react-scripts' in all || '@sveltejs/adapter-static' in all) return 'build';
  if ('next' in all) return 'out';
  return 'nuxt' in all ? '.output/public' : 'dist';
}

function configs(dir: string, repo: Inventory): readonly string[] {
  return [
    'vite.config',
    'vue.config',
    'svelte.config',
    'webpack.config',
    'rollup.config',
    'next.config',
    'astro.config',
    'rsbuild.config',
    'esbuild.config',
    // What a script of the repository's own is called that calls a bundler.
    'esbuild',
    'build',
  ]
    .flatMap((name) => ['ts', 'js', 'mjs', 'mts', 'cjs'].map((ending) => inside(dir, `${name}.${ending}`)))
    .filter((path) => repo.has(path));
}

function relative(from: string, to: string): string {
  return posix.relative(from === '' ? '.' : from, to);
}

/** What a build would write into a directory that the program takes in, and what is not there. */
export function missingOutputs(
  taken: readonly string[],
  repo: Inventory,
  isCandidate: (pkg: Package) => boolean = () => true,
): readonly string[] {
  return repo.named('package.json').flatMap((path) => {
    const pkg = readPackage(repo, dirOf(path));
    if (!pkg || !('build' in pkg.scripts) || !isCandidate(pkg)) return [];
    const said = saidBy(pkg, repo, 'build');
    const output = said === undefined ? '' : clean(inside(pkg.dir, said));
    const isTaken = taken.some((each) => output === each || output.startsWith(`${each}/`));
    // Where git ignores a part of it, that part is what the build writes.
    const isThere = repo.hasDir(output) && !repo.has(inside(output, '.gitignore'));
    return isTaken && !isThere ? [output] : [];
  });
}

/** The stage that builds a frontend. */
export function stageName(index: number): string {
  return index === 0 ? 'frontend' : `frontend${index + 1}`;
}
