import { chmod, mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { assertWritable, parseTargets } from '../../src/report/targets.ts';
import { writeReport } from '../../src/report/write.ts';
import { emptyDir } from '../support/cli.ts';

afterEach(() => {
  vi.unstubAllEnvs();
});

describe('--report', () => {
  it('names a format and a file', () => {
    expect(parseTargets(['junit=/a/b=c.xml', 'sarif=x', 'markdown=-'], false)).toEqual([
      { format: 'junit', path: '/a/b=c.xml' },
      { format: 'sarif', path: join(process.cwd(), 'x') },
      { format: 'markdown', path: undefined },
    ]);
  });

  it.each([
    [['junt=x'], false, /"junt=x": no such format, did you mean junit\?/],
    [['pdf=x'], false, /no such format/],
    [['=x'], false, /no such format/],
    [['junit'], false, /names no file/],
    [['junit='], false, /names no file/],
    [['junit=a', 'sarif=./a'], false, /two reports to .*\/a$/],
    [['junit=-', 'sarif=-'], false, /two reports to stdout/],
    [['html=-'], true, /--json and a report both want stdout/],
  ])('%j with --json %j is refused', (values, json, message) => {
    expect(() => parseTargets(values, json)).toThrow(message);
  });
});

const check = (path: string) => assertWritable([{ format: 'junit', path }]);

describe('a place where a report cannot be written', () => {
  it('is known beforehand', async () => {
    const dir = emptyDir();
    await writeFile(join(dir, 'file'), 'x');
    await expect(check(join(dir, 'no/such/report.xml'))).rejects.toThrow('its directory does not exist');
    await expect(check(dir)).rejects.toThrow('it is a directory');
    await expect(check(join(dir, 'file/report.xml'))).rejects.toThrow('a part of the path is a file');
    await expect(check(join(dir, 'report.xml'))).resolves.toBeUndefined();
    expect(await readdir(dir)).toEqual(['file']);
  });

  it('is reported when the disk changed its mind', async () => {
    const dir = emptyDir();
    await expect(writeReport(join(dir, 'gone/report.xml'), 'x')).rejects.toThrow(
      /report .*gone\/report\.xml could not be written: ENOENT/,
    );
  });
});

describe('a report', () => {
  it('replaces a file at once, and keeps its mode', async () => {
    const path = join(emptyDir(), 'report.xml');
    await writeFile(path, 'old');
    await chmod(path, 0o640);
    const before = await stat(path);
    await writeReport(path, 'new');
    expect(await readFile(path, 'utf8')).toBe('new');
    const after = await stat(path);
    expect(after.mode).toBe(before.mode);
    // Another file under the same name: who reads the old one reads all of it.
    expect(after.ino).not.toBe(before.ino);
    expect(await readdir(join(path, '..'))).toEqual(['report.xml']);
  });

  it('goes where a symlink leads', async () => {
    const dir = emptyDir();
    await mkdir(join(dir, 'real'));
    await writeFile(join(dir, 'real/report'), 'old');
    await symlink('real/report', join(dir, 'link'));
    await check(join(dir, 'link'));
    await writeReport(join(dir, 'link'), 'new');
    expect(await readFile(join(dir, 'real/report'), 'utf8')).toBe('new');
    expect((await readdir(dir)).toSorted()).toEqual(['link', 'real']);
  });

  it('goes into a pipe, which stays one', async () => {
    const pipe = join(emptyDir(), 'pipe');
    await execa('mkfifo', [pipe]);
    const read = readFile(pipe, 'utf8');
    await check(pipe);
    await writeReport(pipe, 'text');
    expect(await read).toBe('text');
    expect((await stat(pipe)).isFIFO()).toBe(true);
  });

  it('is added to the summary of a GitHub job', async () => {
    const path = join(emptyDir(), 'summary');
    await writeFile(path, 'of another step\n');
    vi.stubEnv('GITHUB_STEP_SUMMARY', path);
    await writeReport(path, 'ours\n');
    expect(await readFile(path, 'utf8')).toBe('of another step\nours\n');
  });
});
