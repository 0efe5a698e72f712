import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import zlib, { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { openImage } from '../../src/verify/image/open.ts';
import { machinePlatform, parsePlatform } from '../../src/verify/image/platform.ts';
import { sizeBytes } from '../../src/verify/image/size.ts';
import type { Image } from '../../src/verify/image/types.ts';
import { config, dockerFiles, ociFiles, pack, read, sha256, type OciImage } from '../support/archive.ts';
import { emptyDir } from '../support/cli.ts';

const { signal } = new AbortController();
const layers = [
  await pack({ 'etc/a': 'x'.repeat(3000), gone: 'y'.repeat(500) }),
  await pack({ '.wh.gone': '', app: '#!/bin/x\n' }),
];
const gzipped = layers.map((layer) => gzipSync(layer));

function write(files: Readonly<Record<string, string | Buffer>>): string {
  const dir = emptyDir();
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, name)), { recursive: true });
    writeFileSync(join(dir, name), content);
  }
  return dir;
}

const reversed = (files: object) => Object.fromEntries(Object.entries(files).toReversed());

const forPlatform = (os: string, architecture: string, more: object = {}): OciImage => ({
  layers: [gzipped[0] as Buffer],
  config: { ...config, os, architecture },
  platform: { os, architecture, ...more },
});

const named = (name: string, layer: Buffer) => {
  const files = dockerFiles([layer], {
    tags: [name],
    json: JSON.stringify({ ...config, history: [{ comment: name }] }),
  });
  const { 'manifest.json': manifest, ...blobs } = files;
  return { blobs, entry: (JSON.parse(manifest as string) as unknown[])[0] };
};

const annotations = (name: string) => ({ 'org.opencontainers.image.ref.name': name });

/** What every way of saving one image must agree on. */
const facts = ({ digest, config: own, files, ...image }: Image) => ({
  digest,
  own,
  size: sizeBytes(image as Image),
  files: [...files.values()],
});

type Way = readonly [what: string, make: () => Promise<Buffer>];

describe('one image, however it was saved', async () => {
  const docker = dockerFiles(layers);
  const oci = ociFiles([{ layers: gzipped }]);
  const wanted = facts(await read(await pack(docker)));
  const { zstdCompressSync } = zlib as { zstdCompressSync?: (bytes: Buffer) => Buffer };

  const ways: readonly Way[] = [
    ['by docker, gzip layers', async () => pack(dockerFiles(gzipped))],
    ['by docker, manifest first', async () => pack(reversed(docker))],
    [
      'by docker, with an index of images that are not there',
      async () =>
        pack({
          ...docker,
          'index.json': JSON.stringify({ manifests: [{ digest: `sha256:${'a'.repeat(64)}` }] }),
        }),
    ],
    [
      'by docker, names with ./',
      async () =>
        pack(Object.fromEntries(Object.entries(docker).map(([name, content]) => [`./${name}`, content]))),
    ],
    ['by docker, compressed as a whole', async () => gzipSync(await pack(docker))],
    ['as OCI archive', async () => pack(oci)],
    [
      'as OCI archive, plain layers',
      async () => pack(ociFiles([{ layers, layerType: 'application/vnd.oci.image.layer.v1.tar' }])),
    ],
    ['as OCI archive, index first', async () => pack(reversed(oci))],
    [
      'as OCI archive, an index in the index',
      async () => pack(ociFiles([{ layers: gzipped }], { nested: true })),
    ],
    ['as OCI archive, compressed as a whole', async () => gzipSync(await pack(oci))],
    ...(zstdCompressSync
      ? [['by docker, zstd as a whole', async () => zstdCompressSync(await pack(docker))] as const]
      : []),
  ];
  it.each(ways)('%s', async (_, make) => {
    expect(facts(await read(await make()))).toEqual(wanted);
  });

  it('as OCI layout directory, or an archive on the disk', async () => {
    const file = join(write({ 'x.tar': await pack(oci) }), 'x.tar');
    expect(facts(await openImage(file, {}, signal))).toEqual(wanted);
    expect(facts(await openImage(write(oci), {}, signal))).toEqual(wanted);
  });

  it('has the digest of its configuration, unless its engine knows it by another', async () => {
    expect(wanted.digest).toBe(`sha256:${sha256(JSON.stringify(config))}`);
    expect((await read(await pack(docker), { digest: 'sha256:other' })).digest).toBe('sha256:other');
  });
});

describe('an archive of several images', () => {
  const attestation: OciImage = {
    layers: [Buffer.from('{"_type":"https://in-toto.io/Statement/v0.1"}')],
    config: { os: 'unknown', architecture: 'unknown' },
    platform: { os: 'unknown', architecture: 'unknown' },
    layerType: 'application/vnd.in-toto+json',
  };
  const own = machinePlatform();
  const foreign = own.architecture === 's390x' ? 'arm64' : 's390x';
  const all = [forPlatform('linux', foreign), forPlatform('linux', own.architecture), attestation];

  it('is this machine’s, or the one that is asked for', async () => {
    const archive = await pack(ociFiles(all));
    expect((await read(archive)).config.architecture).toBe(own.architecture);
    const platform = parsePlatform(`linux/${foreign}`);
    expect((await read(archive, { choice: { platform } })).config.architecture).toBe(foreign);
  });

  it('names the platforms when none fits', async () => {
    const archive = await pack(ociFiles(all));
    const choice = { platform: { os: 'windows', architecture: 'amd64' } };
    await expect(read(archive, { choice })).rejects.toMatchObject({
      message: 'x has no image for windows/amd64',
      hint: `it has: linux/${foreign}, linux/${own.architecture}; choose with --platform OS/ARCH`,
    });
  });

  it('tells variants apart where they are asked for', async () => {
    const archive = await pack(
      ociFiles([
        forPlatform('linux', 'arm', { variant: 'v6' }),
        { ...forPlatform('linux', 'arm', { variant: 'v7' }), layers: [gzipped[1] as Buffer] },
      ]),
    );
    const image = await read(archive, { choice: { platform: parsePlatform('linux/arm/v7') } });
    expect([...image.files.keys()]).toEqual(['/app']);
  });

  it('an only image is taken for any machine, but not against what is asked for', async () => {
    const archive = await pack(ociFiles([{ ...forPlatform('linux', foreign) }, attestation]));
    expect((await read(archive)).config.architecture).toBe(foreign);
    await expect(read(archive, { choice: { platform: own } })).rejects.toThrow(
      `x is for linux/${foreign}, not linux/${own.architecture}`,
    );
  });

  const [one, two] = [named('one:latest', layers[0] as Buffer), named('repo/two:3', layers[1] as Buffer)];
  const both = { ...one.blobs, ...two.blobs, 'manifest.json': JSON.stringify([one.entry, two.entry]) };

  it.each([
    ['one', '/etc/a'],
    ['docker.io/library/one:latest', '/etc/a'],
    ['repo/two:3', '/app'],
  ])('by docker gives %s', async (name, path) => {
    const image = await read(await pack(both), { choice: { name } });
    expect([...image.files.keys()][0]).toBe(path);
  });

  it('by docker names them when none or an unknown one is asked for', async () => {
    // Both are for one platform, which therefore cannot choose.
    const choice = { platform: parsePlatform('linux/arm64') };
    await expect(read(await pack(both), { choice })).rejects.toMatchObject({
      message: 'x holds several images: one:latest, repo/two:3',
      hint: 'choose one with --image NAME',
    });
    await expect(read(await pack(both), { choice: { name: 'repo/two' } })).rejects.toMatchObject({
      message: 'x has no image "repo/two"',
      hint: 'it has: one:latest, repo/two:3',
    });
  });

  it('as OCI is chosen by its annotation', async () => {
    const archive = await pack(
      ociFiles([
        { layers: [gzipped[0] as Buffer], annotations: annotations('one') },
        { layers: [gzipped[1] as Buffer], annotations: annotations('two') },
      ]),
    );
    const image = await read(archive, { choice: { name: 'two' } });
    expect([...image.files.keys()]).toEqual(['/app']);
    await expect(read(archive)).rejects.toThrow('x holds several images: one, two');
  });
});

describe('an OCI layout directory', () => {
  const files = ociFiles([{ layers: gzipped }]);
  const layerFile = `blobs/sha256/${sha256(gzipped[0] as Buffer)}`;

  it.each([
    ['without a blob', { ...files, [layerFile]: undefined }, 'it lacks the layer'],
    ['with a blob of other content', { ...files, [layerFile]: gzipped[1] }, 'is not what its digest says'],
    ['without an index', { 'manifest.json': '[]' }, 'is not a container image archive: it has neither'],
    ['that is empty', {}, 'is not a container image archive: it has neither'],
  ])('%s', async (_, some, message) => {
    const there = Object.entries(some).filter(
      (file): file is [string, string | Buffer] => file[1] !== undefined,
    );
    const dir = write(Object.fromEntries(there));
    await expect(openImage(dir, {}, signal)).rejects.toThrow(message);
  });

  it('with a device for a blob is not waited for', async () => {
    const { [layerFile]: _, ...rest } = files;
    const dir = write(rest);
    symlinkSync('/dev/zero', join(dir, layerFile));
    await expect(openImage(dir, {}, signal)).rejects.toMatchObject({
      message: expect.stringContaining('is no file'),
      exitCode: 1,
    });
  });
});
