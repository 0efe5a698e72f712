import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { referencesIn } from '../../src/render/references.ts';
import type { Report } from '../../src/verify/types.ts';
import { copyApp, listApps, type App } from '../support/apps.ts';
import { cli, emptyDir } from '../support/cli.ts';
import { bringUp, dropImages } from '../support/engine.ts';
import { problems } from './support/problems.ts';

/** Grouped by what they build from, so that stand-ins are made once and can go when their apps are done. */
const apps = listApps().filter(({ run }) => run !== undefined);

/** The whole of it, by the packed tarball: add -> build -> run and ask -> verify. */
describe.each(apps)('add: $name', (app) => {
  const run = app.run as NonNullable<App['run']>;
  const image = `create-distroless-test/add:${app.name}`;
  let root = '';
  let port = 0;
  let images: readonly string[] = [];

  beforeAll(async () => {
    root = await copyApp(app);
    const { code, stdout, stderr } = await cli(['add', root, '--yes', '--json', ...app.flags], {
      cwd: emptyDir(),
    });
    expect({ code, stderr, stdout }).toMatchObject({ code: 0 });
    port = Number((JSON.parse(stdout) as { answers: { port?: { value: string } } }).answers.port?.value ?? 0);
    images = referencesIn(await readFile(join(root, 'Dockerfile'), 'utf8'));
    await bringUp(images);
    const built = await execa('docker', ['build', '--progress', 'plain', '--tag', image, root], {
      reject: false,
      all: true,
    });
    expect({ exitCode: built.exitCode, output: built.all.slice(-3000) }).toMatchObject({ exitCode: 0 });
  });
  afterAll(async () => {
    await execa('docker', ['image', 'rm', '--force', image], { reject: false });
    await dropImages(images);
  });

  it('answers as it should', async () => {
    const { ok, said } = run.args ? await runOnce(image, run) : await askOnce(image, port, run);
    expect({ ok, said }).toMatchObject({ ok: true });
  });

  it('passes verify', async () => {
    const { stdout, stderr } = await cli(['verify', root, '--image', image, '--json'], { cwd: emptyDir() });
    expect({ stderr, there: stdout !== '' }).toMatchObject({ there: true });
    const report = JSON.parse(stdout) as Report;
    const failed = problems(report).filter(
      (problem) => !Object.keys(run.mayFail).some((id) => problem.startsWith(id)),
    );
    expect({ failed, report }).toMatchObject({ failed: [] });
  });
});

type Run = NonNullable<App['run']>;
type Outcome = { readonly ok: boolean; readonly said: string };

async function runOnce(image: string, { env, args = [], stdout = '' }: Run): Promise<Outcome> {
  const { exitCode, all } = await execa('docker', ['run', '--rm', ...flagsOf(env), image, ...args], {
    reject: false,
    all: true,
  });
  return { ok: exitCode === 0 && all.includes(stdout), said: `exit ${exitCode}: ${all}` };
}

async function askOnce(
  image: string,
  port: number,
  { env, path = '/', status, body = '' }: Run,
): Promise<Outcome> {
  const publish = ['--publish', `127.0.0.1::${port}`];
  const { stdout: id } = await execa('docker', ['run', '--detach', ...flagsOf(env), ...publish, image]);
  try {
    const answer = await ask(id, port, path);
    return {
      ok: answer.status === status && answer.body.includes(body),
      said: `${answer.status}: ${answer.body}`,
    };
  } finally {
    await execa('docker', ['rm', '--force', '--volumes', id]);
  }
}

function flagsOf(env: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(env).flatMap(([name, value]) => ['--env', `${name}=${value}`]);
}

/** GET until it answers; the last words of the container when it does not within 45 s. */
async function ask(id: string, port: number, path: string): Promise<{ status: number; body: string }> {
  const { stdout } = await execa('docker', ['port', id, String(port)]);
  const url = `http://${stdout.split('\n')[0]}${path}`;
  const end = Date.now() + 45_000;
  while (Date.now() < end) {
    try {
      const response = await fetch(url, { redirect: 'manual' });
      return { status: response.status, body: await response.text() };
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
  const { all } = await execa('docker', ['logs', id], { reject: false, all: true });
  throw new Error(`no answer from ${path}: ${all}`);
}
