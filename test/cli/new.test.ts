import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cli, emptyDir, readTree } from '../support/cli.ts';
import { listVariants } from '../support/variants.ts';

async function generate(...flags: string[]): Promise<string> {
  const cwd = emptyDir();
  const { code } = await cli(['new', 'demo', '--yes', ...flags], { cwd });
  expect(code).toBe(0);
  return join(cwd, 'demo');
}

describe.each(await listVariants())('$name from the packed tarball', ({ name, flags }) => {
  it('is the golden tree', async () => {
    const root = await generate(...flags, '--image', 'ghcr.io/acme/demo');
    const golden = await readTree(join(import.meta.dirname, `../golden/tree/${name}`));
    const { '.distroless/base': base, ...written } = await readTree(root);
    expect(base).toBeTypeOf('string');
    expect(written).toEqual(
      Object.fromEntries(Object.entries(golden).map(([path, text]) => [path.replace(/\.txt$/, ''), text])),
    );
  });
});

describe('what it says', () => {
  it('is one object with --json, the talk on stderr', async () => {
    const { code, stdout, stderr } = await cli(['new', 'demo', '--yes', '--port', '9000', '--json'], {
      cwd: emptyDir(),
    });
    expect(code).toBe(0);
    const result = JSON.parse(stdout);
    expect(result).toMatchObject({
      ok: true,
      answers: {
        name: { value: 'demo', source: 'detected', confidence: 'high' },
        port: { value: '9000', source: 'flag' },
        ci: { source: 'default' },
      },
      needs: [],
      next: ['cd demo', expect.stringMatching(/^npx create-distroless@\d+\.\d+\.\d+ verify$/)],
    });
    expect(result.files).toContainEqual({ path: 'Dockerfile', action: 'create' });
    expect(stderr).toContain('create    Dockerfile');
    expect(stderr).toContain('<- directory name');
  });

  it('ends with the command that asks nothing', async () => {
    const { stderr } = await cli(['new', 'demo', '--yes'], { cwd: emptyDir() });
    const command = stderr.split('\n').find((line) => line.includes('npm create distroless@latest'));
    expect(command?.trim()).toBe(
      'npm create distroless@latest -- demo --lang go --target scratch --manager modules --name demo --port 8080 --image demo --ci github',
    );
  });
});

describe('--dry-run', () => {
  it('writes nothing and lists all', async () => {
    const cwd = emptyDir();
    const { code, stdout } = await cli(['new', 'demo', '--yes', '--dry-run', '--json'], { cwd });
    expect(code).toBe(0);
    expect(JSON.parse(stdout).files.every(({ action }: { action: string }) => action === 'create')).toBe(
      true,
    );
    expect(await readTree(cwd)).toEqual({});
  });
});

describe('a second run', () => {
  it('finds everything identical, with the answers of the first', async () => {
    const root = await generate('--target', 'distroless', '--port', '9000');
    const before = await readTree(root);
    const { code, stdout } = await cli(['new', '.', '--json'], { cwd: root });
    expect(code).toBe(0);
    const { answers, files } = JSON.parse(stdout);
    expect(answers.port).toMatchObject({ value: '9000', source: 'saved' });
    expect(files.filter(({ action }: { action: string }) => action !== 'identical')).toEqual([]);
    expect(await readTree(root)).toEqual(before);
  });

  it('leaves what the user changed or deleted', async () => {
    const root = await generate();
    await writeFile(join(root, 'README.md'), 'mine');
    await writeFile(join(root, 'Dockerfile'), `${await readFile(join(root, 'Dockerfile'), 'utf8')}# mine\n`);
    await rm(join(root, '.dockerignore'));
    const before = await readTree(root);
    const { code, stderr } = await cli(['new', '.', '--yes'], { cwd: root });
    expect(code).toBe(0);
    expect(stderr).toMatch(/skip {6}README\.md/);
    expect(await readTree(root)).toEqual(before);
  });

  it('updates what is still as we wrote it, and stops at what both changed', async () => {
    const root = await generate();
    await cli(['new', '.', '--port', '9000', '--yes'], { cwd: root });
    expect(await readFile(join(root, 'Dockerfile'), 'utf8')).toContain('9000');

    await writeFile(join(root, 'Dockerfile'), 'FROM mine\n');
    const before = await readTree(root);
    const conflict = await cli(['new', '.', '--port', '9001', '--yes', '--json'], { cwd: root });
    expect(conflict.code).toBe(1);
    expect(JSON.parse(conflict.stdout)).toMatchObject({ ok: false });
    expect(JSON.parse(conflict.stdout).files).toContainEqual({
      path: 'Dockerfile',
      action: 'conflict',
      reason: 'overlap',
    });
    expect(conflict.stderr).toContain('-FROM mine');
    expect(await readTree(root)).toEqual(before);

    const forced = await cli(['new', '.', '--port', '9001', '--yes', '--force'], { cwd: root });
    expect(forced.code).toBe(0);
    expect(await readFile(join(root, 'Dockerfile'), 'utf8')).toContain('9001');
  });
});

it('leaves the sample app out where there is an app', async () => {
  const cwd = emptyDir();
  await writeFile(join(cwd, 'main.go'), 'package main\n\nfunc main() {}\n');
  const { code, stdout } = await cli(['new', '.', '--name', 'demo', '--yes', '--force', '--json'], { cwd });
  expect(code).toBe(0);
  const { files } = JSON.parse(stdout) as { files: { path: string; action: string }[] };
  expect(files.filter(({ action }) => action === 'skip').map(({ path }) => path)).toEqual(
    files.map(({ path }) => path).filter((path) => /\.go$|^go\.mod$/.test(path)),
  );
  expect(Object.keys(await readTree(cwd)).filter((path) => path.endsWith('.go'))).toEqual(['main.go']);
});

it('takes a fresh clone with a README and a licence, and keeps them', async () => {
  const cwd = emptyDir();
  await writeFile(join(cwd, 'README.md'), 'mine');
  await writeFile(join(cwd, 'LICENSE'), 'mine');
  const { code } = await cli(['new', '.', '--name', 'demo', '--yes'], { cwd });
  expect(code).toBe(0);
  expect(await readTree(cwd)).toMatchObject({
    'README.md': 'mine',
    LICENSE: 'mine',
    Dockerfile: expect.any(String),
  });
});

it('writes where it is told, also by an absolute path', async () => {
  const root = join(emptyDir(), 'deep', 'demo');
  const { code } = await cli(['new', root, '--yes'], { cwd: emptyDir() });
  expect(code).toBe(0);
  expect(Object.keys(await readTree(root))).toContain('Dockerfile');
});
