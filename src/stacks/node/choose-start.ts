import type { Fact, Hints } from '../../detect/types.ts';
import type { Inventory } from '../../inventory/types.ts';
import { byHonoBuild } from './hono-build.ts';
import { allDependencies, join, type Package } from './package.ts';
import { isKnown, programs } from './programs.ts';
import { readShebang } from './shebang.ts';
import { resolveStart, type Start } from './start.ts';

/** What starts the service, and what says so. */
export type ChosenStart = {
  readonly start: Start;
  readonly fact: Fact;
  /** `script`: somebody wrote it to be run; `file`: only a file that is called so. */
  readonly by: 'hint' | 'script' | 'file' | 'bin';
  /** Of a project that a tool of the workspace builds: where its sources are, and how. */
  readonly project?: { readonly dir: string; readonly command: string };
};

/** Scripts that start what is deployed, the surest first. */
const scripts = [
  'start:prod',
  'start:production',
  'start-prod',
  'production',
  'prod',
  'serve:prod',
  'start:server',
  'start',
  'server',
  'serve',
  'preview',
] as const;

const developing = ['start:dev', 'dev:server', 'dev', 'develop', 'watch', 'server:dev'] as const;

const entryFiles = [
  'server',
  'index',
  'app',
  'main',
  'src/index',
  'src/server',
  'src/app',
  'src/main',
  'bin/www',
  'server/index',
  'lib/index',
  'bot',
  'src/bot',
] as const;
const extensions = ['.js', '.mjs', '.cjs', '.ts', '.mts', ''] as const;

/** Hints, then scripts, then `bin` of a command line, then a file that is called like an entry, then scripts of development. */
export function chooseStart(repo: Inventory, own: Package, hints: Hints): ChosenStart | undefined {
  const found = choose(repo, own, hints);
  const chosen = found && { ...found, start: withoutLocal(repo, own, found.start) };
  if (chosen?.start.runs !== 'bun') return chosen;
  // What bun runs is JavaScript or TypeScript like any other, as long as it calls nothing of bun itself.
  return { ...chosen, start: { ...chosen.start, runs: 'file', loader: 'bun' } };
}

/** Without the options for settings that git does not have, which are of a developer's machine: `-c app.local.yaml`. */
function withoutLocal(repo: Inventory, own: Package, start: Start): Start {
  const isLocal = (path: string | undefined): boolean =>
    /^(?:\.\/)?[\w/.-]*\.local\.(?:ya?ml|json|toml)$/.test(path ?? '') &&
    !repo.has(join(own.dir, path ?? ''));
  const { args } = start;
  const kept = args.filter(
    (word, at) =>
      !(isSettings(word) && isLocal(args[at + 1])) && !(isSettings(args[at - 1]) && isLocal(word)),
  );
  return kept.length === args.length ? start : { ...start, args: kept };
}

function isSettings(word: string | undefined): boolean {
  return word === '-c' || word === '--config';
}

function choose(repo: Inventory, own: Package, hints: Hints): ChosenStart | undefined {
  const hinted = byHint(repo, own, hints);
  if (hinted && isOf(own, hinted.start)) return hinted;
  return chooseOwn(repo, own) ?? hinted;
}

function byHint(repo: Inventory, own: Package, hints: Hints): ChosenStart | undefined {
  const start = hints.start && resolveStart(repo, own, hints.start.value);
  return hints.start && start && start.runs !== 'pages'
    ? { start, fact: { ...hints.start, value: shown(start) }, by: 'hint' }
    : undefined;
}

/** A program that no package of it brings is of a tool beside it. */
function isOf(own: Package, { runs, entry }: Start): boolean {
  return runs !== 'program' || isKnown(entry) || allDependencies(own)[entry] !== undefined;
}

function chooseOwn(repo: Inventory, own: Package): ChosenStart | undefined {
  // Angular's name for a server of pages: https://angular.dev/guide/ssr
  const ssr = Object.keys(own.scripts).filter((id) => /^serve:ssr(:|$)/.test(id));
  const written = byScripts(repo, own, [...ssr, ...scripts]);
  const bin = byBin(repo, own);
  // A runner of tasks that only developers have ends where it calls a shell; whoever installs the package starts its program.
  if (bin && written && isOfDevelopment(own, written.start)) return bin;
  if (written && written.start.runs !== 'pages') return written;
  const made = byHonoBuild(repo, own);
  if (made) return made;
  const file = bin ?? byFile(repo, own);
  const dev = byScripts(repo, own, developing);
  if (written) return written;
  if (file?.by === 'bin') return file;
  // A script of development names the entry of what has no other; a file that is there goes before a guess of its kind.
  if (
    dev &&
    (dev.start.runs === 'file' || dev.start.runs === 'bun') &&
    existing(repo, own, dev.start.entry) !== undefined &&
    (file?.fact.value !== dev.start.entry || dev.start.loader !== undefined || dev.start.runs === 'bun')
  )
    return { ...dev, fact: { ...dev.fact, confidence: 'medium' } };
  return file;
}

function isOfDevelopment(
  { devDependencies, scripts: { build }, private: isPrivate }: Package,
  { runs, entry, loader }: Start,
): boolean {
  if (runs === 'program') return !isKnown(entry) && devDependencies[entry] !== undefined;
  // tsx src/cli.ts: its developers' way to what the build makes of it.
  return loader !== undefined && devDependencies[loader] !== undefined && build !== undefined && !isPrivate;
}

function byScripts(repo: Inventory, own: Package, ids: readonly string[]): ChosenStart | undefined {
  const found = ids
    .filter((id) => own.scripts[id] !== undefined)
    .flatMap((id): readonly ChosenStart[] => {
      const start = resolveStart(repo, own, `npm run ${id}`);
      if (!start) return [];
      const fact: Fact = { value: shown(start), from: `${own.path}: scripts.${id}`, confidence: 'high' };
      return [{ start, fact, by: 'script' }];
    });
  return found.toSorted((a, b) => rank(a.start) - rank(b.start))[0];
}

/** Whoever runs the image starts it again; a program that does that itself does not end when it should. */
const restarts = /^--?(?:auto-?)?restart/i;

function rank({ runs, entry, loader, args }: Start): number {
  if (args.some((arg) => restarts.test(arg))) return 2;
  if (runs === 'file') return loader === undefined && !entry.endsWith('.ts') ? 0 : 1;
  if (runs === 'program') return programs[entry] === undefined ? 3 : 0;
  return runs === 'pages' ? 4 : 2;
}

function byBin(repo: Inventory, own: Package): ChosenStart | undefined {
  const all = Object.entries(own.bin);
  // Of several the one that is called like the package.
  const entry = all.find(([name]) => name === own.name.replace(/^@[^/]*\//, '')) ?? all[0];
  if (!entry) return undefined;
  const path = entry[1].replace(/^\.\//, '');
  if (path.split('/').includes('..')) return undefined;
  const file = existing(repo, own, path) ?? path;
  const start = { ...plainStart(file), flags: readShebang(repo, own, file) ?? [] };
  return { start, fact: { value: start.entry, from: `${own.path}: bin`, confidence: 'high' }, by: 'bin' };
}

function byFile(repo: Inventory, own: Package): ChosenStart | undefined {
  const main = own.main.replace(/^\.\//, '');
  const named = main === '' ? undefined : existing(repo, own, main);
  if (named !== undefined) return asFile(named, `${own.path}: main`);
  for (const name of entryFiles) {
    const found = existing(repo, own, name);
    if (found !== undefined) return asFile(found, join(own.dir, found));
  }
  return undefined;
}

function asFile(entry: string, from: string): ChosenStart {
  return { start: plainStart(entry), fact: { value: entry, from, confidence: 'medium' }, by: 'file' };
}

/** The file that node would load for such a path. */
export function existing(repo: Inventory, own: Package, path: string): string | undefined {
  const candidates = [
    path,
    ...extensions.map((each) => `${path}${each}`),
    ...extensions.map((each) => `${path}/index${each}`),
  ];
  return candidates.find((each) => repo.has(join(own.dir, each)));
}

function plainStart(entry: string): Start {
  return { runs: 'file', entry, flags: [], args: [], env: {}, before: [], dir: '' };
}

function shown({ runs, entry, args, loader }: Start): string {
  const program = runs === 'file' ? (loader ?? 'node') : runs === 'program' || runs === 'pages' ? '' : runs;
  return [program, entry, ...args].filter((word) => word !== '').join(' ');
}
