import { readFile, readlink } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { execa } from 'execa';
import { beforeAll, describe, it } from 'vitest';
import { parse } from 'yaml';
import type { Variant } from '../../support/variants.ts';
import { exportImage } from './exported.ts';
import { docker, programsOf } from './image-files.ts';
import { scaffold } from './scaffold.ts';

/** The platform that this machine is not of. */
const other = process.arch === 'arm64' ? 'amd64' : 'arm64';

/** What holds of a build whatever its base image. Several at a time, as with the variants. */
export function describeBuild(variant: Variant, native: boolean): void {
  const { name } = variant;
  describe.concurrent(`${name}, whatever the base`, () => {
    let service: string;
    let programs: readonly string[];
    beforeAll(async () => {
      service = await scaffold(variant);
      await execa('docker', ['build', '--quiet', '--tag', `${name}:programs`, service]);
      programs = await programsOf(`${name}:programs`);
      await docker('image', 'rm', '--force', `${name}:programs`);
    });

    it.sequential('passes its own tests', async ({ expect }) => {
      const { all, exitCode } = await execa(
        'docker',
        ['build', '--progress', 'plain', '--target', 'test', service],
        {
          all: true,
          reject: false,
        },
      );
      expect({ exitCode, all }).toMatchObject({ exitCode: 0 });
    });

    // oxlint-disable vitest/no-conditional-tests -- each build is of one kind or of the other
    if (native) {
      it.sequential('is built, verified and pushed on a machine of each platform', async ({ expect }) => {
        const workflow = parse(await readFile(join(service, '.github/workflows/image.yml'), 'utf8'));
        for (const job of [workflow.jobs.verify, workflow.jobs.push]) {
          expect(job['runs-on']).toBe('${{ matrix.runner }}');
          expect(job.strategy.matrix.include).toEqual([
            { arch: 'amd64', runner: 'ubuntu-24.04' },
            { arch: 'arm64', runner: 'ubuntu-24.04-arm' },
          ]);
          // For the platform of the machine, without emulation.
          expect(job.steps.some(({ uses = '' }: { uses?: string }) => uses.includes('qemu'))).toBe(false);
          const pushes = job.steps.filter(({ uses = '' }: { uses?: string }) => uses.includes('build-push'));
          expect(pushes).not.toEqual([]);
          for (const push of pushes) expect(push.with).not.toHaveProperty('platforms');
        }
      });

      it.sequential('runs nothing on the platform of the image but what makes it native', async ({
        expect,
      }) => {
        const args = ['build', '--platform', `linux/${other}`, '--target', 'app', service];
        const { all, exitCode } = await execa('docker', args, { all: true, reject: false });
        expect({ exitCode, all }).toMatchObject({ exitCode: 0 });
      });
    } else {
      it.sequential('cross-compiles for the other platform without emulation', async ({ expect }) => {
        const out = await exportImage(service, '--platform', `linux/${other}`);
        const elf = await readInside(out, programs[0] as string);
        // e_machine: 0x3e is x86-64, 0xb7 is AArch64.
        expect(elf.readUInt16LE(18)).toBe(other === 'arm64' ? 0xb7 : 0x3e);
      });
    }
    // oxlint-enable vitest/no-conditional-tests
  });
}

/** A file of an image's root filesystem; its symlinks are meant to be read inside that. */
async function readInside(root: string, path: string): Promise<Buffer> {
  const file = join(root, path);
  const link = await readlink(file).catch(() => undefined);
  return link === undefined ? readFile(file) : readInside(root, resolve('/', dirname(path), link));
}
