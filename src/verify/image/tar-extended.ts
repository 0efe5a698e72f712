import { damaged } from './problem.ts';
import { isHeaderOnly, type RawHeader, type TarHeader } from './tar-header.ts';

/** What extended headers say of the entry that follows them. */
export type Extended = {
  readonly records: ReadonlyMap<string, string>;
  readonly longName?: string;
  readonly longTarget?: string;
};

/** Only these are kept: others, such as file capabilities, may be as large as the header. */
const wanted = new Set([
  'path',
  'linkpath',
  'size',
  'uid',
  'gid',
  'GNU.sparse.name',
  'GNU.sparse.size',
  'GNU.sparse.realsize',
  'GNU.sparse.major',
]);

/** Linux has no longer ones (PATH_MAX). */
const longestName = 4096;

/** Adds what one extended header says: `x` is POSIX's, `L` and `K` are GNU's long name and link target; of others nothing. */
export function extend(extended: Extended, flag: string, content: Buffer): Extended {
  if (flag === 'x') return { ...extended, records: decodeRecords(content) };
  const end = content.indexOf(0);
  const text = content.toString('utf8', 0, end === -1 ? content.length : end);
  return flag === 'L' ? { ...extended, longName: text } : { ...extended, longTarget: text };
}

/** `27 path=a/very/long/name\n`, the length first (https://pubs.opengroup.org/onlinepubs/9699919799/utilities/pax.html). */
function decodeRecords(content: Buffer): ReadonlyMap<string, string> {
  const records = new Map<string, string>();
  for (let at = 0; at < content.length;) {
    const [digits] = /^\d{1,9} /.exec(content.toString('latin1', at, at + 10)) ?? [];
    const end = at + Number(digits);
    const from = at + (digits?.length ?? 0);
    const equals = content.indexOf('=', from, 'latin1');
    if (!digits || end > content.length || equals === -1 || equals >= end || content[end - 1] !== 0x0a) {
      throw damaged('an extended tar header is malformed');
    }
    const key = content.toString('latin1', from, Math.min(equals, from + 32));
    // An empty value means that there is none.
    if (wanted.has(key) && end - 1 > equals + 1) {
      records.set(key, content.toString('utf8', equals + 1, end - 1));
    }
    at = end;
  }
  return records;
}

/** The entry as its own and its extended headers say together. */
export function merge(raw: RawHeader, extended: Extended): TarHeader {
  const { records, longName, longTarget } = extended;
  const name = records.get('GNU.sparse.name') ?? longName ?? records.get('path') ?? raw.name;
  const target = raw.target === undefined ? undefined : (longTarget ?? records.get('linkpath') ?? raw.target);
  if (Buffer.byteLength(name) > longestName || Buffer.byteLength(target ?? '') > longestName) {
    throw damaged(`a file name is longer than ${longestName} bytes`);
  }
  if (name.includes('\0') || target?.includes('\0')) throw damaged('a file name has a NUL character');
  const stored = isHeaderOnly(raw.flag) ? 0 : number(records, 'size', raw.stored);
  const apparent = number(records, 'GNU.sparse.size', raw.size === raw.stored ? stored : raw.size);
  return {
    name,
    type: raw.type,
    mode: raw.mode,
    uid: number(records, 'uid', raw.uid),
    gid: number(records, 'gid', raw.gid),
    stored,
    size: number(records, 'GNU.sparse.realsize', apparent),
    ...(target !== undefined && { target }),
  };
}

function number(records: ReadonlyMap<string, string>, key: string, otherwise: number): number {
  const text = records.get(key);
  if (text === undefined) return otherwise;
  const value = /^\d+$/.test(text) ? Number(text) : NaN;
  if (!Number.isSafeInteger(value)) throw damaged(`an extended tar header has a ${key} that no file has`);
  return value;
}
