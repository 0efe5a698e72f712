/** Paths by the name of the library, in the order in which the loader takes them. */
export type LdCache = ReadonlyMap<string, readonly string[]>;

const magic = 'glibc-ld.so.cache1.1';
const headerBytes = 48;
const entryBytes = 24;
/** Far more than any system has. */
const mostEntries = 65_536;
const longestText = 4096;

/**
 * Reads /etc/ld.so.cache in the format of glibc 2.2 and later, also behind the older table that ldconfig wrote in front of it until 2.32
 * (struct cache_file_new in bminor/glibc:sysdeps/generic/dl-cache.h). Entries for one kind of processor come last, as
 * others must do without them. What is not understood gives nothing, as the loader then goes without, too.
 */
export function parseLdCache(bytes: Buffer): LdCache {
  const start = bytes.indexOf(magic, 0, 'latin1');
  if (start < 0 || bytes.length < start + headerBytes) return new Map();
  const table = bytes.subarray(start);
  // 3: big-endian; older ldconfig wrote 0 and its own byte order.
  const little = ((table[28] as number) & 3) !== 3;
  const word = (at: number) => (little ? table.readUInt32LE(at) : table.readUInt32BE(at));
  const count = word(20);
  if (count > mostEntries || headerBytes + count * entryBytes > table.length) return new Map();
  const text = (at: number) => {
    const end = table.subarray(at, at + longestText).indexOf(0);
    return end < 0 ? '' : table.toString('utf8', at, at + end);
  };
  const found = new Map<string, { common: string[]; special: string[] }>();
  for (let index = 0; index < count; index++) {
    const at = headerBytes + index * entryBytes;
    const [name, path] = [text(word(at + 4)), text(word(at + 8))];
    const isCommon = word(at + 16) === 0 && word(at + 20) === 0;
    const paths = found.get(name) ?? { common: [], special: [] };
    if (path.startsWith('/')) (isCommon ? paths.common : paths.special).push(path);
    found.set(name, paths);
  }
  return new Map([...found].map(([name, { common, special }]) => [name, [...common, ...special]]));
}
