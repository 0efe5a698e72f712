import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { referencesIn } from '../../../src/render/references.ts';
import type { Report } from '../../../src/verify/types.ts';
import { copyApp, listApps, type App } from '../../support/apps.ts';
import { cli, emptyDir } from '../../support/cli.ts';
import { bringUp } from '../../support/engine.ts';
import { askImage, runImage } from '../../support/run-image.ts';

const apps = listApps().filter(({ run }) => run !== undefined);

/** The repositories of a language that are built and asked; its base images are there already, but for what an app needs beside them. */
export function describeAddedOf(stack: string): void {
  for (const app of apps.filter(({ name, beside = name.split('-')[0] }) => beside === stack))
    describeAdded(app);
}

/** The whole of it, by the packed tarball: add -> build -> run and ask -> verify. Several at a time: the one waits while the other builds. */
function describeAdded(app: App): void {
  describe.concurrent(`add: ${app.name}`, () => {
    const run = app.run as NonNullable<App['run']>;
    const image = `create-distroless-test/add:${app.name}`;
    let root = '';
    let port = 0;

    beforeAll(async () => {
      root = await copyApp(app);
      const { code, stdout, stderr } = await cli(['add', root, '--yes', '--json', ...app.flags], {
        cwd: emptyDir(),
      });
      if (code !== 0) throw new Error(`${stderr}\n${stdout}`);
      port = Number(
        (JSON.parse(stdout) as { answers: { port?: { value: string } } }).answers.port?.value ?? 0,
      );
      const images = referencesIn(await readFile(join(root, 'Dockerfile'), 'utf8'));
      await bringUp(images);
      const built = await execa('docker', ['build', '--progress', 'plain', '--tag', image, root], {
        reject: false,
        all: true,
      });
      if (built.exitCode !== 0) throw new Error(built.all.slice(-3000));
    });
    afterAll(async () => {
      await execa('docker', ['image', 'rm', '--force', image], { reject: false });
    });

    it.sequential('answers as it should', async ({ expect }) => {
      const { ok, said } = run.args ? await runImage(image, run) : await askImage(image, port, run);
      expect({ ok, said }).toMatchObject({ ok: true });
    });

    it.sequential('passes verify', async ({ expect }) => {
      const { stdout, stderr } = await cli(['verify', root, '--image', image, '--json'], { cwd: emptyDir() });
      expect({ stderr, there: stdout !== '' }).toMatchObject({ there: true });
      const report = JSON.parse(stdout) as Report;
      // What only warns is the app's own: it answers no SIGTERM, say.
      const failed = report.checks
        .filter(({ id, status }) => status === 'fail' && run.mayFail[id] === undefined)
        .map(({ id, message }) => `${id}: ${message}`);
      expect({ failed, report }).toMatchObject({ failed: [] });
    });
  });
}
