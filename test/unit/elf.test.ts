import { createReadStream, statSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createElfReader } from '../../src/verify/image/elf/reader.ts';
import type { Elf } from '../../src/verify/image/elf/types.ts';
import { createRandom } from '../e2e/support/random.ts';
import { elfFile, type ElfRecipe } from '../support/elf-file.ts';

function read(file: Buffer, { chunk = file.length || 1, size = file.length } = {}): Elf {
  const reader = createElfReader(size);
  for (let at = 0; at < file.length; at += chunk) reader.update(file.subarray(at, at + chunk));
  return reader.end();
}

const full: ElfRecipe = {
  interpreter: '/lib64/ld-linux-x86-64.so.2',
  needed: ['libz.so.1', 'libc.so.6'],
  soname: 'libapp.so.3',
  rpath: '/opt/old',
  runpath: '$ORIGIN/../lib:/opt/new',
  flags1: 0x800,
  needs: { 'libc.so.6': ['GLIBC_2.34', 'GLIBC_2.2.5?'], 'libz.so.1': ['ZLIB_1.2.9'] },
  defines: ['APP_1', 'APP_2'],
};

const facts = {
  type: 'shared',
  dynamic: true,
  interpreter: '/lib64/ld-linux-x86-64.so.2',
  soname: 'libapp.so.3',
  needed: ['libz.so.1', 'libc.so.6'],
  rpath: '/opt/old',
  runpath: '$ORIGIN/../lib:/opt/new',
  noDefaultDirs: true,
  needs: [
    {
      library: 'libc.so.6',
      versions: [
        { name: 'GLIBC_2.34', weak: false },
        { name: 'GLIBC_2.2.5', weak: true },
      ],
    },
    { library: 'libz.so.1', versions: [{ name: 'ZLIB_1.2.9', weak: false }] },
  ],
  defines: ['APP_1', 'APP_2'],
};

describe('an ELF file', () => {
  it.each([
    ['amd64', { machine: 62 }],
    ['arm64', { machine: 183 }],
    ['386', { machine: 3, wide: false }],
    ['arm', { machine: 40, wide: false }],
    ['s390x', { machine: 22, little: false }],
    ['riscv64', { machine: 243 }],
    ['ppc64le', { machine: 21 }],
    ['mips', { machine: 8, wide: false, little: false }],
    ['e_machine 62 (32-bit, little-endian)', { machine: 62, wide: false }],
  ])('for %s is read in full, however the stream is cut', (architecture, kind) => {
    const file = elfFile({ ...full, ...kind, padding: 9000 });
    for (const chunk of [file.length, 4096, 61, 7]) {
      expect(read(file, { chunk })).toEqual({ architecture, ...facts });
    }
  });

  it('with its segment table far behind, as BOLT leaves it, reads the same', () => {
    const file = elfFile({ ...full, padding: 2_000_000 });
    const table = file.subarray(64, 64 + 3 * 56);
    const moved = Buffer.concat([patched(file, 32, file.length, 8), table]).fill(0, 64, 64 + 3 * 56);
    expect(read(moved, { chunk: 65_536 })).toEqual({ architecture: 'amd64', ...facts });
    const { problem, architecture } = read(moved.subarray(0, -200), { chunk: 65_536, size: moved.length });
    expect([problem?.what, architecture]).toEqual(['it ends within its headers', 'amd64']);
  });

  it('without a dynamic section stands alone', () => {
    const file = elfFile({ type: 2, isStatic: true });
    expect(read(file)).toMatchObject({ type: 'executable', dynamic: false, needed: [], defines: [] });
    expect(read(file).problem).toBeUndefined();
  });

  it('of objects is nothing that is loaded', () => {
    expect(read(elfFile({ ...full, type: 1 }))).toMatchObject({ type: 'other', needed: [] });
  });

  it('that is a glibc loader tells its directories', () => {
    const data = 'x\0/lib/x86_64-linux-gnu/\0/usr/lib/x86_64-linux-gnu/\0/lib/\0/usr/lib/\0y\0';
    const dirs = ['/lib/x86_64-linux-gnu', '/usr/lib/x86_64-linux-gnu', '/lib', '/usr/lib'];
    expect(read(elfFile({ soname: 'ld-linux-x86-64.so.2', data })).systemDirs).toEqual(dirs);
    expect(read(elfFile({ soname: 'libc.so.6', data })).systemDirs).toBeUndefined();
  });

  it.runIf(process.platform === 'linux')('of 100 MB is read as a stream: Node itself', async () => {
    const reader = createElfReader(statSync(process.execPath).size);
    for await (const chunk of createReadStream(process.execPath)) reader.update(chunk as Buffer);
    const elf = reader.end();
    expect(elf.problem).toBeUndefined();
    expect(elf.needed.length).toBeGreaterThan(3);
    expect(elf.needs.length).toBeGreaterThan(0);
    expect(elf.interpreter).toMatch(/^\/lib/);
  });
});

/** Writes a number of this many bytes, little-endian, into a copy. */
function patched(file: Buffer, at: number, value: bigint | number, bytes: 2 | 4 | 8): Buffer {
  const copy = Buffer.from(file);
  if (bytes === 8) copy.writeBigUInt64LE(BigInt(value), at);
  else copy.writeUIntLE(Number(value), at, bytes);
  return copy;
}

/** Where an entry of the dynamic section has its value. */
function valueOf(file: Buffer, tag: number): number {
  for (let at = 64 + 56 * 3; at < file.length - 16; at += 1) {
    const isEntry = file.readBigUInt64LE(at) === BigInt(tag) && file.readBigUInt64LE(at + 8) < 0x50_0000n;
    if (isEntry) return at + 8;
  }
  throw new Error(`no tag ${tag}`);
}

describe('absurd headers give a problem and nothing else', () => {
  const file = elfFile(full);
  const needs = Number(file.readBigUInt64LE(valueOf(file, 0x6ffffffe))) - 0x40_0000;
  const table = Number(file.readBigUInt64LE(valueOf(file, 5))) - 0x40_0000;

  it.each<[string, Buffer, RegExp]>([
    ['class 7', patched(file, 4, 7, 2), /class/],
    ['byte order 9', Buffer.concat([file.subarray(0, 5), Buffer.from([9]), file.subarray(6)]), /byte order/],
    ['a segment table beyond the file', patched(file, 32, 2n ** 40n, 8), /segment table lies beyond/],
    ['entries of no bytes', patched(file, 54, 0, 2), /headers of 0 bytes/],
    ['65,535 segments', patched(file, 56, 65_535, 2), /65535 segments/],
    ['an interpreter beyond the file', patched(file, 64 + 56 + 8, 2n ** 50n, 8), /loader path lies beyond/],
    ['an interpreter of 1 TB', patched(file, 64 + 56 + 32, 2n ** 40n, 8), /loader path/],
    ['a dynamic section beyond the file', patched(file, 64 + 112 + 8, 2n ** 63n, 8), /beyond the file/],
    ['a string table that is not mapped', patched(file, valueOf(file, 5), 1, 8), /0x.* is not mapped/],
    ['a name outside the string table', patched(file, valueOf(file, 1), 0x4f_ffff, 8), /outside the string/],
    ['no string table', patched(file, valueOf(file, 10), 0, 8), /outside the string/],
    [
      'a chain of a billion versions',
      patched(file, valueOf(file, 0x6fffffff), 10 ** 6, 8),
      /version records/,
    ],
    ['a version record that leads out', patched(file, needs + 12, 0xff_ffff, 4), /not mapped/],
    [
      'names without an end',
      Buffer.concat([file.subarray(0, table), Buffer.alloc(file.length - table, 65)]),
      /without an end/,
    ],
  ])('%s', (_, bad, what) => {
    const { problem } = read(bad);
    expect(problem?.kind).toBe('malformed');
    expect(problem?.what).toMatch(what);
  });

  it('a chain ends where a record says so, whatever its count', () => {
    const looped = patched(file, needs + 16 + 12, 0, 4);
    expect(read(looped).needs[0]?.versions).toHaveLength(1);
  });

  it('tables where nothing is kept are not guessed at', () => {
    const recipe = { ...full, padding: 70 * 1_048_576 };
    expect(read(elfFile(recipe), { chunk: 1_048_576 }).problem).toEqual({
      kind: 'unreadable',
      what: 'a table lies in a part of the file that is not kept',
    });
  });

  it('a file that is cut off is malformed wherever it is cut', () => {
    for (let end = 4; end < file.length; end += 1) {
      const { problem } = read(file.subarray(0, end), { chunk: 50 });
      expect(problem?.kind, `${end} bytes`).toBe('malformed');
    }
  });

  it('a stream that ends before its size says so', () => {
    expect(read(file.subarray(0, 300), { size: file.length }).problem).toBeDefined();
  });
});

describe('random damage', () => {
  it('never throws, never hangs, never invents much', () => {
    const seed = Number(process.env.SEED ?? Date.now() % 1_000_000);
    const { int } = createRandom(seed);
    const deadline = Date.now() + 4000;
    const originals = [
      elfFile(full),
      elfFile({ ...full, wide: false, machine: 3 }),
      elfFile({ ...full, little: false, machine: 22 }),
    ];
    let tried = 0;
    for (; Date.now() < deadline && tried < 60_000; tried++) {
      const file = Buffer.from(originals[tried % originals.length] as Buffer);
      for (let edits = int(1, 6); edits > 0; edits--) {
        const [at, kind] = [int(4, file.length - 8), int(0, 3)];
        if (kind === 0) file[at] = int(0, 256);
        if (kind === 1) file.writeUInt32LE(0xff_ff_ff_ff, at);
        if (kind === 2) file.copy(file, at, int(0, file.length - 8), file.length);
      }
      const started = Date.now();
      const elf = read(file, { chunk: int(20, 2000) });
      const names = [...elf.needed, ...elf.defines, elf.soname ?? '', elf.interpreter ?? ''];
      expect(names.join('').length, `SEED=${seed}`).toBeLessThan(200_000);
      expect(Date.now() - started, `SEED=${seed}`).toBeLessThan(1000);
    }
    expect(tried).toBeGreaterThan(1000);
  });
});
