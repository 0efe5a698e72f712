import { posix } from 'node:path';
import { sh } from '../../recipe/quote.ts';
import type { BuildStage, Step } from '../../recipe/types.ts';
import { clean, dirOf, inside } from './module.ts';
import type { Program } from './program.ts';

/** A part in JavaScript that is built first, for the program to embed or to read. */
export type Frontend = {
  /** Where its package.json is, relative to the root. */
  readonly dir: string;
  /** What the program takes of it, relative to the root. */
  readonly wants: string;
  /** Where the build writes it; the same, unless something copies it. */
  readonly output: string;
  readonly script: string;
  readonly manager: Manager;
};

type Manager = 'npm' | 'yarn' | 'berry' | 'pnpm' | 'bun';
type Manifest = {
  readonly scripts?: Readonly<Record<string, unknown>>;
  readonly packageManager?: unknown;
  readonly dependencies?: Readonly<Record<string, unknown>>;
  readonly devDependencies?: Readonly<Record<string, unknown>>;
};

/** Finds the frontend whose build makes a directory that is not there. */
export function findFrontend(wants: string, { module: { repo } }: Program): Frontend | undefined {
  const manifests = repo
    .named('package.json')
    .map((path) => ({ dir: dirOf(path), manifest: repo.json(path) as Manifest | undefined }))
    .filter(({ manifest }) =>
      Object.keys(scriptsOf(manifest)).some((name) => /^(?:build|release|generate)/.test(name)),
    );
  // The one that it lies in, one that says where it writes to, the only one.
  const holder = manifests
    .filter(({ dir }) => dir === '' || `${wants}/`.startsWith(`${dir}/`))
    .toSorted((a, b) => b.dir.length - a.dir.length)
    .find(({ dir }) => dir !== '');
  const telling = manifests.find(({ dir, manifest }) => tells(dir, manifest, wants, repo));
  const beside = manifests.find(({ dir }) => dirOf(dir) === dirOf(wants));
  const found = telling ?? holder ?? beside ?? (manifests.length === 1 ? manifests[0] : undefined);
  if (!found) return undefined;
  const { dir, manifest } = found;
  const scripts = scriptsOf(manifest);
  const naming = Object.entries(scripts).find(
    ([name, text]) =>
      /^(?:build|release|embed)/.test(name) &&
      text.includes(relative(dir, wants)) &&
      relative(dir, wants) !== 'dist',
  );
  const script =
    naming?.[0] ??
    (scripts.build === undefined
      ? Object.keys(scripts).find((name) => /^(?:build|release|generate)/.test(name))
      : 'build');
  if (script === undefined) return undefined;
  const written = naming ? wants : outputOf(dir, manifest, repo, wants);
  return { dir, wants, output: written, script, manager: managerOf(dir, manifest, repo) };
}

/** The stage that builds it; the compiler's stage copies from it. */
export function frontendStage(
  { dir, script, manager, wants, output }: Frontend,
  image: string,
  repo: Program['module']['repo'],
  name: string,
): BuildStage {
  const locks = [
    'package-lock.json',
    'npm-shrinkwrap.json',
    'yarn.lock',
    'pnpm-lock.yaml',
    'bun.lock',
    'bun.lockb',
    '.npmrc',
    '.yarnrc.yml',
    'pnpm-workspace.yaml',
  ];
  const at = (file: string) => inside(dir, file);
  const manifests = ['package.json', ...locks].filter((file) => repo.has(at(file)));
  const { install, run, caches } = commandsOf(manager, manifests, script);
  // What runs when the packages are installed may want more than the manifests.
  const manifest = repo.json(at('package.json')) as Manifest | undefined;
  const hooks = ['preinstall', 'install', 'postinstall', 'prepare'].some(
    (hook) => scriptsOf(manifest)[hook] !== undefined,
  );
  const target = dir === '' ? '/src' : `/src/${dir}`;
  const steps: Step[] = [
    { workdir: target },
    { env: { CI: 'true', NODE_OPTIONS: '--max-old-space-size=4096' } },
    ...(hooks
      ? []
      : [
          { copy: manifests.map(at), to: './' },
          { run: install, caches, network: true as const },
        ]),
    // The whole tree: a build of this kind may read, or write to, what lies beside it.
    { copy: ['.'], to: '/src/' },
    ...(hooks ? [{ run: install, caches, network: true as const }] : []),
    {
      run: [
        sh`mkdir -p ${`/src/${posix.dirname(wants)}`}`,
        run,
        ...(output === wants
          ? []
          : [sh`rm -rf ${`/src/${wants}`}`, sh`cp -R ${`/src/${output}`} ${`/src/${wants}`}`]),
      ],
      network: true,
    },
  ];
  return {
    name,
    comment: `Builds ${wants}, which the program takes in.`,
    image,
    platform: 'build',
    trust: true,
    steps,
  };
}

function commandsOf(
  manager: Manager,
  files: readonly string[],
  script: string,
): { install: string[]; run: string; caches: string[] } {
  if (manager === 'pnpm')
    return {
      install: [
        'npm install --global pnpm@10',
        `pnpm install ${files.includes('pnpm-lock.yaml') ? '--frozen-lockfile' : '--no-frozen-lockfile'}`,
      ],
      run: sh`pnpm run ${script}`,
      caches: ['/root/.local/share/pnpm/store'],
    };
  if (manager === 'yarn')
    return {
      install: [
        'npm install --global --force yarn@1',
        'yarn install --frozen-lockfile --network-timeout 600000',
      ],
      run: sh`yarn run ${script}`,
      caches: ['/usr/local/share/.cache/yarn'],
    };
  if (manager === 'berry')
    return {
      install: ['npm install --global --force @yarnpkg/cli-dist', 'yarn install --immutable'],
      run: sh`yarn run ${script}`,
      caches: ['/root/.yarn/berry/cache'],
    };
  if (manager === 'bun')
    return {
      install: ['npm install --global bun@1', 'bun install'],
      run: sh`bun run ${script}`,
      caches: ['/root/.bun/install/cache'],
    };
  const locked = files.includes('package-lock.json') || files.includes('npm-shrinkwrap.json');
  return {
    install: [locked ? 'npm ci --no-audit --no-fund' : 'npm install --no-audit --no-fund'],
    run: sh`npm run ${script}`,
    caches: ['/root/.npm'],
  };
}

function managerOf(dir: string, manifest: Manifest | undefined, repo: Program['module']['repo']): Manager {
  const says = typeof manifest?.packageManager === 'string' ? manifest.packageManager : '';
  if (repo.has(inside(dir, 'pnpm-lock.yaml')) || says.startsWith('pnpm')) return 'pnpm';
  if (repo.has(inside(dir, 'yarn.lock')))
    return (repo.read(inside(dir, 'yarn.lock')) ?? '').includes('__metadata:') ? 'berry' : 'yarn';
  if (repo.has(inside(dir, 'package-lock.json'))) return 'npm';
  return repo.has(inside(dir, 'bun.lock')) || repo.has(inside(dir, 'bun.lockb')) ? 'bun' : 'npm';
}

/** Its settings or scripts name the directory. */
function tells(
  dir: string,
  manifest: Manifest | undefined,
  wants: string,
  repo: Program['module']['repo'],
): boolean {
  const path = relative(dir, wants);
  if (!path.includes('/')) return false;
  const texts = [
    ...Object.values(scriptsOf(manifest)),
    ...configs(dir, repo).map((file) => repo.read(file) ?? ''),
  ];
  return texts.some((text) => text.includes(path));
}

function outputOf(
  dir: string,
  manifest: Manifest | undefined,
  repo: Program['module']['repo'],
  wants: string,
): string {
  const text = configs(dir, repo)
    .map((file) => repo.read(file) ?? '')
    .join('\n');
  const said =
    /\b(?:outDir|outputDir|distDir)\s*:\s*(?:[\w.]+\([^)]*?,\s*)?["'`]([^"'`]+)["'`]/.exec(text)?.[1] ??
    /--(?:outDir|out-dir|dest)[= ](\S+)/.exec(Object.values(scriptsOf(manifest)).join('\n'))?.[1];
  const all = { ...manifest?.dependencies, ...manifest?.devDependencies };
  const usual =
    'react-scripts' in all || '@sveltejs/adapter-static' in all
      ? 'build'
      : 'next' in all
        ? 'out'
        : 'nuxt' in all
          ? '.output/public'
          : 'dist';
  const output = clean(inside(dir, said ?? usual));
  return output.startsWith('..') ||
    `${output}/`.startsWith(`${wants}/`) ||
    `${wants}/`.startsWith(`${output}/`)
    ? wants
    : output;
}

function configs(dir: string, repo: Program['module']['repo']): readonly string[] {
  return [
    'vite.config',
    'vue.config',
    'svelte.config',
    'webpack.config',
    'rollup.config',
    'next.config',
    'astro.config',
    'rsbuild.config',
  ]
    .flatMap((name) => ['ts', 'js', 'mjs', 'mts', 'cjs'].map((ending) => inside(dir, `${name}.${ending}`)))
    .filter((path) => repo.has(path));
}

function scriptsOf(manifest: Manifest | undefined): Readonly<Record<string, string>> {
  const scripts = manifest?.scripts;
  if (typeof scripts !== 'object' || scripts === null) return {};
  return Object.fromEntries(
    Object.entries(scripts).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

function relative(from: string, to: string): string {
  return posix.relative(from === '' ? '.' : from, to);
}
