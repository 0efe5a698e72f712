import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { beforeAll, describe, it } from 'vitest';
import type { Target } from '../../../src/stacks/schema.ts';
import { checks } from '../../../src/verify/checks/index.ts';
import type { Report } from '../../../src/verify/types.ts';
import { cli, emptyDir } from '../../support/cli.ts';
import type { Variant } from '../../support/variants.ts';
import { loaderOf } from './elf.ts';
import { docker, programsOf } from './image-files.ts';
import { scaffold } from './scaffold.ts';

/** Images of debug stages that verify has judged: what their shell is called does not depend on the program beside it. */
const judged = new Set<string>();

/** Rule one: no variant ships that was not built, booted, health-checked and stopped here. Several at a time: the one waits while the other builds. */
export function describeVariant(variant: Variant, { link, debug: base }: Target): void {
  const { name } = variant;
  const isFirst = !judged.has(base);
  judged.add(base);
  describe.concurrent(`${name}`, () => {
    let service: string;
    beforeAll(async () => {
      service = await scaffold(variant);
    });

    it.sequential('is verified: built, booted, health-checked, stopped', async ({ expect }) => {
      const { code, stdout, stderr } = await cli(['verify', service, '--json'], { cwd: emptyDir() });
      expect({ code, stderr }).toMatchObject({ code: 0 });
      const report = JSON.parse(stdout) as Report;
      // Nothing but passes: a warning or a skip in a fresh service is ours to mend. What builds again has its own tests.
      expect(report.checks.map(({ id, status }) => `${id} ${status}`)).toEqual(
        checks.map(({ id, needs }) => `${id} ${needs.includes('rebuild') ? 'skip' : 'pass'}`),
      );
      expect(report).toMatchObject({
        ok: true,
        image: 'demo:verify',
        digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
        timings: { buildMs: expect.any(Number), bootMs: expect.any(Number), stopMs: expect.any(Number) },
      });
    });

    it.sequential('is linked as its target says: with a loader, or with none', async ({ expect }) => {
      const linked = `${name}:linked`;
      await execa('docker', ['build', '--quiet', '--tag', linked, service]);
      const [program = ''] = await programsOf(linked);
      const container = await docker('create', linked);
      const copy = join(emptyDir(), 'program');
      await docker('cp', '--follow-link', `${container}:${program}`, copy);
      await docker('rm', container);
      await docker('image', 'rm', '--force', linked);
      const wanted = link === 'static' ? /^none$/ : /^\/lib(64)?\/ld-linux-/;
      expect(loaderOf(await readFile(copy)) ?? 'none').toMatch(wanted);
    });

    it.sequential('has the version, commit and date that the build is told, as labels and in the program', async ({
      expect,
    }) => {
      const labelled = `${name}:labelled`;
      const args = ['VERSION=1.2.3', 'COMMIT=abc123', 'DATE=2026-01-02T03:04:05Z'].flatMap((arg) => [
        '--build-arg',
        arg,
      ]);
      await execa('docker', ['build', '--quiet', '--tag', labelled, ...args, service]);
      const labels = JSON.parse(
        await docker('image', 'inspect', '--format', '{{json .Config.Labels}}', labelled),
      );
      expect(labels).toMatchObject({
        'org.opencontainers.image.title': 'demo',
        'org.opencontainers.image.version': '1.2.3',
        'org.opencontainers.image.revision': 'abc123',
        'org.opencontainers.image.created': '2026-01-02T03:04:05Z',
      });
      expect(await docker('run', '--rm', labelled, 'version')).toContain(
        '1.2.3 (commit abc123, 2026-01-02T03:04:05Z)',
      );
      await docker('image', 'rm', '--force', labelled);
    });

    it.sequential('has a debug stage with a shell that is not the default', async ({ expect }) => {
      const debug = `${name}:debug`;
      await execa('docker', ['build', '--quiet', '--target', 'debug', '--tag', debug, service]);
      const program = (await programsOf(debug)).at(-1) as string;
      const list = ['run', '--rm', '--entrypoint', 'sh', debug, '-c', `ls ${program}`];
      expect(await docker(...list)).toBe(program);
      await docker('image', 'rm', '--force', debug);
    });

    if (!isFirst) return;
    it.sequential('has a debug stage that verify refuses for its shell', async ({ expect }) => {
      const debug = `${name}:debug`;
      await execa('docker', ['build', '--quiet', '--target', 'debug', '--tag', debug, service]);
      const archive = join(emptyDir(), 'debug.tar');
      await docker('save', '--output', archive, debug);
      const { code, stdout } = await cli(['verify', '--archive', archive, '--json'], { cwd: emptyDir() });
      expect(code).toBe(1);
      const noShell = (JSON.parse(stdout) as Report).checks.find(({ id }) => id === 'no-shell');
      expect(noShell).toMatchObject({ status: 'fail', message: expect.stringContaining('busybox') });
      await docker('image', 'rm', '--force', debug);
    });
  });
}
