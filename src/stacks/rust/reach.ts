import type { Lock, Locked } from './lock.ts';
import type { Dependency, Package } from './manifest.ts';
import { isOfFramework } from './framework.ts';
import { isExample, type Workspace } from './workspace.ts';

/** What a program is built of. */
export type Reach = {
  /** Local packages, its own first. */
  readonly local: readonly Package[];
  /** Crates that the local ones ask for, by name, with the features that they ask for. */
  readonly direct: ReadonlyMap<string, Dependency>;
  /** All crates, those of other systems left out; without a Cargo.lock, the direct ones. */
  readonly crates: ReadonlyMap<string, Locked>;
};

/** Crates for other systems: Cargo.lock names them whatever system it is for. */
const foreign =
  /^(windows|winapi|win32|winreg|wepoll|schannel|core-foundation|core-graphics|security-framework|objc|cocoa|jni|ndk|android|wasm|js-sys|web-sys|wasi|wit-|hermit|redox|fsevent|kqueue|mach2|io-kit|libredox|iana-time-zone-haiku|loom$|errno-dragonfly|mac-notification|macos|dispatch|block-sys|libsystemd-win|cargo-wix|embed-resource|winres|vswhom)/;

/** What `cargo build` of a package compiles: no development dependencies, no optional ones that no feature turns on. */
export function reachOf(
  root: Package,
  { packages }: Workspace,
  lock: Lock | undefined,
  wanted: readonly string[],
): Reach {
  const local = new Map<string, Package>();
  const direct = new Map<string, Dependency>();
  const visit = (each: Package, on: readonly string[]) => {
    if (local.has(each.dir)) return;
    local.set(each.dir, each);
    const { active, asked } = activeOf(each, on);
    for (const dependency of each.dependencies) {
      if (dependency.kind === 'dev' || !dependency.here) continue;
      if (dependency.optional && !active.has(dependency.key)) continue;
      const next = dependency.path === undefined ? undefined : packages.get(dependency.path);
      const wants = [...dependency.features, ...(asked.get(dependency.key) ?? [])];
      if (next && !isShown(root, next)) visit(next, [...(dependency.defaults ? ['default'] : []), ...wants]);
      else {
        const known = direct.get(dependency.crate);
        direct.set(dependency.crate, { ...dependency, features: [...(known?.features ?? []), ...wants] });
      }
    }
  };
  visit(root, ['default', ...wanted]);

  const crates = new Map<string, Locked>();
  const queue = [...direct.keys()];
  for (const name of queue) {
    if (crates.has(name) || foreign.test(name)) continue;
    const versions = lock?.get(name) ?? [{ name, version: '', dependencies: [] }];
    const features = direct.get(name)?.features;
    const dependencies = [...new Set(versions.flatMap((each) => each.dependencies))].filter(
      (each) => !isUnasked(name, each, features),
    );
    crates.set(name, { name, version: versions[0]?.version ?? '', dependencies });
    queue.push(...dependencies);
  }
  return { local: [...local.values()], direct, crates };
}

/** An example in the repository of a framework: its source is not the program's own, which only uses it. */
function isShown({ dir }: Package, { dir: other, name }: Package): boolean {
  return isExample(dir) && !isExample(other) && isOfFramework(name);
}

/** Libraries of databases, by the feature of diesel that asks for them: Cargo.lock has those of every feature that there is. */
const drivers: Readonly<Record<string, string>> = {
  'pq-sys': 'postgres',
  'mysqlclient-sys': 'mysql',
  'libsqlite3-sys': 'sqlite',
};

function isUnasked(name: string, dependency: string, features: readonly string[] | undefined): boolean {
  const driver = name === 'diesel' ? drivers[dependency] : undefined;
  return driver !== undefined && features !== undefined && !features.includes(driver);
}

/** What these features turn on: optional dependencies, and features of dependencies. https://doc.rust-lang.org/cargo/reference/features.html */
function activeOf(
  { features }: Package,
  on: readonly string[],
): { readonly active: ReadonlySet<string>; readonly asked: ReadonlyMap<string, readonly string[]> } {
  const seen = new Set<string>();
  const active = new Set<string>();
  const asked = new Map<string, readonly string[]>();
  const queue = [...on];
  for (const feature of queue) {
    if (seen.has(feature)) continue;
    seen.add(feature);
    const [name = '', of] = feature.replace(/^dep:/, '').split('/');
    if (of === undefined) {
      active.add(name);
      if (!feature.startsWith('dep:')) queue.push(...(features[feature] ?? []));
      continue;
    }
    const key = name.replace(/\?$/, '');
    asked.set(key, [...(asked.get(key) ?? []), of]);
    if (key === name) active.add(name);
  }
  return { active, asked };
}
