import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../src/errors.ts';
import { createBudget } from '../../src/verify/image/budget.ts';
import { flatten } from '../../src/verify/image/rootfs.ts';
import { sizeBytes } from '../../src/verify/image/size.ts';
import {
  config,
  dockerFiles,
  ociFiles,
  pack,
  read,
  sha256,
  type Entry,
  type OciImage,
} from '../support/archive.ts';

/** A tar header with fields as they are given, whatever they are, and the right checksum. */
function header(name: string, flag: string, fields: Readonly<Record<number, string | Buffer>> = {}): Buffer {
  const block = Buffer.alloc(512);
  block.write(name);
  block.write('0000644\0', 100);
  block.write(flag, 156);
  block.write('ustar\x0000', 257);
  for (const [at, value] of Object.entries(fields)) Buffer.from(value as string).copy(block, Number(at));
  block.fill(' ', 148, 156);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return block;
}

const octal = (value: number) => `${value.toString(8).padStart(11, '0')}\0`;
const sizeAt = 124;
const binarySize = (hex: string) => ({ [sizeAt]: Buffer.from(hex.padStart(24, '0'), 'hex') });
const blocks = (content: string) =>
  Buffer.alloc(Math.ceil(content.length / 512) * 512, 0).fill(content, 0, content.length);
/** An extended header of POSIX with this content, and a file after it. */
function extended(content: string, size = content.length): Buffer {
  return Buffer.concat([header('x', 'x', { [sizeAt]: octal(size) }), blocks(content), header('file', '0')]);
}
function record(key: string, value: string): string {
  const rest = ` ${key}=${value}\n`;
  const length = rest.length + String(rest.length + 3).length;
  return `${length}${rest}`;
}

/** An archive of `docker save` with this layer. */
const withLayer = async (layer: Buffer) => pack(dockerFiles([layer]));
const small = () => pack({ app: '#!/bin/x\n' });

function manyFiles(count: number): Buffer {
  return Buffer.concat(Array.from({ length: count }, (_, at) => header(String(at), '0')));
}

function damage(bytes: Buffer): Buffer {
  return Buffer.concat([bytes.subarray(0, 10), Buffer.alloc(20, 0xff), bytes.subarray(30)]);
}

const layerOf = (bytes: number) => pack({ zeros: Buffer.alloc(bytes) });

function sparseFiles(count: number): Buffer {
  const file = header('a', 'S', { 483: octal(8_000_000_000), 257: 'ustar  \0' });
  return Buffer.concat([...Array.from({ length: count }, () => file), Buffer.alloc(1024)]);
}

async function emptyFiles(count: number): Promise<Buffer> {
  return pack(Object.fromEntries(Array.from({ length: count }, (_, at) => [String(at), ''])));
}

const imageWith = async (more: Partial<OciImage>): Promise<OciImage> => ({
  layers: [gzipSync(await small())],
  ...more,
});

const file = (path: string) => ({ path, type: 'file' as const, mode: 0o644, uid: 0, gid: 0, size: 0 });

async function problemOf(
  archive: Buffer | Promise<Buffer>,
  options?: Parameters<typeof read>[1],
): Promise<string> {
  const error: unknown = await read(await archive, options).then(
    () => new Error('it was read'),
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(UserError);
  expect(error).toMatchObject({ exitCode: 1 });
  expect((error as UserError).message).not.toContain('\n');
  return (error as UserError).message;
}

describe('what is no archive of an image', () => {
  it.each([
    ['nothing', async () => Buffer.alloc(0), 'x is not a container image archive: it is empty'],
    [
      'text',
      async () => Buffer.from('hello '.repeat(200)),
      'x is not a container image archive: it is no tar',
    ],
    ['a few bytes', async () => Buffer.from('{}'), 'x is not a container image archive: it is no tar'],
    ['an empty tar', async () => pack({}), 'it has neither a manifest.json nor an index.json'],
    ['a root filesystem', async () => pack({ 'bin/sh': 'x' }), 'it has neither a manifest.json'],
    ['compressed text', async () => gzipSync('hello '.repeat(200)), 'it is no tar'],
    ['xz', async () => Buffer.from('fd377a585a0000', 'hex'), 'x is compressed with xz, which no image is'],
    ['bzip2', async () => Buffer.from('BZh91AY&SY'), 'x is compressed with bzip2, which no image is'],
    ['an archive of no images', async () => pack({ 'manifest.json': '[]' }), 'it has neither'],
    ['very many files', async () => manyFiles(20_001), 'it holds more than 20000 files'],
  ])('%s', async (_, make, message) => {
    expect(await problemOf(make(), { chunkBytes: 65_536 })).toContain(message);
  });
});

describe('a manifest', () => {
  it.each([
    ['that is no JSON', '[{', 'manifest.json is not JSON'],
    ['of another shape', '{"Config":1}', 'manifest.json is not one'],
    ['of wrong types', '[{"Config":1,"Layers":{}}]', 'manifest.json is not one: 0.Config'],
    ['that is nested deeply', '['.repeat(100_000) + ']'.repeat(100_000), 'manifest.json is not one'],
    ['that never closes', '['.repeat(1_000_000), 'manifest.json is not JSON'],
    ['that is huge', `[${' '.repeat(5_000_000)}]`, 'x has a manifest or configuration of 5.0 MB'],
    [
      'without its configuration',
      '[{"Config":"../../etc/passwd"}]',
      'its configuration "../../etc/passwd" is not there',
    ],
    [
      'with an absurd name',
      `[{"Config":"\\u001b[2J\\n${'x'.repeat(500)}"}]`,
      /its configuration "\\u001b\[2J\\nx{90,100}…" is not there/,
    ],
  ])('%s', async (_, json, message) => {
    expect(await problemOf(pack({ 'manifest.json': json }), { chunkBytes: 65_536 })).toMatch(message);
  });

  it('that names a layer which is not there', async () => {
    const { [`blobs/sha256/${sha256(await small())}`]: layer, ...files } = dockerFiles([await small()]);
    expect(layer).toBeDefined();
    expect(await problemOf(pack(files))).toMatch(
      /x is damaged: it lacks the layer "blobs\/sha256\/[a-f0-9]{64}"/,
    );
  });

  it('that names what is no layer', async () => {
    const text = Buffer.from('hello');
    expect(await problemOf(pack(dockerFiles([text])))).toContain('x has a layer that is no tar');
  });

  it('with more layers than an engine takes', async () => {
    const layers = Array.from({ length: 501 }, () => Buffer.alloc(1024));
    expect(await problemOf(pack(dockerFiles(layers)))).toContain('more than 500 layers');
  });

  it('that names one layer many times is held to the limit of files', async () => {
    const layer = await pack(Object.fromEntries(Array.from({ length: 50 }, (_, at) => [String(at), ''])));
    const layers = Array.from({ length: 30 }, () => layer);
    const budget = createBudget({ entries: 1000 });
    expect(await problemOf(pack(dockerFiles(layers)), { budget })).toContain('over 1,000,000 files');
  });
});

describe('a configuration', () => {
  it.each([
    ['that is no JSON', '{"os":', 'the configuration is not JSON'],
    ['that is a list', '[]', 'the configuration is not one'],
    ['without an architecture', '{"os":"linux"}', 'the configuration is not one: architecture'],
    [
      'with labels that are numbers',
      JSON.stringify({ ...config, config: { Labels: { a: 1 } } }),
      'config.Labels.a',
    ],
    ['whose user is an object', JSON.stringify({ ...config, config: { User: {} } }), 'config.User'],
    ['whose history is one step', JSON.stringify({ ...config, history: {} }), 'history'],
  ])('%s', async (_, json, message) => {
    expect(await problemOf(pack(dockerFiles([await small()], { json })))).toContain(message);
  });

  it.each([
    ['without a history', config],
    ['with null for everything', { ...config, history: null, config: null }],
    ['with fields that nobody knows', { ...config, __proto__: null, constructor: 1, x: [[]] }],
  ])('%s is read', async (_, value) => {
    const image = await read(await pack(dockerFiles([await small()], { json: JSON.stringify(value) })));
    expect(image.history).toEqual([]);
    expect(image.files.size).toBe(1);
  });
});

describe('a layer', () => {
  it.each([
    [
      'with a negative size',
      header('a', '0', binarySize('ffffffffffffffffffffffff')),
      'numbers that no file has',
    ],
    [
      'with a size beyond all',
      header('a', '0', binarySize('807fffffffffffffffffffff')),
      'numbers that no file has',
    ],
    [
      'with a size that is no number',
      header('a', '0', { [sizeAt]: '99999999999\0' }),
      'numbers that no file has',
    ],
    [
      'with an owner below nobody',
      header('a', '0', { 108: Buffer.alloc(8, 0xff) }),
      'numbers that no file has',
    ],
    [
      'with a size that is never met',
      header('a', '0', binarySize('800000000000100000000000')),
      'ends in the middle of "a"',
    ],
    ['that claims a long name of 8 GB', header('a', 'L', { [sizeAt]: octal(8e9) }), 'larger than 1 MB'],
    [
      'that claims an extended header of 8 GB',
      header('a', 'x', { [sizeAt]: octal(8e9) }),
      'larger than 1 MB',
    ],
    [
      'with an extended header cut short',
      extended(record('path', 'a'), 500_000),
      'in the middle of a tar header',
    ],
    ['with a record that is no record', extended('hello\n'), 'extended tar header is malformed'],
    ['with a record longer than its header', extended('999 path=a\n'), 'extended tar header is malformed'],
    ['with a record of no length', extended('0 path=a\n'), 'extended tar header is malformed'],
    ['with a size in words', extended(record('size', 'many')), 'a size that no file has'],
    ['with a size below nothing', extended(record('size', '-10')), 'a size that no file has'],
    ['with a NUL in a name', extended(record('path', 'etc/\0passwd')), 'a NUL character'],
    ['with a name of 5000 bytes', extended(record('path', 'a'.repeat(5000))), 'longer than 4096 bytes'],
    ['with a name 201 deep', extended(record('path', 'a/'.repeat(201))), 'more than 200 directories deep'],
    ['with a map of a sparse file that is none', sparse('hello\n'), 'map of a sparse file is malformed'],
    ['with a map that never ends', sparse('99999999999999999999\n'), /damaged|read/],
    [
      'that goes on after its header with noise',
      Buffer.concat([header('a', '0'), Buffer.alloc(512, 7)]),
      'no tar header where',
    ],
    [
      'that is cut in a header',
      Buffer.concat([header('a', '0'), Buffer.alloc(100, 7)]),
      'in the middle of a tar header',
    ],
    ['that is cut in its compression', gzipSync(header('a', '0')).subarray(0, 50), 'ends too soon'],
    ['that is damaged in its compression', damage(gzipSync(header('a', '0'))), 'cannot be decompressed'],
    ['that is gzip of nothing like a tar', gzipSync('hello '.repeat(1000)), 'no tar header where'],
  ])('%s', async (_, layer, message) => {
    const outcome = await read(await withLayer(layer), { chunkBytes: 65_536 }).then(
      () => 'read',
      async () => problemOf(withLayer(layer), { chunkBytes: 65_536 }),
    );
    expect(outcome).toMatch(message);
  });

  function sparse(map: string): Buffer {
    const records = record('GNU.sparse.major', '1') + record('GNU.sparse.realsize', '10');
    return Buffer.concat([
      header('x', 'x', { [sizeAt]: octal(records.length) }),
      blocks(records),
      header('file', '0', { [sizeAt]: octal(512) }),
      blocks(map),
      Buffer.alloc(512),
    ]);
  }

  it('that the image has no use for may be anything, of any length', async () => {
    const noise = randomBytes(3_000_000);
    const files = {
      chart: gzipSync(noise),
      cut: gzipSync(noise).subarray(0, 2e6),
      ...dockerFiles([await small()]),
    };
    for (const chunkBytes of [700, 65_536, 1e6]) {
      const image = await read(await pack(files), { chunkBytes });
      expect([...image.files.keys()]).toEqual(['/app']);
    }
  });

  it('with zeros after its compression is read, as gzip does', async () => {
    const layer = Buffer.concat([gzipSync(await small()), Buffer.alloc(1_000_000)]);
    for (const chunkBytes of [700, 65_536, 1e6]) {
      const image = await read(await withLayer(layer), { chunkBytes });
      expect([...image.files.keys()]).toEqual(['/app']);
    }
  });

  it('whose content is not what its digest says', async () => {
    const entries = Object.entries(dockerFiles([await small()]));
    const other = await pack({ app: '#!/bin/y\n' });
    const swapped = entries.map(
      ([name, content]) => [name, Buffer.isBuffer(content) ? other : content] as const,
    );
    expect(await problemOf(pack(swapped))).toMatch(
      /damaged: the content of "blobs\/sha256\/.* is not what its digest says/,
    );
  });

  it('whose names lead out of the root stays within it', async () => {
    const names = ['../../etc/passwd', '/etc/shadow', 'a/../../../b', './c/./d', '..', 'e\n\u001B[2Jf'];
    const image = await read(await withLayer(await pack(names.map((name) => [name, 'x'] as const))));
    expect([...image.files.keys()]).toEqual([
      '/etc/passwd',
      '/etc/shadow',
      '/b',
      '/c/d',
      '/',
      '/e\n\u001B[2Jf',
    ]);
  });

  it('with devices, pipes and links to nowhere is read', async () => {
    const special: readonly (readonly [string, Entry])[] = [
      ['null', { type: 'character-device', devmajor: 1, devminor: 3 }],
      ['sda', { type: 'block-device', devmajor: 8 }],
      ['pipe', { type: 'fifo' }],
      ['a', { type: 'symlink', linkname: 'b' }],
      ['b', { type: 'symlink', linkname: 'a' }],
      ['out', { type: 'link', linkname: '../../../etc/shadow' }],
    ];
    const layer = await pack(special);
    const image = await read(await withLayer(layer));
    const found = [...image.files.values()].map(({ path, type, target }) => [path, type, target]);
    expect(found).toEqual([
      ['/null', 'other', undefined],
      ['/sda', 'other', undefined],
      ['/pipe', 'other', undefined],
      ['/a', 'symlink', 'b'],
      ['/b', 'symlink', 'a'],
      ['/out', 'link', '../../../etc/shadow'],
    ]);
  });

  it('with a file twice has the later one', async () => {
    const layer = await pack([
      ['a', 'first'],
      ['a', '#!/second'],
    ]);
    const image = await read(await withLayer(layer));
    expect(image.files.get('/a')).toMatchObject({ executable: 'script', size: 9 });
  });
});

describe('more than is read of one image', () => {
  it.each([
    [
      'a layer that unpacks to much more',
      async () => withLayer(gzipSync(await layerOf(3_000_000))),
      { bytes: 2e6 },
      '20 GB',
    ],
    [
      'an archive that does',
      async () => gzipSync(await withLayer(await layerOf(3_000_000))),
      { bytes: 2e6 },
      '20 GB',
    ],
    [
      'both',
      async () => gzipSync(await withLayer(gzipSync(await layerOf(3_000_000)))),
      { bytes: 2e6 },
      '20 GB',
    ],
    ['sparse files that claim it', async () => withLayer(sparseFiles(3)), {}, '20 GB uncompressed'],
    ['files', async () => withLayer(await emptyFiles(101)), { entries: 100 }, '1,000,000 files'],
    ['names', async () => withLayer(await emptyFiles(101)), { names: 150 }, '100 MB of file names'],
    [
      'manifests',
      async () => pack({ a: '{}'.padEnd(900), b: '[]'.padEnd(900) }),
      { texts: 1000 },
      '64 MB of manifests',
    ],
  ])('%s', async (_, make, most, said) => {
    const message = await problemOf(make(), { budget: createBudget(most), chunkBytes: 65_536 });
    expect(message).toContain(`x holds more than is read of one image: over ${said}`);
  });

  it('is not reached by an image that uses all of it', async () => {
    const layer = gzipSync(await pack({ a: Buffer.alloc(1_000_000) }));
    const archive = await pack(dockerFiles([layer]));
    const bytes = archive.length + 1_000_000 + 512 + 1024;
    const exact = { entries: 1, names: 1, bytes: bytes + 512 };
    expect((await read(archive, { budget: createBudget(exact) })).files.size).toBe(1);
  });

  it('a sparse file weighs what it unpacks to', async () => {
    expect(sizeBytes(await read(await withLayer(sparseFiles(1))))).toBe(8_000_000_000);
  });
});

describe('an OCI index', () => {
  const oci = 'application/vnd.oci.image.layer';

  it.each([
    ['an encrypted layer', { layerType: `${oci}.v1.tar+gzip+encrypted` }, 'x has an encrypted layer 1'],
    [
      'a layer of another kind',
      { layerType: 'application/vnd.wasm.content.layer.v1+wasm' },
      'its layer 1 is "application/vnd.wasm',
    ],
    [
      'a layer to be fetched from elsewhere',
      { layerType: `${oci}.nondistributable.v1.tar+gzip`, urls: ['https://example.com/layer'] },
      'x does not hold its layer 1, which is to be fetched from "https://example.com/layer"',
    ],
    [
      'a chart',
      { configType: 'application/vnd.cncf.helm.config.v1+json' },
      'it holds "application/vnd.cncf.helm.config.v1+json"',
    ],
  ])('with %s', async (_, more, message) => {
    expect(await problemOf(pack(ociFiles([await imageWith(more)])))).toContain(message);
  });

  it.each([
    [
      'that names no digest',
      { manifests: [{ digest: 'sha256:../../../etc/passwd' }] },
      '"sha256:../../../etc/passwd" is no digest',
    ],
    [
      'that names nothing that is there',
      { manifests: [{ digest: `sha256:${'a'.repeat(64)}` }] },
      'names no image that is in it',
    ],
    ['without manifests', {}, 'names no image that is in it'],
    ['of wrong types', { manifests: 'x' }, 'index.json is not one: manifests'],
  ])('%s', async (_, index, message) => {
    expect(await problemOf(pack({ 'index.json': JSON.stringify(index) }))).toContain(message);
  });

  it('whose indexes go ever deeper', async () => {
    const files: Record<string, string | Buffer> = ociFiles([await imageWith({})]);
    for (let depth = 0; depth < 8; depth++) {
      const inner = files['index.json'] as string;
      files[`blobs/sha256/${sha256(inner)}`] = inner;
      const mediaType = 'application/vnd.oci.image.index.v1+json';
      files['index.json'] = JSON.stringify({ manifests: [{ mediaType, digest: `sha256:${sha256(inner)}` }] });
    }
    expect(await problemOf(pack(files))).toContain('nested without end');
  });
});

describe('a truncated archive', () => {
  it.each([
    ['of docker', async () => withLayer(await pack({ app: 'x'.repeat(1500), other: 'y' })), 61],
    [
      'of docker, compressed',
      async () => gzipSync(await withLayer(await pack({ app: 'x'.repeat(1500) }))),
      7,
    ],
    [
      'of docker, its layer compressed',
      async () => withLayer(gzipSync(await pack({ app: 'x'.repeat(1500) }))),
      61,
    ],
    ['of OCI', async () => pack(ociFiles([{ layers: [gzipSync(await small())] }])), 61],
  ])('%s says so, wherever it ends', async (_, make, step) => {
    const archive = await make();
    const outcomes = new Map<string, number>();
    for (let length = 0; length < archive.length; length += step) {
      const outcome = await read(archive.subarray(0, length), { chunkBytes: 4096 }).then(
        () => 'read',
        async () => problemOf(archive.subarray(0, length)),
      );
      outcomes.set(outcome, length);
      expect(outcome).toMatch(/^read$|^x is damaged: |^x is not a container image archive: /);
    }
    expect([...outcomes.keys()].join('\n')).toMatch(/ends in the middle of|ends too soon/);
  });
});

describe('whiteouts', () => {
  it('of many files in many layers take no longer than their number', () => {
    const paths = Array.from({ length: 30_000 }, (_, at) => `/dir${at % 50}/sub/file${at}`);
    const hidden = (path: string) => file(path.replace(/([^/]+)$/, '.wh.$1'));
    const layers = [
      { entries: paths.map(file) },
      { entries: paths.slice(100).map(hidden) },
      { entries: paths.slice(0, 50).map(hidden) },
    ];
    const started = performance.now();
    expect([...flatten(layers).keys()]).toEqual(paths.slice(50, 100));
    // Each with each would be 900 million steps, which is minutes.
    expect(performance.now() - started).toBeLessThan(5000);
  });
});
