import { Readable } from 'node:stream';
import tar from 'tar-stream';
import { flatten } from '../../src/verify/image/rootfs.ts';
import { readLayer } from '../../src/verify/image/layer.ts';
import type { Image, ImageConfig } from '../../src/verify/image/types.ts';
import { plainConfig } from './plain-config.ts';
import { readSettings, type Settings } from '../../src/verify/settings.ts';
import type { Subject } from '../../src/verify/types.ts';

/** A file’s content, or where a symlink leads: `-> target`. */
export type Files = Readonly<Record<string, string | Buffer>>;

/** An image of one layer with these files, read as any other is. Programs are what stands in `bin`. */
export async function imageOf(files: Files, config: Partial<ImageConfig> = {}): Promise<Image> {
  const archive = tar.pack();
  for (const [name, content] of Object.entries(files)) {
    const [, linkname] = typeof content === 'string' ? (/^-> (.*)$/.exec(content) ?? []) : [];
    if (linkname === undefined) archive.entry({ name, mode: name.includes('bin/') ? 0o755 : 0o644 }, content);
    else archive.entry({ name, type: 'symlink', linkname });
  }
  archive.finalize();
  const layer = await readLayer(archive as unknown as Readable);
  return {
    ref: 'x',
    digest: 'sha256:x',
    config: { ...plainConfig, User: '65532', ...config },
    history: [],
    layers: [{ ...layer, compressedBytes: 1 }],
    files: flatten([layer]),
  };
}

/** As where there is no distroless.yaml. */
const defaults = await readSettings('/nowhere');

/** What a check that reads only the image, the Dockerfile and the settings is given. */
export function subjectOf(
  image: Image,
  rest: Partial<Pick<Subject, 'dockerfile' | 'build'>> & { pinned?: boolean } = {},
): Subject {
  const settings: Settings = { ...defaults, bootMs: 1, stopMs: 1, pinned: rest.pinned ?? false };
  const { signal } = new AbortController();
  return {
    image,
    settings,
    build: rest.build,
    dockerfile: rest.dockerfile,
    sandbox: undefined as never,
    signal,
  };
}

/** What makes a file look like an ELF program with these words in it; `loader`: with a PT_INTERP header. */
export function program(words: readonly string[], { loader = false } = {}): Buffer {
  const head = Buffer.alloc(64 + 56);
  head.write('\u007FELF', 'latin1');
  head.set([2, 1, 1], 4);
  head.writeBigUInt64LE(64n, 32);
  head.writeUInt16LE(56, 54);
  head.writeUInt16LE(1, 56);
  head.writeUInt32LE(loader ? 3 : 1, 64);
  return Buffer.concat([head, Buffer.alloc(600), ...words.map((word) => Buffer.from(`${word}\0`, 'latin1'))]);
}
