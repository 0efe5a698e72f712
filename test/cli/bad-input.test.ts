import { chmod, mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, it } from 'vitest';
import { cli, emptyDir, packedCli, readTree } from '../support/cli.ts';

/** One error line, an exit code, and a disk that is as it was. */
async function refuses(
  args: readonly string[],
  code: number,
  message: RegExp | string,
  cwd = emptyDir(),
): Promise<void> {
  const before = await readTree(cwd);
  const result = await cli(args, { cwd });
  expect(result).toMatchObject({ code, stdout: '' });
  const errors = result.stderr.split('\n').filter((line) => line.startsWith('error: '));
  expect(errors).toHaveLength(1);
  expect(errors[0]).toMatch(message);
  expect(result.stderr).not.toMatch(/\n\s+at /);
  expect(await readTree(cwd)).toEqual(before);
}

describe('without a terminal', () => {
  it('says which answers are missing and how to give them', async () => {
    await refuses([], 3, '--lang --target --name --port --image --ci');
    await refuses(
      ['new', 'demo', '--lang', 'go', '--port', '80'],
      3,
      'missing: --target --manager --image --ci',
    );
  });
});

describe('flags, commands and choices that do not exist', () => {
  it.each([
    [['--lnag', 'go'], 'did you mean --lang?'],
    [['new', 'demo', '--yes', '--frobnicate'], '--frobnicate'],
    [['new', 'demo', 'extra', '--yes'], 'too many arguments'],
    [['new', 'demo', '--lang'], 'argument missing'],
    [['new', 'demo', '--lang', 'goo', '--yes'], 'did you mean go?'],
    [['new', 'demo', '--target', 'alpine', '--yes'], 'known: scratch, distroless'],
    [['new', 'demo', '--ci', 'jenkins', '--yes'], 'known: github, none'],
    [['verifi'], 'did you mean `verify`?'],
    [['nwe', 'demo', '--yes'], 'did you mean `new`?'],
    [['doctor'], 'not part of create-distroless'],
    [['verify', '--compares'], 'did you mean --compare?'],
    [['verify', '--port', '0'], '--port "0"'],
    [['verify', '--report', 'junt=x'], 'did you mean junit?'],
    [['verify', '--report', 'junit'], 'names no file'],
    [['verify', '--report'], 'argument missing'],
    [['verify', '--report', 'junit=a', '--report', 'sarif=./a'], 'two reports to'],
    [['verify', '--report', 'junit=no/such/dir/a.xml'], 'its directory does not exist'],
    [['verify', '--report', 'html=.'], 'it is a directory'],
    [['bases', 'extra'], 'too many arguments'],
    [['base'], 'did you mean `bases`?'],
    [['udpate', '--yes'], 'did you mean `update`?'],
    [['verify', 'nowhere'], 'no Dockerfile in nowhere'],
  ])('%j', async (args, message) => {
    await refuses(args, 2, message);
  });
});

it.each(['hello', 'api', 'app', 'web', 'dev', 'docker'])(
  '%s is a name, not a misspelt command',
  async (name) => {
    const { code } = await cli([name, '--yes'], { cwd: emptyDir() });
    expect(code).toBe(0);
  },
);

describe('names', () => {
  it.each([
    '',
    'a'.repeat(64),
    '/absolute',
    '..',
    'with space',
    'with"quote',
    "with'quote",
    'with\nnewline',
    ';rm -rf',
    '{{x}}',
    '${{x}}',
    'naïve',
    '$(id)',
  ])('--name %j', async (name) => {
    await refuses(['new', 'demo', '--name', name, '--yes'], 2, /^error: --name /);
  });

  it.each([
    '',
    ' ',
    'a'.repeat(300),
    'with space',
    'with"quote',
    'with\nnewline',
    ';rm -rf',
    '{{x}}',
    '${{x}}',
    'naïve',
  ])('directory %j', async (dir) => {
    await refuses(['new', dir, '--yes'], 2, /./);
  });

  it.each(['0', '99999', '3000;x', ''])('--port %j', async (port) => {
    await refuses(['new', 'demo', '--port', port, '--yes'], 2, 'a port is a whole number from 1 to 65535');
  });

  it.each(['UPPER', 'a:latest', 'a b', '${{ x }}', 'a\nb'])('--image %j', async (image) => {
    await refuses(['new', 'demo', '--image', image, '--yes'], 2, /^error: --image /);
  });
});

describe('options', () => {
  it.each([
    ['https://harbor.example.com', 'leave the scheme out'],
    ['acme', 'begins with a host'],
    ['acme/mirror', 'begins with a host'],
    ['harbor.example.com/mirror:1', 'no tag or digest'],
    ['harbor.example.com/mirror/', 'a host and a lower-case path'],
    ['harbor.example.com/Mirror', 'a host and a lower-case path'],
    ['harbor.example.com:port/x', 'not a registry host'],
    ['harbor.example.com\nFROM evil', 'not a registry host'],
    ['${X}.example.com', 'not a registry host'],
    ['', 'begins with a host'],
  ])('--registry %j', async (prefix, message) => {
    await refuses(['new', 'demo', '--registry', prefix, '--yes'], 2, message);
  });

  it.each([
    ['libpq5;id', 'is no name of a Debian package'],
    ['libpq5,', 'is no name of a Debian package'],
    ['LibPQ', 'is no name of a Debian package'],
    ['-o,x', 'is no name of a Debian package'],
    ['libpq5', 'scratch has no loader and no libc'],
  ])('--packages %j', async (names, message) => {
    await refuses(['new', 'demo', `--packages=${names}`, '--yes'], 2, message);
  });

  it.each([
    [['--tz', 'yes'], 'too many arguments'],
    [['--target', 'nodejs24'], 'has no use for'],
    [['--lang', 'node', '--target', 'nodejs20'], 'distroless has Node.js'],
    [['--extra-ca='], 'cannot be empty'],
    [['--extra-ca-runtime'], 'it needs --extra-ca FILE'],
  ])('%j', async (flags, message) => {
    await refuses(['new', 'demo', '--lang', 'go', ...flags, '--yes'], 2, message);
  });
});

/** What `new` says of --force in a directory with these files, and which of them --force then changes. */
async function hintOfForce(files: Readonly<Record<string, string>>, ...flags: string[]) {
  const cwd = emptyDir();
  for (const [name, text] of Object.entries(files)) await writeFile(join(cwd, name), text);
  const args = ['new', '.', '--lang', 'go', ...flags];
  const { code, stderr } = await cli(args, { cwd });
  expect(code).toBe(1);
  expect(await readTree(cwd)).toEqual(files);
  const forced = await cli([...args, '--yes', '--force'], { cwd });
  const after = await readTree(cwd);
  const changed =
    forced.code === 0 ? Object.keys(files).filter((name) => after[name] !== files[name]) : undefined;
  return { said: /hint:\s+(.*)/.exec(stderr)?.[1], changed };
}

describe('target directories', () => {
  it('with files of somebody’s', async () => {
    const cwd = emptyDir();
    await mkdir(join(cwd, 'demo'));
    await writeFile(join(cwd, 'demo/package.json'), '{}');
    await refuses(['new', 'demo', '--yes'], 1, 'already has files (package.json)', cwd);
    await refuses(['new', '..', '--yes'], 1, 'already has files', join(cwd, 'demo'));
  });

  it('with files that --force would overwrite: they are named, and no other is', async () => {
    const app = { 'main.go': 'package main\n', 'README.md': 'mine\n' };
    expect(await hintOfForce(app, '--name', 'demo', '--yes')).toEqual({
      said: 'choose a new directory; --force writes beside them',
      changed: [],
    });
    const own = { ...app, '.dockerignore': 'mine\n', Dockerfile: 'FROM mine\n' };
    const overwrites = {
      said: 'choose a new directory; --force writes into it and overwrites .dockerignore, Dockerfile (--force --dry-run shows how)',
      changed: ['.dockerignore', 'Dockerfile'],
    };
    expect(await hintOfForce(own, '--name', 'demo', '--yes')).toEqual(overwrites);
    expect(await hintOfForce(own, '--name', 'demo')).toEqual(overwrites);
    // Without a name there is no telling.
    expect(await hintOfForce(own, '--image', '!')).toEqual({
      said: 'choose a new directory; --force writes into it and overwrites files of the same names',
      changed: undefined,
    });
  });

  it('that are a file, or below one', async () => {
    const cwd = emptyDir();
    await writeFile(join(cwd, 'demo'), '');
    await refuses(['new', 'demo', '--yes'], 2, 'demo is a file', cwd);
    await refuses(['new', 'demo/x', '--yes'], 2, 'a part of demo/x is a file', cwd);
  });

  it('that are a symbolic link', async () => {
    const [cwd, elsewhere] = [emptyDir(), emptyDir()];
    await symlink(elsewhere, join(cwd, 'demo'));
    await refuses(['new', 'demo', '--yes'], 2, 'demo is a symbolic link', cwd);
    expect(await readTree(elsewhere)).toEqual({});
  });

  it('with a symbolic link inside that leads out', async () => {
    const [cwd, elsewhere] = [emptyDir(), emptyDir()];
    await symlink(elsewhere, join(cwd, '.github'));
    await refuses(['new', '.', '--name', 'demo', '--yes', '--force'], 1, '.github is a symbolic link', cwd);
    expect(await readTree(elsewhere)).toEqual({});
  });

  it('that are read-only', async () => {
    const cwd = emptyDir();
    // The superuser is stopped by a read-only file system only, everyone else by the mode.
    const args = [process.execPath, packedCli(), 'new', 'demo', '--yes'];
    const asRoot = process.getuid?.() === 0;
    if (!asRoot) await chmod(cwd, 0o555);
    const [command, ...rest] = asRoot
      ? [
          'unshare',
          '--mount',
          'sh',
          '-c',
          'mount -t tmpfs -o ro none . && cd "$PWD" && exec "$@"',
          'sh',
          ...args,
        ]
      : args;
    const result = await execa(command as string, rest, { cwd, reject: false, stdin: 'ignore' });
    expect(result.exitCode).toBe(1);
    expect(result.stderr).toMatch(/error: cannot write .*(read-only|permission denied); nothing was changed/);
    expect(await readTree(cwd)).toEqual({});
  });

  it('with a distroless.yaml that is broken or not ours', async () => {
    const cwd = emptyDir();
    await writeFile(join(cwd, 'distroless.yaml'), 'schema: [');
    await refuses(['new', '.', '--name', 'demo', '--yes'], 1, 'not valid YAML', cwd);
    await writeFile(join(cwd, 'distroless.yaml'), 'schema: 9');
    await refuses(['new', '.', '--name', 'demo', '--yes'], 1, 'reads schema 1', cwd);
    await writeFile(join(cwd, 'Dockerfile'), 'FROM scratch');
    await writeFile(join(cwd, 'distroless.yaml'), 'schema: 1\nverify: {sizee: 8MB}');
    await refuses(['verify', '.'], 2, 'sizee', cwd);
  });
});

it('says the same as one JSON object', async () => {
  const { code, stdout } = await cli(['new', 'demo', '--lang', 'goo', '--yes', '--json'], {
    cwd: emptyDir(),
  });
  expect(code).toBe(2);
  expect(JSON.parse(stdout)).toEqual({
    ok: false,
    error: { code: 2, message: expect.stringContaining('--lang "goo"') },
  });
});

it('a report and --json cannot both have stdout', async () => {
  const { code, stdout } = await cli(['verify', '--json', '--report', 'markdown=-'], { cwd: emptyDir() });
  expect(code).toBe(2);
  expect(JSON.parse(stdout)).toMatchObject({
    ok: false,
    error: { message: '--json and a report both want stdout' },
  });
});

it('does not end in a stack trace when nobody reads on', async () => {
  // The reading end is closed before anything is written.
  const command = 'exec 3> >(exec true); sleep 0.3; "$0" "$1" --help >&3';
  const { exitCode, stderr } = await execa('bash', ['-c', command, process.execPath, packedCli()], {
    reject: false,
  });
  expect(exitCode).toBe(0);
  expect(stderr).toBe('');
});
