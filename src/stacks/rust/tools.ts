import type { Inventory } from '../../inventory/types.ts';
import type { Step } from '../../recipe/types.ts';
import { calledNode, type NodeTool } from './called-node.ts';
import { ownTargets } from './own-target.ts';
import { sqlxOf, type Sqlx } from './sqlx.ts';
import type { Source } from './sources.ts';
import type { Lock } from './lock.ts';
import { join } from './manifest.ts';
import { outdatedIn, type Outdated } from './outdated.ts';
import type { Reach } from './reach.ts';
import type { Workspace } from './workspace.ts';

/** What the build takes besides crates and C libraries. */
export type Tools = Pick<Sqlx, 'migrations' | 'impossible'> & {
  readonly apt: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** .cargo/config.toml names a target to build for. */
  readonly target: boolean;
  /** Tools of Node that its build scripts call. */
  readonly node: readonly NodeTool[];
  /** What its build scripts find. */
  readonly before: readonly Step[];
  /** It asks git for a version, and cannot do without. */
  readonly git: boolean;
  readonly outdated: readonly Outdated[];
};

export function toolsOf(
  repo: Inventory,
  reach: Reach,
  workspace: Workspace,
  lock: Lock | undefined,
  sources: readonly Source[],
): Tools {
  const { local, crates } = reach;
  const scripts = local.flatMap(({ buildScript }) =>
    buildScript === undefined ? [] : [repo.read(buildScript) ?? ''],
  );
  const linker = linkerOf(repo, workspace.dir);
  const sqlx = sqlxOf(repo, reach, workspace, sources);
  return {
    apt: [...protocOf(crates, scripts), ...linker.apt, ...(sqlx.migrations ? ['sqlite3'] : [])],
    env: { ...linker.env, ...sqlx.env },
    target: linker.target,
    node: calledNode(scripts),
    before: ownTargets(repo, local, workspace.dir),
    git: asksGit(
      crates,
      scripts,
      sources.map(({ text }) => text),
    ),
    outdated: lock ? outdatedIn(lock) : [],
    ...(sqlx.migrations !== undefined && { migrations: sqlx.migrations }),
    ...(sqlx.impossible !== undefined && { impossible: sqlx.impossible }),
  };
}

/** Crates that bring a compiler of .proto files of their own, or need none. */
const ownProtoc = ['protoc-bin-vendored', 'protobuf-src', 'protox', 'protoc-prebuilt'];

function protocOf(crates: Reach['crates'], scripts: readonly string[]): readonly string[] {
  const builds = crates.has('prost-build') || crates.has('protobuf-codegen') || crates.has('grpcio-compiler');
  const own = ownProtoc.some((name) => crates.has(name));
  const parses = scripts.some((text) => /\.pure\(\)/.test(text));
  // The second has google/protobuf/*.proto, which many files import.
  return builds && !own && !parses ? ['protobuf-compiler', 'libprotobuf-dev'] : [];
}

/** Linkers that .cargo/config.toml asks for; a compiler cache that it asks for is not there and not needed. */
function linkerOf(repo: Inventory, dir: string): Pick<Tools, 'apt' | 'env' | 'target'> {
  const text = (
    repo.read(join(dir, '.cargo/config.toml')) ??
    repo.read(join(dir, '.cargo/config')) ??
    ''
  ).replaceAll(/^\s*#.*$/gm, '');
  const apt: string[] = [];
  // Sections of other systems name linkers too.
  for (const section of text.split(/^(?=\[)/m)) {
    if (/^\[target\.[^\]]*(windows|apple|darwin|musl|wasm|android)/.test(section)) continue;
    if (/fuse-ld=lld|ld\.lld/.test(section)) apt.push('lld');
    if (/mold/.test(section)) apt.push('mold');
    if (/clang/.test(section)) apt.push('clang');
  }
  const wrapped = /rustc-wrapper\s*=/.test(text);
  const target = /^\[build\][^[]*^\s*target\s*=/m.test(text);
  return { apt: [...new Set(apt)].toSorted(), env: wrapped ? { RUSTC_WRAPPER: '' } : {}, target };
}

/** What embeds a version and fails without one; most build scripts that call git take no for an answer. */
function asksGit(crates: Reach['crates'], scripts: readonly string[], sources: readonly string[]): boolean {
  if (crates.has('git-testament')) return true;
  if (scripts.some((text) => /vergen|EmitBuilder|Emitter::/.test(text) && /git|vergen\(/i.test(text)))
    return true;
  if (sources.some((text) => /git_(version|describe)!\((?![^)]*fallback)/.test(text))) return true;
  return scripts.some((text) => /Command::new\(\s*"git"/.test(text) && /assert!|panic!|bail!/.test(text));
}
