import type { Lock } from './lock.ts';
import type { Package } from './manifest.ts';

/** Whether `--locked` would be taken: a Cargo.lock of an older manifest is one that Cargo wants to change first. */
export function lockFits(lock: Lock, packages: readonly Package[]): boolean {
  return packages.every((own) => {
    const locked = lock
      .get(own.name)
      ?.find(({ version }) => own.version === undefined || version === own.version);
    if (!locked) return false;
    const all = own.dependencies.map(({ crate }) => crate);
    // What it does not name any more Cargo takes out.
    if (!locked.dependencies.every((name) => all.some((each) => same(each, name)))) return false;
    const dependencies = own.dependencies.filter(({ here }) => here).map(({ crate }) => crate);
    return dependencies.every((name) => locked.dependencies.some((each) => same(each, name)));
  });
}

/** Cargo.toml may write a dash for an underscore. */
function same(a: string, b: string): boolean {
  return a.replaceAll('_', '-') === b.replaceAll('_', '-');
}
