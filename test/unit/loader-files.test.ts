import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { inspectContent } from '../support/inspect.ts';
import { elfFile } from '../support/elf-file.ts';

async function* chunksOf(content: Buffer) {
  for (let at = 0; at < content.length; at += 100) yield content.subarray(at, at + 100);
}

function inspect(content: Buffer | string, { path = '/x', mode = 0o755 } = {}) {
  const bytes = Buffer.from(content);
  return inspectContent({ path, mode, size: bytes.length }, chunksOf(bytes));
}

describe('the first line of a script', () => {
  it.each([
    ['#!/bin/sh\nx', { interpreter: '/bin/sh' }],
    ['#! /usr/bin/env -S python3 -u \nx', { interpreter: '/usr/bin/env', argument: '-S python3 -u' }],
    ['#!/usr/bin/python3\r\n', { interpreter: '/usr/bin/python3\r' }],
    ['#!/bin/sh', { interpreter: '/bin/sh' }],
    [`#!/bin/sh ${'x'.repeat(600)}\n`, { interpreter: '/bin/sh', argument: 'x'.repeat(245) }],
    [`#!/${'x'.repeat(252)}\n`, { interpreter: `/${'x'.repeat(252)}` }],
    [`#!/${'x'.repeat(253)}y\n`, undefined],
    ['#!\n', undefined],
    ['#! \n/bin/sh', undefined],
  ])('%j', async (text, line) => {
    expect((await inspect(text)).shebang).toEqual(line);
  });

  it('counts only where it can be executed', async () => {
    expect(await inspect('#!/bin/sh\n', { mode: 0o644 })).toEqual({});
  });
});

/** As ldconfig writes it: a header, entries, then the texts; offsets are from the header on. */
function cacheOf(entries: readonly (readonly [name: string, path: string, special?: number])[], big = false) {
  const text = entries.flatMap(([name, file]) => [name, file]).map((each) => `${each}\0`);
  const header = Buffer.alloc(48);
  header.write('glibc-ld.so.cache1.1', 'latin1');
  const word = (bytes: Buffer, value: number, at: number) =>
    big ? bytes.writeUInt32BE(value, at) : bytes.writeUInt32LE(value, at);
  word(header, entries.length, 20);
  header[28] = big ? 3 : 2;
  let offset = 48 + 24 * entries.length;
  const records = entries.map(([name, file, special = 0]) => {
    const record = Buffer.alloc(24);
    word(record, offset, 4);
    word(record, offset + name.length + 1, 8);
    word(record, special, 16);
    offset += name.length + file.length + 2;
    return record;
  });
  return Buffer.concat([header, ...records, Buffer.from(text.join(''))]);
}

describe('files of loaders', () => {
  it('an ELF file is read, whatever its mode', async () => {
    const facts = await inspect(elfFile({ needed: ['libc.so.6'], padding: 5000 }), { mode: 0o644 });
    expect(facts.elf).toMatchObject({ architecture: 'amd64', needed: ['libc.so.6'] });
  });

  it('musl’s list of directories', async () => {
    const facts = await inspect('/lib:/opt/lib\n/usr/lib\n', {
      path: '/etc/ld-musl-x86_64.path',
      mode: 0o644,
    });
    expect(facts).toEqual({ libraryDirs: ['/lib', '/opt/lib', '/usr/lib'] });
  });

  const path = '/etc/ld.so.cache';

  it.each([
    ['little-endian', false, ''],
    ['big-endian', true, ''],
    ['behind the older table', false, 'ld.so-1.7.0\0'.padEnd(64, '\0')],
  ])('the cache, %s', async (_, big, before) => {
    const entries = [
      ['liba.so', '/opt/v3/liba.so', 7],
      ['liba.so', '/opt/liba.so'],
      ['libb.so', 'relative'],
    ] as const;
    const { ldCache } = await inspect(Buffer.concat([Buffer.from(before), cacheOf(entries, big)]), { path });
    expect(ldCache?.get('liba.so')).toEqual(['/opt/liba.so', '/opt/v3/liba.so']);
    expect(ldCache?.get('libb.so')).toEqual([]);
  });

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['text', Buffer.from('no cache')],
    ['a header without entries', cacheOf([['a', '/a']]).subarray(0, 50)],
    [
      'texts without an end',
      Buffer.concat([cacheOf([['liba.so', '/a']]).subarray(0, -3), Buffer.alloc(5000, 65)]),
    ],
  ])('a cache of %s finds nothing', async (_, bytes) => {
    expect((await inspect(bytes, { path })).ldCache?.get('liba.so') ?? []).toEqual([]);
  });

  it.runIf(process.platform === 'linux')('this machine’s own cache, as far as it has one', async () => {
    let bytes = cacheOf([['libc.so.6', '/lib/libc.so.6']]);
    try {
      bytes = readFileSync(path);
    } catch {
      // Alpine has none.
    }
    expect((await inspect(bytes, { path })).ldCache?.get('libc.so.6')?.[0]).toMatch(/libc\.so\.6$/);
  });
});
