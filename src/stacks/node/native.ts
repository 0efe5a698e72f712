import { isTable } from '../../inventory/tables.ts';
import type { Inventory } from '../../inventory/types.ts';
import { addonOfV8, lockedAddons } from './locked-addons.ts';
import type { Locked } from './locked-packages.ts';
import { allDependencies, type Package } from './package.ts';

/**
 * Packages with a part in machine code that may have to be compiled when they are installed: for their binaries are for
 * another version of Node or hosted outside the registry.
 */
const compiled = [
  'argon2',
  'bcrypt',
  'better-sqlite3',
  'bufferutil',
  'canvas',
  'cpu-features',
  'deasync',
  'dtrace-provider',
  'farmhash',
  'fibers',
  'heapdump',
  'isolated-vm',
  'kerberos',
  'leveldown',
  'classic-level',
  'libpq',
  'libxmljs',
  'libxmljs2',
  'microtime',
  'node-expat',
  'node-pty',
  'node-rdkafka',
  'node-sass',
  'odbc',
  'oracledb',
  'pg-native',
  're2',
  'robotjs',
  'scrypt',
  'serialport',
  'sodium-native',
  'sqlite3',
  'ssh2',
  'unix-dgram',
  'usocket',
  'utf-8-validate',
  'zeromq',
] as const;

/** Packages that have a part of them for each platform, installed ready to run. */
const prebuilt = [
  '@napi-rs/canvas',
  '@node-rs/argon2',
  '@node-rs/bcrypt',
  '@prisma/client',
  '@libsql/client',
  '@swc/core',
  '@tensorflow/tfjs-node',
  'esbuild',
  'libsql',
  'lightningcss',
  'onnxruntime-node',
  'rollup',
  'sharp',
  'uWebSockets.js',
] as const;

/** Debian's packages with the headers that some are compiled against. */
const headers: Readonly<Record<string, readonly string[]>> = {
  canvas: ['pkg-config', 'libcairo2-dev', 'libpango1.0-dev', 'libjpeg-dev', 'libgif-dev', 'librsvg2-dev'],
  'pg-native': ['libpq-dev'],
  libpq: ['libpq-dev'],
  kerberos: ['libkrb5-dev'],
  odbc: ['unixodbc-dev'],
  zeromq: ['pkg-config', 'cmake'],
};

export type Native = {
  /** What is known to have a part for one platform only, among what runs. */
  readonly names: readonly string[];
  /** Those of them that may have to be compiled. */
  readonly building: readonly string[];
  /** What is installed for one platform does not run on another. */
  readonly bound: boolean;
  /** Debian packages to compile it. Setuptools has the distutils that node-gyp before 10 imports and Python no longer brings. */
  readonly apt: readonly string[];
  /** One that may not be compiled for a newer Node. */
  readonly old?: string;
};

/** What of the packages is machine code, by the lock file where there is one that can be read, else by what is asked for. */
export function findNative(
  repo: Inventory,
  lock: string | undefined,
  locked: readonly Locked[],
  manifests: readonly Package[],
): Native {
  const npm = lock?.endsWith('.json') === true ? lock : undefined;
  const all = new Set([
    ...locked.map(({ name }) => name),
    ...manifests.flatMap((manifest) => Object.keys(allDependencies(manifest))),
  ]);
  const known = compiled.filter((name) => all.has(name));
  const building = [...new Set([...known, ...lockedAddons(locked).map(({ name }) => name)])];
  const running = new Set<string>(
    manifests.flatMap((one) => Object.keys({ ...one.dependencies, ...one.optionalDependencies })),
  );
  const old = addonOfV8(locked);
  const ready = prebuilt.filter((name) => running.has(name) && !building.includes(name));
  return {
    names: [...building, ...ready],
    building,
    bound: building.length + ready.length > 0 || (npm !== undefined && isBound(repo.json(npm))),
    apt:
      building.length === 0
        ? []
        : [
            'python3',
            'python3-setuptools',
            'make',
            'g++',
            ...new Set(building.flatMap((name) => headers[name] ?? [])),
          ],
    ...(old !== undefined && { old }),
  };
}

/** Of npm's lock file: something that runs says which processors it is for. */
function isBound(lock: unknown): boolean {
  const packages = isTable(lock) && isTable(lock['packages']) ? lock['packages'] : {};
  return Object.values(packages).some(
    (entry) =>
      isTable(entry) && entry['dev'] !== true && entry['devOptional'] !== true && Array.isArray(entry['cpu']),
  );
}
