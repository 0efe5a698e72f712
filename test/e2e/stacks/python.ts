import { appendFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { beforeAll, describe, expect, it } from 'vitest';
import { cli, emptyDir } from '../../support/cli.ts';
import { exportImage, hashFiles, listFiles } from '../support/exported.ts';

/** Not of the base image. */
const isOurs = (path: string) => /^\/(app|usr\/local\/lib\/python3\.13\/dist-packages)\//.test(path);
const other = process.arch === 'arm64' ? 'amd64' : 'arm64';

/** What is to be shown of this language alone. Its images are there. */
export function describeMore(): void {
  describe('with numpy, a package that is mostly C', () => {
    let service: string;
    beforeAll(async () => {
      const cwd = emptyDir();
      await cli(['new', 'demo', '--lang', 'python', '--yes'], { cwd });
      service = join(cwd, 'demo');
      await execa('docker', [
        'build',
        '--quiet',
        '--target',
        'source',
        '--tag',
        'demo:numpy-source',
        service,
      ]);
      const run = ['run', '--rm', '--volume', `${service}:/app`, 'demo:numpy-source'];
      await execa('docker', [...run, 'uv', 'add', '--no-sync', 'numpy>=2.5,<3']);
      await execa('docker', ['image', 'rm', '--force', 'demo:numpy-source']);
      await appendFile(
        join(service, 'service/__init__.py'),
        'import numpy\n\nSUM = int(numpy.arange(4).sum())\n',
      );
    });

    it('C extensions load in the runtime', async () => {
      await execa('docker', ['build', '--quiet', '--tag', 'demo:numpy', service]);
      const run = ['run', '--rm', '--read-only', '--entrypoint', '/usr/bin/python3.13', 'demo:numpy'];
      const { stdout } = await execa('docker', [...run, '-c', 'import service; print(service.SUM)']);
      await execa('docker', ['image', 'rm', '--force', 'demo:numpy']);
      expect(stdout).toBe('6');
    });

    it('the image for the other platform has wheels for that platform', async () => {
      const out = await exportImage(service, '--platform', `linux/${other}`);
      const paths = (await listFiles(out)).filter((path) => isOurs(path) && /\.so(\.|$)/.test(path));
      const libraries = await Promise.all(paths.map((path) => readFile(join(out, path))));
      expect(libraries.length).toBeGreaterThan(10);
      // e_machine: 0x3e is x86-64, 0xb7 is AArch64.
      const machines = new Set(libraries.map((elf) => elf.readUInt16LE(18)));
      expect([...machines]).toEqual([other === 'arm64' ? 0xb7 : 0x3e]);
    });

    it('two builds make the same packages and the same bytecode', async () => {
      const first = await hashFiles(await exportImage(service));
      const second = await hashFiles(await exportImage(service, '--no-cache'));
      const bytecode = [...first.keys()].filter((path) => isOurs(path) && path.endsWith('.pyc'));
      expect(bytecode.length).toBeGreaterThan(100);
      expect(second).toEqual(first);
    });
  });
}
