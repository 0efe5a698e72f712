import { Readable } from 'node:stream';
import zlib, { gzipSync } from 'node:zlib';
import tar from 'tar-stream';
import { describe, expect, it } from 'vitest';
import { readArchive } from '../../src/verify/image/archive.ts';
import { followLinks } from '../../src/verify/image/resolve.ts';
import { flatten } from '../../src/verify/image/rootfs.ts';
import { sizeBytes } from '../../src/verify/image/size.ts';
import type { FileEntry } from '../../src/verify/image/types.ts';

async function pack(files: Record<string, string | Buffer>): Promise<Buffer> {
  const archive = tar.pack();
  for (const [name, content] of Object.entries(files)) archive.entry({ name, mode: 0o755 }, content);
  archive.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of archive) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

const config = {
  os: 'linux',
  architecture: 'arm64',
  config: { User: '65532', Entrypoint: ['/app'], Cmd: null },
};

async function imageOf(layers: readonly Buffer[], manifestLast: boolean) {
  const manifest = JSON.stringify([{ Config: 'config', Layers: layers.map((_, at) => `layer${at}`) }]);
  const members = {
    ...(manifestLast ? {} : { 'manifest.json': manifest }),
    ...Object.fromEntries(layers.map((layer, at) => [`layer${at}`, layer])),
    config: JSON.stringify(config),
    ...(manifestLast ? { 'manifest.json': manifest } : {}),
  };
  const archive = await pack(members);
  // Chunks of an odd size: headers and magic numbers come in pieces.
  const chunks = Array.from({ length: Math.ceil(archive.length / 700) }, (_, at) =>
    archive.subarray(at * 700, at * 700 + 700),
  );
  return readArchive(Readable.from(chunks, { objectMode: false }), { ref: 'x', digest: 'sha256:x' });
}

describe('an archive', () => {
  it.each([
    ['plain layers, manifest last', (layer: Buffer) => layer, true],
    ['gzip layers, manifest first', (layer: Buffer) => gzipSync(layer), false],
  ])('is read the same with %s', async (_, compress, manifestLast) => {
    const layers = [
      await pack({ 'a/b': 'hello', gone: 'x'.repeat(900) }),
      await pack({ '.wh.gone': '', 'a/c': '#!/bin/x\n' }),
    ];
    const image = await imageOf(layers.map(compress), manifestLast);
    expect([...image.files.keys()]).toEqual(['/a/b', '/a/c']);
    expect(image.files.get('/a/c')).toMatchObject({ executable: 'script', mode: 0o755, size: 9 });
    // What a later layer hides still weighs.
    expect(sizeBytes(image)).toBe(5 + 900 + 9);
    expect(image.config).toMatchObject({
      architecture: 'arm64',
      User: '65532',
      Entrypoint: ['/app'],
      Cmd: [],
    });
    expect(image.layers.every(({ compressedBytes }) => compressedBytes > 0)).toBe(true);
  });

  it('knows an empty layer', async () => {
    const image = await imageOf([Buffer.alloc(1024)], true);
    expect(image.layers[0]?.entries).toEqual([]);
  });

  it('may hold a layer twice, the second time as a link', async () => {
    const archive = tar.pack();
    archive.entry({ name: 'a/layer.tar' }, await pack({ hello: 'xy' }));
    archive.entry({ name: 'b/layer.tar', type: 'symlink', linkname: '../a/layer.tar' });
    archive.entry({ name: 'config' }, JSON.stringify(config));
    const manifest = [{ Config: 'config', Layers: ['a/layer.tar', 'b/layer.tar'] }];
    archive.entry({ name: 'manifest.json' }, JSON.stringify(manifest));
    archive.finalize();
    const image = await readArchive(archive as unknown as Readable, { ref: 'x', digest: '' });
    expect(image.layers).toHaveLength(2);
    expect(sizeBytes(image)).toBe(4);
  });

  it('with zstd layers is read, or says which Node can', async () => {
    const { zstdCompressSync } = zlib as { zstdCompressSync?: (bytes: Buffer) => Buffer };
    const layer = await pack({ hello: 'xy' });
    // Where this Node cannot make one, the magic number will do to be refused.
    const read = imageOf([zstdCompressSync?.(layer) ?? Buffer.from('28b52ffd00', 'hex')], true);
    const outcome = await read.then(sizeBytes, (error: Error) => error.message);
    expect(String(outcome)).toMatch(zstdCompressSync ? /^2$/ : /zstd, which Node/);
  });

  it('is refused when it holds no image', async () => {
    const nothing = readArchive(Readable.from([await pack({ x: 'y' })], { objectMode: false }), {
      ref: 'x',
      digest: '',
    });
    await expect(nothing).rejects.toThrow('x is not a container image archive: it has neither');
  });
});

function entry(path: string, type: FileEntry['type'] = 'file', target?: string): FileEntry {
  return { path, type, mode: 0o644, uid: 0, gid: 0, size: 0, ...(target !== undefined && { target }) };
}

describe('layers over each other', () => {
  it('obey opaque whiteouts and replaced directories', () => {
    const files = flatten([
      { entries: [entry('/d', 'directory'), entry('/d/a'), entry('/e', 'directory'), entry('/e/b')] },
      { entries: [entry('/d', 'directory'), entry('/d/new'), entry('/d/.wh..wh..opq'), entry('/e')] },
    ]);
    expect([...files.keys()].toSorted()).toEqual(['/d', '/d/new', '/e']);
  });
});

describe('a whiteout of a directory', () => {
  it.each([
    ['with entries for its parents', [entry('/usr', 'directory'), entry('/usr/lib', 'directory')]],
    ['without', []],
  ])('takes all that is in it along, %s', (_, parents) => {
    const files = flatten([
      {
        entries: [
          ...parents,
          entry('/usr/lib/gcc', 'directory'),
          entry('/usr/lib/gcc/cc1'),
          entry('/usr/lib/x'),
        ],
      },
      { entries: [entry('/usr/lib/.wh.gcc')] },
    ]);
    expect([...files.keys()].filter((path) => path.includes('gcc'))).toEqual([]);
    expect(files.has('/usr/lib/x')).toBe(true);
  });
});

describe('links', () => {
  const files = new Map(
    [
      entry('/bin', 'symlink', 'usr/bin'),
      entry('/usr/bin/python', 'symlink', 'python3'),
      entry('/usr/bin/python3', 'symlink', '/opt/py/bin/python3.13'),
      entry('/opt/py', 'symlink', '../real'),
      entry('/real/bin/python3.13'),
      entry('/loop', 'symlink', 'loop'),
      entry('/dangling', 'symlink', 'nowhere'),
    ].map((file) => [file.path, file]),
  );

  it.each([
    ['/bin/python', '/real/bin/python3.13'],
    ['/loop', undefined],
    ['/dangling', undefined],
    ['/loop/x', undefined],
  ])('from %s lead to %s', (from, to) => {
    expect(followLinks(files, from)?.path).toBe(to);
  });
});
