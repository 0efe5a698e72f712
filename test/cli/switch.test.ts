import { chmod, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { makeAuthority } from '../support/authority.ts';
import { cli, emptyDir, packedCli, readTree } from '../support/cli.ts';
import { keys, openTerminal } from '../support/terminal.ts';

type File = { readonly path: string; readonly action: string; readonly reason?: string };

async function generate(...flags: string[]): Promise<string> {
  const cwd = emptyDir();
  const { code } = await cli(['new', 'demo', '--yes', ...flags], { cwd });
  expect(code).toBe(0);
  return join(cwd, 'demo');
}

async function edit(root: string, path: string, from: string | RegExp, to: string): Promise<void> {
  const text = await readFile(join(root, path), 'utf8');
  const changed = text.replace(from, to);
  expect(changed).not.toBe(text);
  await writeFile(join(root, path), changed);
}

/** Runs `new .` with other answers. */
async function change(root: string, ...flags: string[]) {
  const { code, stdout, stderr } = await cli(['new', '.', '--json', ...flags], { cwd: root });
  const { files, next } = JSON.parse(stdout) as { files: File[]; next: string[] };
  const said = files
    .filter(({ action }) => action !== 'identical')
    .map(({ path, action, reason }) => [path, action, reason].filter(Boolean).join(' '));
  return { code, said, next, stderr };
}

/** Without the record, of which only the content counts. */
function withoutBase(files: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(files).filter(([path]) => path !== '.distroless/base'));
}

describe('another target', () => {
  it('changes what the target needs, and a second run nothing', async () => {
    const root = await generate('--lang', 'go', '--target', 'scratch');
    const { code, said } = await change(root, '--target', 'distroless');
    expect(code).toBe(0);
    expect(said).toEqual([
      '.distroless/base update',
      'Dockerfile update',
      'README.md update',
      'distroless.yaml update',
    ]);
    const fresh = await generate('--lang', 'go', '--target', 'distroless');
    const switched = await readTree(root);
    expect(withoutBase(switched)).toEqual(withoutBase(await readTree(fresh)));
    expect((await change(root, '--target', 'distroless')).said).toEqual([]);
    expect(await readTree(root)).toEqual(switched);
  });

  it('keeps the user’s edits', async () => {
    const root = await generate('--lang', 'go', '--target', 'scratch');
    await edit(root, 'Dockerfile', 'EXPOSE 8080\n', 'EXPOSE 8080\nENV LOG=debug\nLABEL team="payments"\n');
    await edit(root, 'distroless.yaml', 'size: 8MB', 'size: 12MB # agreed');
    await edit(root, 'main.go', 'package main', '// ours\npackage main');
    await rm(join(root, '.dockerignore'));
    await chmod(join(root, 'Dockerfile'), 0o600);
    const { code, said } = await change(root, '--target', 'distroless');
    expect(code).toBe(0);
    expect(said).toEqual([
      '.distroless/base update',
      '.dockerignore skip',
      'Dockerfile update merged',
      'README.md update',
      'distroless.yaml update merged',
      'main.go skip',
    ]);
    const { Dockerfile, 'distroless.yaml': settings, ...files } = await readTree(root);
    expect(Dockerfile).toContain(
      'FROM gcr.io/distroless/static-debian13:nonroot\nCOPY --from=build /out/app',
    );
    expect(Dockerfile).toContain('EXPOSE 8080\nENV LOG=debug\nLABEL team="payments"\n');
    expect(settings).toContain('  target: distroless\n');
    expect(settings).toContain('  size: 12MB # agreed\n');
    expect(files['main.go']).toContain('\n// ours\npackage main\n');
    expect(Object.keys(files)).not.toContain('.dockerignore');
    expect((await stat(join(root, 'Dockerfile'))).mode & 0o777).toBe(0o600);

    // And back: only the edits are left.
    await change(root, '--target', 'scratch');
    const back = await readTree(root);
    expect(back.Dockerfile).toContain('FROM scratch\n');
    expect(back.Dockerfile).toContain('ENV LOG=debug\nLABEL team="payments"\n');
  });

  it('keeps the line ends of a checkout on Windows', async () => {
    const root = await generate('--lang', 'go', '--target', 'scratch');
    const written = withoutBase(await readTree(root));
    for (const [path, text] of Object.entries(written))
      await writeFile(join(root, path), text.replaceAll('\n', '\r\n'));
    const { code, said } = await change(root, '--target', 'distroless');
    expect(code).toBe(0);
    expect(said.filter((line) => /conflict|overlap|merged/.test(line))).toEqual([]);
    const text = (await readTree(root)).Dockerfile as string;
    expect(text).toContain('FROM gcr.io/distroless/static-debian13:nonroot\r\n');
    expect(text.replaceAll('\r\n', '')).not.toContain('\n');
  });

  it('says what would happen with --dry-run, and does it not', async () => {
    const root = await generate('--lang', 'go', '--target', 'scratch');
    await edit(root, 'Dockerfile', 'EXPOSE 8080\n', 'EXPOSE 8080\nENV LOG=debug\n');
    const before = await readTree(root);
    const { code, said, stderr } = await change(root, '--target', 'distroless', '--ci', 'none', '--dry-run');
    expect(code).toBe(0);
    expect(said).toContain('Dockerfile update merged');
    expect(said).toContain('.github/workflows/image.yml delete obsolete');
    expect(stderr).toContain('update    Dockerfile (merged with your changes)');
    expect(stderr).toContain('-FROM scratch');
    expect(stderr).not.toContain('-ENV LOG=debug');
    expect(await readTree(root)).toEqual(before);
  });
});

async function overlapping(): Promise<string> {
  const root = await generate('--lang', 'go', '--target', 'scratch');
  await edit(root, 'Dockerfile', 'FROM scratch', 'FROM scratch AS final');
  await edit(root, 'README.md', /^A Go service.*/m, 'Our service, on scratch.');
  return root;
}

describe('what both changed', () => {
  it('stops everything where nobody can be asked', async () => {
    const root = await overlapping();
    const before = await readTree(root);
    const { code, said, stderr } = await change(root, '--target', 'distroless');
    expect(code).toBe(1);
    expect(said).toContain('Dockerfile conflict overlap');
    expect(stderr).toContain('conflict  Dockerfile (your changes and ours overlap)');
    expect(await readTree(root)).toEqual(before);
  });

  it('is ours with --force, but not in a file of the user’s: that is told', async () => {
    const root = await overlapping();
    const { code, said, stderr } = await change(root, '--target', 'distroless', '--force');
    expect(code).toBe(0);
    expect(said).toContain('Dockerfile update');
    expect(said).toContain('README.md skip overlap');
    expect(stderr).toMatch(/by hand.*[\s\S]*-A Go service .*scratch[\s\S]*\+A Go service .*static-debian13/);
    const { Dockerfile, 'README.md': readme } = await readTree(root);
    expect(Dockerfile).not.toContain('AS final');
    expect(readme).toContain('Our service, on scratch.');
  });

  it('is asked about in a terminal, and m writes both', async () => {
    const root = await overlapping();
    const terminal = openTerminal(process.execPath, [packedCli(), 'new', '.', '--target', 'distroless'], {
      cwd: root,
    });
    await terminal.waitFor('Dockerfile: your changes and ours overlap. Overwrite it?');
    terminal.type(`m${keys.enter}`);
    expect(await terminal.ended).toBe(0);
    expect(terminal.screen()).toContain('update    Dockerfile (with conflict markers');
    expect((await readTree(root)).Dockerfile).toMatch(
      /<<<<<<< yours\nFROM scratch AS final\n[\s\S]*=======\nFROM gcr\.io\/distroless\/.*\n>>>>>>> create-distroless/,
    );
  });
});

describe('another package manager', () => {
  it('is the tree that it would have been from the start', async () => {
    const root = await generate('--lang', 'node');
    expect((await change(root, '--manager', 'pnpm')).said).toEqual([
      '.distroless/base update',
      '.dockerignore update',
      'Dockerfile update',
      'README.md update',
      'distroless.yaml update',
      'package-lock.json delete obsolete',
      'package.json update',
      'pnpm-lock.yaml create',
      'pnpm-workspace.yaml create',
    ]);
    const fresh = await generate('--lang', 'node', '--manager', 'pnpm');
    expect(withoutBase(await readTree(root))).toEqual(withoutBase(await readTree(fresh)));
  });

  it('is merged into a package.json that was written anew, and keeps a lock file that is not ours any more', async () => {
    const root = await generate('--lang', 'node');
    const manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
    manifest.dependencies.zod = '^4.0.0';
    await writeFile(join(root, 'package.json'), `${JSON.stringify(manifest, undefined, 2)}\n`);
    await edit(root, 'package-lock.json', '"packages": {', '"packages":  {');
    const { code, said, next, stderr } = await change(root, '--manager', 'pnpm');
    expect(code).toBe(0);
    expect(said).toContain('package.json update merged');
    expect(said).toContain('package-lock.json skip obsolete');
    expect(said).toContain('pnpm-lock.yaml create');
    expect(stderr).toContain('package-lock.json (no longer needed; kept, as there are changes of yours)');
    // Our lock file does not know the user's dependency.
    expect(next[0]).toBe('pnpm install --lockfile-only');
    const merged = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
    expect(merged).toEqual({ ...manifest, packageManager: expect.stringMatching(/^pnpm@\d/) });
    expect(Object.keys(merged).indexOf('packageManager')).toBe(Object.keys(merged).indexOf('scripts') - 1);
    expect((await change(root)).said.filter((line) => !line.endsWith(' skip'))).toEqual([]);
  });
});

describe('other answers', () => {
  it('no CI: the workflow goes, but not one that the user changed, and comes back', async () => {
    const root = await generate();
    await edit(root, '.github/dependabot.yml', 'weekly', 'daily');
    const without = await change(root, '--ci', 'none');
    expect(without.said).toContain('.github/workflows/image.yml delete obsolete');
    expect(without.said).toContain('.github/dependabot.yml skip obsolete');
    const files = Object.keys(await readTree(root)).filter((path) => path.startsWith('.github/'));
    expect(files).toEqual(['.github/dependabot.yml']);
    await expect(stat(join(root, '.github/workflows'))).rejects.toThrow('ENOENT');
    await rm(join(root, '.github'), { recursive: true });
    const again = await change(root, '--ci', 'github');
    expect(again.said).toContain('.github/workflows/image.yml create');
    expect(again.said).toContain('.github/dependabot.yml create');
  });

  it('a port and a name reach the app and distroless.yaml, where the user has not changed them', async () => {
    const root = await generate('--lang', 'node');
    await edit(root, 'src/settings.ts', 'export const serviceName', '// ours\nexport const serviceName');
    const { code, said } = await change(root, '--port', '9000', '--name', 'other');
    expect(code).toBe(0);
    expect(said).toContain('src/settings.ts skip overlap');
    expect(said).toContain('package.json update');
    const { 'distroless.yaml': settings, 'package.json': manifest } = await readTree(root);
    expect(settings).toContain('port: "9000"');
    expect(manifest).toContain('"name": "other"');
  });

  it('that are changed by hand in distroless.yaml count as well', async () => {
    const root = await generate('--lang', 'go', '--target', 'scratch');
    await edit(root, 'distroless.yaml', 'target: scratch', 'target: distroless');
    const { code, said } = await change(root);
    expect(code).toBe(0);
    expect(said).toContain('Dockerfile update');
    expect(said).toContain('README.md update');
  });

  it('another language takes the whole app with it, if nobody changed it', async () => {
    const root = await generate('--lang', 'node');
    // A target of the other language's own binds this one no more.
    const missing = await cli(['new', '.', '--lang', 'go'], { cwd: root });
    expect(missing).toMatchObject({ code: 3, stderr: expect.stringContaining('missing: --target') });
    expect((await change(root, '--lang', 'go', '--target', 'scratch', '--yes')).code).toBe(0);
    const fresh = await generate('--lang', 'go', '--target', 'scratch');
    expect(withoutBase(await readTree(root))).toEqual(withoutBase(await readTree(fresh)));
  });

  it('another language leaves the whole app where somebody did', async () => {
    const root = await generate('--lang', 'node');
    await edit(root, 'src/app.ts', /$/, '// mine\n');
    const before = await readTree(root);
    expect((await change(root, '--lang', 'go', '--target', 'scratch', '--yes')).code).toBe(0);
    const after = await readTree(root);
    const app = Object.keys(before).filter((path) => path.startsWith('src/'));
    expect(app.length).toBeGreaterThan(3);
    expect(app.filter((path) => after[path] !== before[path])).toEqual([]);
  });
});

describe('a record that was tampered with', () => {
  it('leads to nothing outside the directory', async () => {
    const root = await generate();
    const path = join(root, '.distroless/base');
    const record = JSON.parse(gunzipSync(await readFile(path)).toString('utf8'));
    record.files['../victim'] = 'precious\n';
    await writeFile(join(root, '../victim'), 'precious\n');
    await writeFile(path, gzipSync(JSON.stringify(record)));
    const { code, said } = await change(root);
    expect(code).toBe(1);
    expect(said).toEqual(['.distroless/base conflict']);
    expect(await readFile(join(root, '../victim'), 'utf8')).toBe('precious\n');
  });

  it('does not go through a link either', async () => {
    const [root, elsewhere] = [await generate(), emptyDir()];
    const written = await readTree(join(root, '.github'));
    await writeFile(join(elsewhere, 'dependabot.yml'), written['dependabot.yml'] as string);
    await rm(join(root, '.github'), { recursive: true });
    await symlink(elsewhere, join(root, '.github'));
    const { said } = await change(root, '--ci', 'none');
    expect(said).toContain('.github/dependabot.yml skip obsolete');
    expect(await readTree(elsewhere)).toEqual({ 'dependabot.yml': written['dependabot.yml'] });
  });
});

/** The directory and the certificates that the command without questions names. */
async function oneShot(cwd: string, dir: string): Promise<readonly string[] | undefined> {
  const { code, stderr } = await cli(['new', dir, '--yes'], { cwd });
  expect(code).toBe(0);
  const line = stderr.split('\n').find((text) => text.includes('npm create distroless@latest'));
  return /-- (\S+) .*--extra-ca (\S+)/.exec(line ?? '')?.slice(1);
}

describe('the files that options bring', () => {
  const path = '.distroless/extra-ca.crt';
  let [first, second] = ['', ''];
  beforeAll(async () => {
    first = (await makeAuthority()).certificate;
    second = (await makeAuthority()).certificate;
  });

  /** A service with the first certificate, and beside it the files that flags name. */
  async function withAuthority(): Promise<string> {
    const cwd = emptyDir();
    await writeFile(join(cwd, 'first.pem'), first);
    await writeFile(join(cwd, 'second.pem'), second);
    const { code } = await cli(['new', 'demo', '--lang', 'go', '--extra-ca', 'first.pem', '--yes'], { cwd });
    expect(code).toBe(0);
    return join(cwd, 'demo');
  }

  it('certificates that a flag names are those on disk afterwards', async () => {
    expect(first).not.toBe(second);
    const root = await withAuthority();
    await rm(join(root, path));
    const again = await change(root, '--extra-ca', '../second.pem');
    expect(again).toMatchObject({ code: 0, said: expect.arrayContaining([`${path} create`]) });
    expect(await readFile(join(root, path), 'utf8')).toBe(second);
    const back = await change(root, '--extra-ca', '../first.pem');
    expect(back).toMatchObject({ code: 0, said: expect.arrayContaining([`${path} update`]) });
    expect(await readFile(join(root, path), 'utf8')).toBe(first);
  });

  it('and never silently not: what the user put there is a conflict', async () => {
    const root = await withAuthority();
    await writeFile(join(root, path), second);
    const before = await readTree(root);
    const { code, said } = await change(root, '--extra-ca', '../first.pem');
    expect(code).toBe(1);
    expect(said).toContain(`${path} conflict`);
    expect(await readTree(root)).toEqual(before);
    expect((await change(root, '--extra-ca', '../first.pem', '--force')).code).toBe(0);
    expect(await readFile(join(root, path), 'utf8')).toBe(first);
  });

  it('certificates that the user replaced are the saved ones, with the remarks in the file', async () => {
    const root = await withAuthority();
    await writeFile(join(root, path), `Issuer: Acme\n${second}`);
    const { code, said } = await change(root, '--port', '9000');
    expect(code).toBe(0);
    expect(said).toContain(`${path} skip`);
    expect(await readFile(join(root, path), 'utf8')).toBe(`Issuer: Acme\n${second}`);
  });

  it('the command that asks nothing names them from where it is typed', async () => {
    const root = await withAuthority();
    expect(await oneShot(root, '.')).toEqual(['.', path]);
    expect(await oneShot(join(root, '..'), 'demo')).toEqual(['demo', `demo/${path}`]);
  });

  it('the script that adds packages comes back when it was deleted', async () => {
    const root = await generate('--lang', 'node');
    await edit(root, 'distroless.yaml', /^answers:\n/m, 'answers:\n  packages: libpq5\n');
    const script = '.distroless/packages.sh';
    expect((await change(root)).said).toContain(`${script} create`);
    const written = (await readTree(root))[script];
    await rm(join(root, script));
    const { code, said } = await change(root, '--port', '9000');
    expect(code).toBe(0);
    expect(said).toContain(`${script} create`);
    expect((await readTree(root))[script]).toBe(written);
  });
});

/** A PATH whose docker command knows a digest of every image; an empty one has none. */
async function dockerWith(digest: string): Promise<string> {
  const dir = emptyDir();
  await writeFile(
    join(dir, 'docker'),
    `#!/bin/sh\ncase "$1" in buildx) echo ${digest} ;; *) exit 1 ;; esac\n`,
    {
      mode: 0o755,
    },
  );
  return dir;
}

describe('digests that were pinned', () => {
  it('need no registry where an updater moved a tag, and the user’s line stays', async () => {
    const cwd = emptyDir();
    const [ours, moved] = ['a', 'b'].map((letter) => `sha256:${letter.repeat(64)}`) as [string, string];
    const args = ['new', 'demo', '--lang', 'go', '--target', 'distroless', '--pin', '--yes'];
    const first = await cli(args, { cwd, env: { PATH: await dockerWith(ours) } });
    expect(first).toMatchObject({ code: 0 });
    const root = join(cwd, 'demo');
    const builder = /golang:\S+@sha256:\w+/;
    await edit(root, 'Dockerfile', builder, `golang:99.9@${moved}`);
    const later = await cli(['new', '.', '--port', '9000', '--json'], {
      cwd: root,
      env: { PATH: emptyDir() },
    });
    expect(later.stderr).toContain('update    Dockerfile (merged with your changes)');
    expect(later.code).toBe(0);
    const { Dockerfile } = await readTree(root);
    expect(Dockerfile).toContain(`golang:99.9@${moved}`);
    expect(Dockerfile).toContain(`:nonroot@${ours}`);
    expect(Dockerfile).toContain('EXPOSE 9000');
  });
});

it('Ctrl-C in the middle leaves everything as it was', async () => {
  const root = await generate('--lang', 'node');
  const before = await readTree(root);
  const slow = { NODE_OPTIONS: `--import=${join(import.meta.dirname, '../support/slow-disk.mjs')}` };
  const args = [packedCli(), 'new', '.', '--manager', 'pnpm', '--ci', 'none'];
  const terminal = openTerminal(process.execPath, args, { cwd: root, env: slow });
  while (!Object.keys(await readTree(root)).some((path) => path.endsWith('.new')))
    await new Promise((resolve) => setTimeout(resolve, 10));
  terminal.type(keys.ctrlC);
  expect(await terminal.ended).toBe(130);
  expect(await readTree(root)).toEqual(before);
});
