import type { Locked } from './locked-packages.ts';
import { satisfies } from './semver.ts';

/** What compiles or fetches a part in machine code, for the package that depends on it. */
const compilers =
  /^(?:nan|node-addon-api|bindings|node-gyp|node-gyp-build|prebuild-install|prebuildify|cmake-js|(?:@[\w.-]+\/)?node-pre-gyp)$/;

/** Of these by themselves: what traces or packs addons of others depends on the rest too. */
const sure = /^(?:nan|node-addon-api|prebuild-install|cmake-js)$/;

/** Optional where others ask for them, or theirs is, which not every kind of lock file tells. */
const spare = new Set(['fsevents', 'cpu-features', 'dtrace-provider', 'ssh2']);

/** Packages of a lock that may have to be compiled when they are installed, and without which the install stops. */
export function lockedAddons(locked: readonly Locked[]): readonly Locked[] {
  return locked.filter((one) => {
    const { name, needs, takes, os, optional, installs } = one;
    if (optional || installs === false || spare.has(name)) return false;
    if (os.length > 0 && !os.includes('linux')) return false;
    // Its parts are packages of their own, one a platform.
    if (takes.some((each) => /-linux-(?:x64|arm64)/.test(each))) return false;
    return needs.some((each) => (installs === true ? compilers : sure).test(each));
  });
}

/**
 * The first versions that can be compiled for Node 23 and later, whose headers need C++20, of what calls V8 itself:
 * https://github.com/WiseLibs/better-sqlite3/issues/1384, https://github.com/laverdet/isolated-vm/issues/500
 */
const first: Readonly<Record<string, string>> = { 'better-sqlite3': '12.1.0', 'isolated-vm': '6.0.0' };

function isOld({ name, version }: Locked): boolean {
  return version !== '' && first[name] !== undefined && !satisfies(version, `>=${first[name]}`);
}

/** An addon that is made for V8, by nan or by itself, and not for Node's own interface, which stays the same. */
export function addonOfV8(locked: readonly Locked[]): string | undefined {
  const direct = locked.find((one) => !one.optional && isOld(one));
  return (direct ?? lockedAddons(locked).find(({ needs }) => needs.includes('nan')))?.name;
}
