import { createHash } from 'node:crypto';
import { posix } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { Base } from '../pipeline.ts';

/** Where a generated repository keeps what was written, for later merges. */
export const basePath = '.distroless/base';

/** The record of answers, which a later run starts from. */
export const settingsPath = 'distroless.yaml';

export const emptyBase: Base = { managed: new Map(), once: new Map() };

/** What an earlier run left for us; without it every difference counts as the user's. */
export function hasBase({ managed }: Base): boolean {
  return managed.size > 0;
}

type Record1 = {
  readonly schema: 1;
  readonly files: Readonly<Record<string, string>>;
  readonly once?: Readonly<Record<string, string | null>>;
};

/** As one compressed file: gzip of `{"schema":1,"files":{path:text},"once":{path:fingerprint}}`, paths sorted. */
export function encodeBase({ managed, once }: Base): Buffer {
  const record: Record1 = {
    schema: 1,
    files: Object.fromEntries([...managed].toSorted()),
    once: Object.fromEntries([...once].toSorted()),
  };
  return gzipSync(JSON.stringify(record), { level: 9 });
}

/** The inverse of `encodeBase`. Throws on anything else. */
export function decodeBase(bytes: Buffer): Base {
  // A generated repository has a few dozen kB of managed text; the bound stops a gzip bomb.
  const record = JSON.parse(gunzipSync(bytes, { maxOutputLength: 16_000_000 }).toString('utf8')) as Record1;
  if (record.schema !== 1) throw new Error(`unknown schema ${String(record.schema)}`);
  const [managed, once] = [Object.entries(record.files), Object.entries(record.once ?? {})];
  // The file comes with the repository, and what it names may be deleted.
  const wrong = [...managed, ...once].find(([path]) => !isInside(path));
  if (wrong) throw new Error(`not a path inside the tree: ${wrong[0]}`);
  if (managed.some(([, text]) => typeof text !== 'string')) throw new Error('not a text');
  return { managed: new Map(managed), once: new Map(once) };
}

/** Do two records say the same? Compressed bytes differ between zlib versions. */
export function sameBase(a: Base, b: Base): boolean {
  return sameMap(a.managed, b.managed) && sameMap(a.once, b.once);
}

/** Of a file's content; line ends do not count, as git may change them on checkout. */
export function fingerprint(content: Buffer): string {
  const text = content.toString('latin1').replaceAll('\r\n', '\n');
  return createHash('sha256').update(text, 'latin1').digest('hex');
}

function sameMap(a: ReadonlyMap<string, unknown>, b: ReadonlyMap<string, unknown>): boolean {
  return a.size === b.size && [...a].every(([key, value]) => b.get(key) === value && b.has(key));
}

function isInside(path: string): boolean {
  return path === posix.normalize(path) && !/^\/|^\.(\.|git)?(\/|$)|[\\\0]/.test(path);
}
