import { place, type Inventory } from '../../inventory/types.ts';
import { existing, type ChosenStart } from './choose-start.ts';
import { join, type Package } from './package.ts';
import { listSources } from './sources.ts';
import { findWorkspace, membersInOrder } from './workspace.ts';

/** Why a program runs with Bun and with nothing else. */
export type NeedsBun = {
  readonly from: string;
  /** What follows `from`, as a sentence. */
  readonly why: string;
  /** It listens, though nothing in its sources calls for it: https://bun.com/docs/runtime/http/server#export-default-syntax */
  readonly listens: boolean;
};

/** Bun's own modules, what of packages is made of them, and its global: https://bun.com/docs/runtime/bun-apis */
const calls =
  /\bBun\.[a-z]|(?:\bfrom|\bimport|\brequire\(|\bimport\()\s*['"](?:bun(?::\w+)?|hono\/bun|drizzle-orm\/bun-[\w-]+)(?:\/\w+)?['"]|\bimport\.meta\.(?:dir|file)\b/;
/** https://bun.com/docs/bundler/fullstack */
const pages = /^import \w+ from ['"]\.{1,2}\/[^'"\n]*\.html['"]/;
/** What is run while it is made. */
const aside =
  /(^|\/)(scripts?|tools?|bench(?:marks?)?|seeds?|migrations?|tasks)\/|(^|\/)(build|seed|migrate|bundle|release|dev|preload|happydom)\.[cm]?[jt]sx?$/;

/** Whether a program needs Bun: it calls Bun itself, listens by it, or exports what Bun listens for. */
export function needsBun(
  repo: Inventory,
  own: Package,
  chosen: ChosenStart | undefined,
): NeedsBun | undefined {
  if (own.dependencies['elysia'] !== undefined && own.dependencies['@elysiajs/node'] === undefined)
    return { from: own.path, why: 'Elysia listens by Bun', listens: false };
  const workspace = findWorkspace(repo, own);
  // What its own start gives to Node runs there, with an adapter for Bun or without one.
  if (/^(?:\w+=\S+\s+)*node\s/.test(own.scripts['start'] ?? '') && !isLocked(repo, workspace.root.dir))
    return undefined;
  if (!namesBun(repo, own) && !namesBun(repo, workspace.root)) return undefined;
  const needed = membersInOrder(workspace, own).flatMap(({ dir }) =>
    listSources(repo, dir, 'index.ts', []).slice(0, 20),
  );
  const entry = chosen?.start.entry ?? 'index.ts';
  const sources = [...listSources(repo, own.dir, entry, []).slice(0, 60), ...needed.slice(0, 60)].filter(
    (path) => !aside.test(path) || path === join(own.dir, entry),
  );
  // A file that asks first whether it is there does without it.
  const asks = (path: string) => /\btypeof Bun\b|\bglobalThis\.Bun\b/.test(repo.read(path) ?? '');
  const hit =
    repo.search(sources, calls, 20).find(({ path }) => !asks(path)) ??
    (chosen?.start.loader === 'bun' ? repo.search(sources, pages, 1)[0] : undefined);
  const exported = chosen && exportedServer(repo, own, chosen);
  if (hit) return { from: place(hit), why: 'calls Bun itself', listens: exported !== undefined };
  return exported === undefined
    ? undefined
    : { from: exported, why: 'is what Bun listens for', listens: true };
}

function namesBun(
  repo: Inventory,
  { dir, scripts, engines, devDependencies, packageManager }: Package,
): boolean {
  return (
    Object.values(scripts).some((line) => /\bbunx?\b/.test(line)) ||
    engines['bun'] !== undefined ||
    packageManager.startsWith('bun@') ||
    devDependencies['@types/bun'] !== undefined ||
    devDependencies['bun-types'] !== undefined ||
    isLocked(repo, dir) ||
    ['bunfig.toml', '.bun-version'].some((name) => repo.has(join(dir, name)))
  );
}

function isLocked(repo: Inventory, dir: string): boolean {
  return ['bun.lock', 'bun.lockb'].some((name) => repo.has(join(dir, name)));
}

/** Bun listens for what the file that it is given exports; Node runs it and ends. */
function exportedServer(repo: Inventory, own: Package, { start, by }: ChosenStart): string | undefined {
  if (start.runs !== 'file') return undefined;
  const entry = join(own.dir, existing(repo, own, start.entry) ?? start.entry);
  const [exported] = repo.search([entry], /^export default\b/);
  const [listens] = repo.search([entry], /\.listen\(|\bserve\(|createServer\(/);
  if (!exported || listens) return undefined;
  if (start.loader === 'bun') return place(exported);
  // A library exports something as well.
  const [server] = repo.search([entry], /\bnew Hono\b|\bfetch\s*[(:,]/);
  return by === 'file' && /\.tsx?$/.test(entry) && server ? place(exported) : undefined;
}
