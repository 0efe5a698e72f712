import { posix } from 'node:path';
import { execa } from 'execa';

export const docker = async (...args: string[]): Promise<string> => (await execa('docker', args)).stdout;

interface Entry {
  type: string;
  mode: string;
  uid: number;
  gid: number;
  size: number;
  link?: string;
}

export interface Files {
  entries: Map<string, Entry>;
  /** What is in the files that a fact looks into, by path. */
  texts: Map<string, string>;
}

/** The files of an image, with the text of those at these paths. */
export async function readFiles(ref: string, platform: string | undefined, paths: string[]): Promise<Files> {
  const flags = platform ? ['--platform', platform] : [];
  const container = await docker('create', '--pull', 'never', ...flags, ref, '/none');
  try {
    // through a pipe: the archives of all images together would fill the disk
    const listing = await execa('docker', ['export', container], { buffer: false }).pipe(
      'tar',
      ['--numeric-owner', '--quoting-style=literal', '-tvf', '-'],
      { maxBuffer: 1e9, env: { LC_ALL: 'C' } },
    );
    const entries = parseListing(listing.stdout);
    const texts = new Map<string, string>();
    for (const path of new Set(paths.map((name) => resolve(entries, name)))) {
      if (path === undefined || entries.get(path)?.type !== 'file') continue;
      const copied = await execa('docker', ['cp', `${container}:${path}`, '-'], { buffer: false }).pipe(
        'tar',
        ['-xOf', '-'],
      );
      texts.set(path, copied.stdout);
    }
    return { entries, texts };
  } finally {
    await docker('rm', '-f', container);
  }
}

/** The path that a process in the container would reach, or undefined if there is nothing. */
export function resolve(entries: Map<string, Entry>, path: string, depth = 0): string | undefined {
  if (depth > 40) return undefined;
  let at = '/';
  const parts = path.split('/').filter(Boolean);
  for (const [i, part] of parts.entries()) {
    const next = posix.join(at, part);
    const entry = entries.get(next);
    if (!entry) return undefined;
    if (entry.link !== undefined)
      return resolve(entries, posix.resolve(at, entry.link, ...parts.slice(i + 1)), depth + 1);
    at = next;
  }
  return at;
}

/** rwxr-sr-t as 3755 */
function octal(letters: string): string {
  let mode = 0;
  [...letters].forEach((letter, i) => {
    if (!'-ST'.includes(letter)) mode |= 0o400 >> i;
    if ('sStT'.includes(letter)) mode |= 0o4000 >> ((i - 2) / 3);
  });
  return mode.toString(8).padStart(4, '0');
}

function parseListing(listing: string): Map<string, Entry> {
  const entries = new Map<string, Entry>();
  for (const line of listing.split('\n')) {
    const found = /^(.)(\S{9}) (\d+)\/(\d+) +(\S+) \S+ \S+ (.*)$/.exec(line);
    if (!found) continue;
    const [, kind = '', letters = '', uid, gid, size, rest = ''] = found;
    const [name = '', target] =
      kind === 'l' ? rest.split(' -> ') : kind === 'h' ? rest.split(' link to ') : [rest];
    const entry: Entry = {
      type: kind === 'd' ? 'dir' : kind === 'l' ? 'link' : 'file',
      mode: octal(letters),
      uid: Number(uid),
      gid: Number(gid),
      size: Number(size),
    };
    if (kind === 'l') entry.link = target ?? '';
    if (kind === 'h') entry.size = entries.get(posix.join('/', target ?? ''))?.size ?? 0;
    entries.set(posix.join('/', name).replace(/(.)\/$/, '$1'), entry);
  }
  return entries;
}

/** What an image starts: the program, after its interpreter if it has one. */
export async function programsOf(image: string): Promise<readonly string[]> {
  const entrypoint = await docker('image', 'inspect', '--format', '{{json .Config.Entrypoint}}', image);
  return (JSON.parse(entrypoint) as string[]).filter((word) => word.startsWith('/'));
}
