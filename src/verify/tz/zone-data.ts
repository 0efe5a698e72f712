import { posix } from 'node:path';
import { envOf } from '../image/env.ts';
import { followLinks } from '../image/resolve.ts';
import type { FileEntry, Image } from '../image/types.ts';

/** go:src/time/zoneinfo_unix.go and python:Lib/zoneinfo/_tzpath.py; C libraries have the first. */
const systemDirs = ['/usr/share/zoneinfo', '/usr/share/lib/zoneinfo', '/usr/lib/locale/TZ', '/etc/zoneinfo'];

/** The time zone data of an image. */
export type ZoneData = {
  /** Zones in the directories of the system. */
  readonly zones: number;
  /** Files that stand where a zone should and are none. */
  readonly broken: readonly string[];
  /** An archive of all zones that ZONEINFO names, or that a Go toolchain brings. */
  readonly archive: string | undefined;
};

/** Directories in which zones are sought; variables come first. */
function zoneDirs(image: Image): readonly string[] {
  const named = ['TZDIR', 'ZONEINFO'].flatMap((name) => envOf(image, name) ?? []);
  return [...named, ...systemDirs].map((dir) => followLinks(image.files, dir)?.path ?? dir);
}

export function zoneData(image: Image): ZoneData {
  const dirs = [...new Set(zoneDirs(image))];
  const inside = [...image.files.values()].flatMap((file) => {
    const dir = dirs.find((each) => file.path.startsWith(`${each}/`));
    return dir === undefined ? [] : [{ file, name: file.path.slice(dir.length + 1) }];
  });
  const files = inside.filter(({ file }) => file.type === 'file');
  const named = envOf(image, 'ZONEINFO');
  const archives = [...(named === undefined ? [] : [named]), '/usr/local/go/lib/time/zoneinfo.zip'];
  return {
    zones: files.filter(({ file }) => file.zones === 'TZif').length,
    // `Area/City`, as opposed to the tables and texts that stand beside the zones.
    broken: files
      .filter(
        ({ file, name }) =>
          file.zones !== 'TZif' && /^(?:posix\/|right\/)?[A-Z]\w+\/[A-Z][\w+/-]*$/.test(name),
      )
      .map(({ file }) => file.path),
    archive: archives.find((path) => followLinks(image.files, path)?.zones === 'zip'),
  };
}

/** The file of a zone; undefined when none of the directories has one. */
export function zoneFile(image: Image, name: string): FileEntry | undefined {
  if (name.startsWith('/')) return followLinks(image.files, name);
  for (const dir of zoneDirs(image)) {
    const found = followLinks(image.files, posix.join(dir, name));
    if (found) return found;
  }
  return undefined;
}

/** Is it a zone of the IANA database, as far as this Node’s copy of it knows? */
export function isZoneName(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
