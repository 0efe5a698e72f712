import type { Elf } from '../../src/verify/image/elf/types.ts';
import { plainConfig } from './plain-config.ts';
import type { FileEntry, Image, ImageConfig } from '../../src/verify/image/types.ts';

/** A file of a made-up image: an ELF file, a symlink by its target, or an entry with these facts. */
export type Made = Partial<FileEntry> | string;

/** An image of these files by path, in one layer. */
export function imageOf(files: Readonly<Record<string, Made>>, config: Partial<ImageConfig> = {}): Image {
  const entries = Object.entries(files).map(([path, made]): FileEntry => {
    const facts: Partial<FileEntry> =
      typeof made === 'string' ? { type: 'symlink', target: made, mode: 0o777 } : made;
    return { path, type: 'file', mode: 0o755, uid: 0, gid: 0, size: 1, ...facts };
  });
  return {
    ref: 'made-up',
    digest: 'sha256:0',
    config: { ...plainConfig, Entrypoint: ['/app/server'], ...config },
    history: [],
    layers: [{ fileBytes: 0, compressedBytes: 0, entries }],
    files: new Map(entries.map((entry) => [entry.path, entry])),
  };
}

/** What a reader says of a library that needs nothing; fields that are given replace that. */
export function elf(facts: Partial<Elf> = {}): Partial<FileEntry> {
  return {
    executable: 'elf',
    elf: {
      architecture: 'amd64',
      type: 'shared',
      dynamic: true,
      needed: [],
      noDefaultDirs: false,
      needs: [],
      defines: [],
      ...facts,
    },
  };
}
