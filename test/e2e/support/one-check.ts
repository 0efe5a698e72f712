import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { checks } from '../../../src/verify/checks/index.ts';
import type { CheckResult, Report } from '../../../src/verify/types.ts';
import { cli, emptyDir } from '../../support/cli.ts';

/** One check of a service that has passed the others, also of those that build again. */
export async function verifyOnly(
  id: string,
  service: string,
  env: Readonly<Record<string, string>> = {},
): Promise<CheckResult> {
  const file = join(service, 'distroless.yaml');
  const text = await readFile(file, 'utf8');
  const settings = parse(text) as { verify: object };
  const skip = Object.fromEntries(
    checks.flatMap((each) => (each.id === id ? [] : [[each.id, 'has passed']])),
  );
  await writeFile(file, stringify({ ...settings, verify: { ...settings.verify, skip } }));
  const { stdout, stderr } = await cli(['verify', service, '--thorough', '--json'], { cwd: emptyDir(), env });
  await writeFile(file, text);
  const results = (JSON.parse(stdout) as Report).checks ?? [];
  const result = results.find((check) => check.id === id);
  if (!result || results.find((check) => check.id === 'build')?.status === 'fail') throw new Error(stderr);
  return result;
}

/** For a build that must not fetch anything: a configuration of the engine's client whose proxy is nowhere. A proxy is no part of what a layer is cached by. */
export async function withoutNetwork(): Promise<Readonly<Record<string, string>>> {
  const own = process.env.DOCKER_CONFIG ?? join(homedir(), '.docker');
  const dir = join(emptyDir(), 'docker');
  await mkdir(dir);
  await cp(own, dir, { recursive: true, force: true }).catch(() => {});
  const text = await readFile(join(own, 'config.json'), 'utf8').catch(() => '{}');
  const nowhere = 'http://127.0.0.1:9';
  const proxies = { default: { httpProxy: nowhere, httpsProxy: nowhere } };
  await writeFile(join(dir, 'config.json'), JSON.stringify({ ...JSON.parse(text), proxies }));
  return { DOCKER_CONFIG: dir };
}
