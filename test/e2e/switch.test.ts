import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, it } from 'vitest';
import type { Report } from '../../src/verify/types.ts';
import { cli, emptyDir } from '../support/cli.ts';
import { problems } from './support/problems.ts';

async function generate(name: string, ...flags: string[]): Promise<string> {
  const cwd = emptyDir();
  const { code } = await cli(['new', name, '--yes', ...flags], { cwd });
  expect(code).toBe(0);
  return join(cwd, name);
}

async function edit(path: string, from: string, to: string): Promise<void> {
  const text = await readFile(path, 'utf8');
  expect(text).toContain(from);
  await writeFile(path, text.replace(from, to));
}

/** `verify` with nothing but passes, and what the image says about itself. */
async function verified(service: string, image: string): Promise<{ Labels: object; Env: readonly string[] }> {
  const { code, stdout, stderr } = await cli(['verify', service, '--json'], { cwd: emptyDir() });
  expect({ code, stderr }).toMatchObject({ code: 0 });
  const { checks } = JSON.parse(stdout) as Report;
  expect(checks.length).toBeGreaterThan(5);
  expect(problems({ checks })).toEqual([]);
  const inspected = await execa('docker', [
    'image',
    'inspect',
    '--format',
    '{{json .Config}}',
    `${image}:verify`,
  ]);
  await execa('docker', ['image', 'rm', '--force', `${image}:verify`]);
  return JSON.parse(inspected.stdout);
}

describe('a service that is switched', () => {
  it('from scratch to distroless is verified, with the user’s edits in the image', async () => {
    const service = await generate('switched-target', '--lang', 'go', '--target', 'scratch');
    const dockerfile = join(service, 'Dockerfile');
    await edit(
      dockerfile,
      'EXPOSE 8080\n',
      'EXPOSE 8080\nENV GREETING=hello\nLABEL com.example.team="payments"\n',
    );
    await edit(join(service, 'distroless.yaml'), 'size: 8MB', 'size: 12MB');
    const { code } = await cli(['new', service, '--target', 'distroless'], { cwd: emptyDir() });
    expect(code).toBe(0);
    const { Labels, Env } = await verified(service, 'switched-target');
    expect(Labels).toMatchObject({
      'com.example.team': 'payments',
      'org.opencontainers.image.base.name': expect.stringContaining('distroless'),
    });
    expect(Env).toContain('GREETING=hello');
  });

  it('from npm to pnpm is verified, with the user’s edits in package.json', async () => {
    const service = await generate('switched-manager', '--lang', 'node');
    // As npm writes it after `npm pkg set`: the whole file anew.
    await execa('npm', ['pkg', 'set', 'description=Payments'], { cwd: service });
    await edit(join(service, 'src/app.ts'), 'import', '// ours\nimport');
    const { code, stderr } = await cli(['new', service, '--manager', 'pnpm'], { cwd: emptyDir() });
    expect({ code, stderr }).toMatchObject({ code: 0 });
    const manifest = JSON.parse(await readFile(join(service, 'package.json'), 'utf8'));
    expect(manifest).toMatchObject({
      description: 'Payments',
      packageManager: expect.stringMatching(/^pnpm@/),
    });
    expect(await readFile(join(service, 'Dockerfile'), 'utf8')).toContain('pnpm-lock.yaml');
    await verified(service, 'switched-manager');
  });
});
