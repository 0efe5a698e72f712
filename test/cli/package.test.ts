import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cli, emptyDir, packedCli, readTree } from '../support/cli.ts';
import { nodeMajors, nodeOf } from '../support/nodes.ts';
import { startRegistry, type Registry } from '../support/registry.ts';

const root = join(import.meta.dirname, '../..');

describe('the packed tarball', () => {
  it('holds every template that git holds, and no other', async () => {
    const { stdout } = await execa(
      'git',
      ['ls-files', '--cached', '--others', '--exclude-standard', 'templates'],
      { cwd: root },
    );
    const dist = join(process.env.PACKED_DIR as string, 'node_modules/create-distroless/dist');
    const archives = (await readdir(dist)).filter((name) => name.endsWith('.gz'));
    const packed = await Promise.all(
      archives.map(async (name) => {
        const content = gunzipSync(await readFile(join(dist, name))).toString('utf8');
        return Object.keys(JSON.parse(content) as object);
      }),
    );
    const templates = stdout.split('\n').map((path) => path.replace(/^templates\//, ''));
    // Manifests are in the bundle: without one its stack would not be there at all.
    const archived = templates.filter((path) => !/\/(stack|layer)\.yaml$/.test(path));
    expect(packed.flat().toSorted()).toEqual(archived.toSorted());
  });

  it('has no runtime dependencies and one entry', async () => {
    const manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
    expect(manifest.dependencies).toBeUndefined();
    expect(manifest.bin).toEqual({ 'create-distroless': 'dist/bin.js' });
    const installed = await readdir(join(process.env.PACKED_DIR as string, 'node_modules'));
    expect(installed.filter((name) => !name.startsWith('.'))).toEqual(['create-distroless']);
  });
});

describe('an npm registry', () => {
  let registry: Registry;
  beforeAll(async () => {
    registry = await startRegistry(process.env.PACKED_TARBALL as string);
  });
  afterAll(() => registry.stop());

  it('serves it to `npm create distroless`', async () => {
    const cwd = emptyDir();
    const args = ['create', '--yes', 'distroless@latest', 'demo', '--', '--yes'];
    const { exitCode, stderr } = await execa('npm', args, {
      cwd,
      env: registry.env,
      reject: false,
      stdin: 'ignore',
    });
    expect(stderr).toContain('create    Dockerfile');
    expect(exitCode).toBe(0);
    expect(Object.keys(await readTree(join(cwd, 'demo')))).toContain('distroless.yaml');
  });

  it('serves it to the command that `new` prints as the next step', async () => {
    const cwd = emptyDir();
    const made = await cli(['new', 'demo', '--yes', '--json'], { cwd });
    const [, verify] = JSON.parse(made.stdout).next as string[];
    const [command, ...args] = (verify as string).replace('npx ', 'npx --yes ').split(' ');
    // An engine that cannot be there: reaching exit 4 shows that this very version was fetched and ran.
    const env = { ...registry.env, DOCKER_HOST: 'unix:///nonexistent.sock' };
    const result = await execa(command as string, args, {
      cwd: join(cwd, 'demo'),
      env,
      reject: false,
      stdin: 'ignore',
    });
    expect(result.exitCode).toBe(4);
  });
});

describe.each(nodeMajors)('on Node %i', (major) => {
  it('makes the same files', async () => {
    const [cwd, reference] = [emptyDir(), emptyDir()];
    const node = await nodeOf(major);
    const { stdout } = await execa(node, ['--version']);
    expect(stdout).toMatch(new RegExp(`^v${major}\\.`));
    const { code } = await cli(['new', 'demo', '--yes'], { cwd, nodePath: node });
    expect(code).toBe(0);
    await cli(['new', 'demo', '--yes'], { cwd: reference });
    const [{ '.distroless/base': _a, ...files }, { '.distroless/base': _b, ...expected }] = [
      await readTree(join(cwd, 'demo')),
      await readTree(join(reference, 'demo')),
    ];
    expect(files).toEqual(expected);
    // The compressed record may differ between zlib versions; a second run must see through that.
    const again = await cli(['new', '.', '--json'], { cwd: join(reference, 'demo'), nodePath: node });
    expect(
      JSON.parse(again.stdout).files.filter(({ action }: { action: string }) => action !== 'identical'),
    ).toEqual([]);
  });
});

describe('an older Node', () => {
  it('is told what is needed before anything is loaded', async () => {
    const script = `Object.defineProperty(process.versions, 'node', { value: '18.20.4' }); import(${JSON.stringify(packedCli())})`;
    const result = await execa(process.execPath, ['--input-type=module', '-e', script], { reject: false });
    expect(result.exitCode).toBe(2);
    expect(result.stderr).toBe(
      'create-distroless needs Node 20.19 or newer; this is 18.20.4. See https://nodejs.org/en/download',
    );
  });
});

it('--help is what it is, and reaches no network', async () => {
  const { code, stdout, stderr } = await cli(['--help']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  await expect(stdout).toMatchFileSnapshot(join(import.meta.dirname, 'help.txt'));
  expect((await cli(['new', '-h'])).stdout).toBe(stdout);
});

it('--version is the package’s', async () => {
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  expect((await cli(['--version'])).stdout).toBe(version);
});
