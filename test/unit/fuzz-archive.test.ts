import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { UserError } from '../../src/errors.ts';
import { createRandom } from '../e2e/support/random.ts';
import { config, dockerFiles, ociFiles, pack, read } from '../support/archive.ts';

const seed = Number(process.env.SEED ?? Date.now() % 1_000_000);
const { int } = createRandom(seed);
const forMs = 5000;
/** No archive of this size may take longer, on the busiest machine. */
const slowestMs = 3000;

type Mutation = (bytes: Buffer) => Buffer;

const flip: Mutation = (bytes) => {
  const copy = Buffer.from(bytes);
  for (let times = int(1, 8); times > 0; times--) copy[int(0, copy.length)] = int(0, 256);
  return copy;
};

const cut: Mutation = (bytes) => bytes.subarray(0, int(0, bytes.length));

const splice: Mutation = (bytes) => {
  const [from, to, at] = [int(0, bytes.length), int(0, bytes.length), int(0, bytes.length)];
  const piece = bytes.subarray(Math.min(from, to), Math.max(from, to));
  return Buffer.concat([bytes.subarray(0, at), piece, bytes.subarray(int(0, bytes.length))]);
};

/** Changes a header and makes its checksum right again: what is behind the checksum must hold too. */
const forge: Mutation = (bytes) => {
  const copy = Buffer.from(bytes);
  const block = copy.subarray(512 * int(0, Math.max(1, Math.floor(copy.length / 512)))).subarray(0, 512);
  const fields = [0, 100, 108, 116, 124, 125, 126, 135, 156, 157, 257, 345, 482, 483, int(0, 512)];
  for (let times = int(1, 4); times > 0; times--) {
    const field = fields[int(0, fields.length)] as number;
    const values = [0, 0x30, 0x37, 0x4c, 0x53, 0x78, 0x80, 0xff, int(0, 256)];
    block[field] = values[int(0, values.length)] as number;
  }
  if (block.length < 512) return copy;
  block.fill(' ', 148, 156);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return copy;
};

const mutations = [flip, cut, splice, forge, forge];

function mutate(bytes: Buffer): Buffer {
  let mutated = bytes;
  for (let times = int(1, 3); times > 0; times--) {
    if (mutated.length > 0) mutated = (mutations[int(0, mutations.length)] as Mutation)(mutated);
  }
  return mutated;
}

const layer = await pack([
  ['usr/bin/app', Buffer.concat([Buffer.from('\u007FELF'), Buffer.alloc(1500, 7)])],
  [`long/${'directory/'.repeat(30)}name`, 'deep'],
  ['größe', '#!/bin/x\n'],
  ['.wh.gone', ''],
  ['link', { type: 'symlink', linkname: `usr/${'x'.repeat(120)}` }],
]);

/** Without digests for names, so that a changed layer is read and not only refused. */
function plain(...layers: readonly Buffer[]): Promise<Buffer> {
  const names = layers.map((_, at) => `${at}/layer.tar`);
  return pack({
    ...Object.fromEntries(layers.map((each, at) => [`${at}/layer.tar`, each])),
    config: JSON.stringify(config),
    'manifest.json': JSON.stringify([{ Config: 'config', Layers: names }]),
  });
}

const whole = [
  await plain(layer, gzipSync(layer)),
  await pack(dockerFiles([layer])),
  await pack(ociFiles([{ layers: [gzipSync(layer)] }], { nested: true })),
  gzipSync(await plain(layer)),
];

/** What becomes of an archive: `read`, or the line that a user gets. */
async function outcomeOf(archive: Buffer): Promise<string> {
  try {
    await read(archive, { chunkBytes: [131, 700, 65_536][int(0, 3)] as number });
    return 'read';
  } catch (error) {
    if (error instanceof UserError && !error.message.includes('\n')) return error.message;
    throw error;
  }
}

it(`a mutated archive is read or refused in one line (SEED=${seed})`, { timeout: 60_000 }, async () => {
  const outcomes: string[] = [];
  const deadline = performance.now() + forMs;
  while (performance.now() < deadline || outcomes.length < 50) {
    const archive =
      int(0, 2) === 0 ? mutate(whole[int(0, whole.length)] as Buffer) : await plain(mutate(layer), layer);
    const started = performance.now();
    outcomes.push(await outcomeOf(archive));
    expect(performance.now() - started, `archive ${outcomes.length}`).toBeLessThan(slowestMs);
  }
  // Else the mutations would be so mild, or so wild, that nothing was tried.
  expect(outcomes).toContain('read');
  expect(outcomes.filter((outcome) => outcome.startsWith('x is damaged')).length).toBeGreaterThan(10);
});
