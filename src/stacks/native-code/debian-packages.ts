import { mediaRows } from './debian-rows-media.ts';
import { moreRows } from './debian-rows-more.ts';
import { rows } from './debian-rows.ts';

export type Packages = Readonly<
  Record<'cmake' | 'pkgconfig' | 'library' | 'header', ReadonlyMap<string, string>>
>;

/** The table by each kind of name. */
export const packages: Packages = read();

function read(): Packages {
  const found = {
    cmake: new Map<string, string>(),
    pkgconfig: new Map<string, string>(),
    library: new Map<string, string>(),
    header: new Map<string, string>(),
  };
  const kinds = ['cmake', 'pkgconfig', 'library', 'header'] as const;
  for (const row of `${rows}${mediaRows}${moreRows}`.trim().split('\n')) {
    const [name = '', ...columns] = row.split('|');
    for (const [at, kind] of kinds.entries()) {
      for (const word of (columns[at] ?? '').split(' ').filter((each) => each !== '')) {
        const key = kind === 'cmake' ? word.toLowerCase() : word;
        if (!found[kind].has(key)) found[kind].set(key, name);
      }
    }
  }
  return found;
}
