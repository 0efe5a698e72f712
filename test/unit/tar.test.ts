import { execFileSync } from 'node:child_process';
import {
  mkdirSync,
  openSync,
  closeSync,
  symlinkSync,
  linkSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readLayer } from '../../src/verify/image/layer.ts';
import { emptyDir } from '../support/cli.ts';

/** What the reader makes of an archive that comes in chunks of this size. */
async function entriesOf(archive: Buffer, chunkBytes: number) {
  async function* chunks() {
    for (let at = 0; at < archive.length; at += chunkBytes) yield archive.subarray(at, at + chunkBytes);
  }
  const { entries } = await readLayer(chunks());
  return Object.fromEntries(entries.map((entry) => [entry.path, entry]));
}

const long = `${'directory/'.repeat(15)}${'name'.repeat(30)}`;

/** A directory with what archives have: long names, links, a pipe, a program, a sparse file of 40 MB with three bytes at its end. */
function makeTree(): string {
  const dir = emptyDir();
  mkdirSync(join(dir, long, '..'), { recursive: true });
  writeFileSync(join(dir, long), 'deep');
  writeFileSync(join(dir, 'script'), '#!/bin/x\n', { mode: 0o755 });
  writeFileSync(join(dir, 'größe'), 'x'.repeat(1537));
  writeFileSync(join(dir, 'empty'), '');
  symlinkSync(`/${long}`, join(dir, 'symbolic'));
  linkSync(join(dir, 'script'), join(dir, 'zhard'));
  execFileSync('mkfifo', [join(dir, 'pipe')]);
  const file = openSync(join(dir, 'sparse'), 'w', 0o644);
  writeSync(file, '\u007FELF');
  closeSync(file);
  truncateSync(join(dir, 'sparse'), 40_000_000);
  const end = openSync(join(dir, 'sparse'), 'r+');
  writeSync(end, 'end', 39_999_000);
  closeSync(end);
  return dir;
}

const tree = makeTree();

describe('a tar of GNU tar', () => {
  it.each([
    ['gnu', ['--format=gnu']],
    ['posix', ['--format=posix']],
    ['gnu with sparse files', ['--format=gnu', '--sparse']],
    ['posix with sparse files, version 0.0', ['--format=posix', '--sparse', '--sparse-version=0.0']],
    ['posix with sparse files, version 0.1', ['--format=posix', '--sparse', '--sparse-version=0.1']],
    ['posix with sparse files, version 1.0', ['--format=posix', '--sparse', '--sparse-version=1.0']],
    ['with ids beyond what octal holds', ['--format=gnu', '--owner=:4000000', '--group=:5000000']],
  ])('%s', async (what, flags) => {
    const archive = execFileSync(
      'tar',
      ['--sort=name', '--mode=u+rw', '--owner=:7', '--group=:8', ...flags, '-C', tree, '-cf', '-', '.'],
      { maxBuffer: 1e9 },
    );
    const entries = await entriesOf(archive, 65_536);

    expect(entries[`/${long}`]).toMatchObject({ type: 'file', size: 4 });
    expect(entries['/script']).toMatchObject({ type: 'file', executable: 'script', mode: 0o755 });
    expect(entries['/größe']).toMatchObject({ type: 'file', size: 1537 });
    expect(entries['/empty']).toMatchObject({ type: 'file', size: 0 });
    expect(entries['/symbolic']).toMatchObject({ type: 'symlink', target: `/${long}` });
    expect(entries['/zhard']).toMatchObject({ type: 'link', target: './script', size: 0 });
    expect(entries['/pipe']).toMatchObject({ type: 'other', size: 0 });
    expect(entries['/directory']).toMatchObject({ type: 'directory', size: 0 });
    // Its content is looked at without the map that comes before it in some formats.
    expect(entries['/sparse']).toMatchObject({ type: 'file', size: 40_000_000, executable: 'elf' });
    const ids = what.includes('ids') ? { uid: 4_000_000, gid: 5_000_000 } : { uid: 7, gid: 8 };
    expect(entries['/script']).toMatchObject(ids);
    expect(Object.keys(entries)).toHaveLength(24);

    // Small chunks of what is not 40 MB of zeros.
    const chunkBytes = archive.length < 1e6 ? 131 : 1e6;
    expect(await entriesOf(archive, chunkBytes)).toEqual(entries);
  });
});
