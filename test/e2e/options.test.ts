import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { zoneBytes } from '../../src/bases/zones.ts';
import type { Report } from '../../src/verify/types.ts';
import { makeAuthority, startTlsServer, type Authority } from '../support/authority.ts';
import { cli, emptyDir } from '../support/cli.ts';
import { problems } from './support/problems.ts';
import { readFiles } from './support/rootfs.ts';
import { startImageRegistry, type ImageRegistry } from '../support/oci.ts';

const tag = (name: string) => `create-distroless-test/options:${name}`;
const made: string[] = [];
afterAll(() => execa('docker', ['image', 'rm', '--force', ...made], { reject: false }));

async function generate(...flags: string[]): Promise<string> {
  const cwd = emptyDir();
  const { code, stderr } = await cli(['new', 'demo', '--yes', ...flags], { cwd });
  expect({ code, stderr }).toMatchObject({ code: 0 });
  return join(cwd, 'demo');
}

async function edit(dir: string, file: string, change: (text: string) => string): Promise<void> {
  const path = join(dir, file);
  const text = await readFile(path, 'utf8');
  expect(change(text)).not.toBe(text);
  await writeFile(path, change(text));
}

async function build(dir: string, name: string, ...args: string[]) {
  made.push(tag(name));
  const { exitCode, all } = await execa(
    'docker',
    ['build', '--progress', 'plain', '--tag', tag(name), ...args, dir],
    {
      reject: false,
      all: true,
    },
  );
  return { exitCode, all };
}

async function verified(dir: string): Promise<Report> {
  const { code, stdout, stderr } = await cli(['verify', dir, '--json'], { cwd: emptyDir() });
  expect({ stderr, there: stdout !== '' }).toMatchObject({ there: true });
  const report = JSON.parse(stdout) as Report;
  expect({ problems: problems(report), report }).toMatchObject({ problems: [] });
  expect(code).toBe(0);
  return report;
}

const builtBy = async (name: string) => (await readFiles(tag(name), /^app$/)).get('app');

describe('--registry and --pin', () => {
  let registry: ImageRegistry;
  let prefix: string;
  const digests = new Map<string, string>();
  const images = ['golang:1.26-trixie', 'gcr.io/distroless/static-debian13:debug-nonroot'];

  beforeAll(async () => {
    registry = await startImageRegistry();
    prefix = `${registry.host}/mirror`;
    // A builder that only the mirror has: what it "compiles" says so.
    const debug = 'gcr.io/distroless/static-debian13:debug-nonroot';
    const fake = `FROM ${debug}
USER 0
RUN ["/busybox/sh", "-c", "ln -s /busybox/busybox /bin/sh && mkdir -p /usr/local/go/bin"]
COPY --chmod=755 <<'SH' /busybox/go
#!/busybox/sh
case $1 in build) mkdir -p /out && echo 'of the mirror' > /out/app ;; esac
SH
`;
    made.push(tag('builder'));
    await execa('docker', ['build', '--quiet', '--tag', tag('builder'), '-'], { input: fake });
    digests.set(
      images[0] as string,
      await registry.push(tag('builder'), 'mirror/docker.io/library/golang:1.26-trixie'),
    );
    for (const name of ['nonroot', 'debug-nonroot'].map(
      (each) => `gcr.io/distroless/static-debian13:${each}`,
    )) {
      digests.set(name, await registry.push(name, `mirror/${name}`));
    }
  });
  afterAll(() => registry?.stop());

  it('every image comes from the mirror under its full name, and the label says from where', async () => {
    const dir = await generate('--lang', 'go', '--target', 'distroless', '--registry', prefix);
    expect(await build(dir, 'mirrored')).toMatchObject({ exitCode: 0 });
    expect(await builtBy('mirrored')).toBe('of the mirror\n');
    const format = '{{index .Config.Labels "org.opencontainers.image.base.name"}}';
    const { stdout } = await execa('docker', ['image', 'inspect', '--format', format, tag('mirrored')]);
    expect(stdout).toBe(`${prefix}/gcr.io/distroless/static-debian13:nonroot`);
  });

  it('another mirror is one build argument away', async () => {
    const dir = await generate('--lang', 'go', '--target', 'scratch', '--registry', 'mirror.invalid');
    const there = await build(dir, 'other', '--build-arg', `REGISTRY=${prefix}`, '--target', 'build');
    expect(there).toMatchObject({ exitCode: 0 });
    const here = await build(dir, 'other', '--target', 'build');
    expect(here.exitCode).not.toBe(0);
    expect(here.all).toContain('mirror.invalid');
  });

  it('digests are asked of the registry, stand behind the tags and build', async () => {
    // The engine forgets that it pushed them.
    await execa('docker', ['image', 'rm', '--force', ...images.map((name) => `${prefix}/${name}`)], {
      reject: false,
    });
    const dir = await generate('--lang', 'go', '--target', 'distroless', '--registry', prefix, '--pin');
    const dockerfile = await readFile(join(dir, 'Dockerfile'), 'utf8');
    const pinned = [
      ...dockerfile.matchAll(/^FROM .*?\$\{REGISTRY\}\/(?:docker\.io\/library\/)?(\S+)@(\S+)/gm),
    ];
    expect(new Map(pinned.map(([, name, digest]) => [name, digest]))).toEqual(digests);
    expect(await build(dir, 'pinned')).toMatchObject({ exitCode: 0 });
    expect(await builtBy('pinned')).toBe('of the mirror\n');
  });

  it('digests in the Dockerfile outlive a later run, as an updater has moved them', async () => {
    const dir = await generate('--lang', 'go', '--target', 'distroless', '--registry', prefix, '--pin');
    const moved = `sha256:${'0'.repeat(64)}`;
    await edit(dir, 'Dockerfile', (text) => text.replaceAll(/(golang:\S+)@\S+/g, `$1@${moved}`));
    const { code, stdout } = await cli(['new', '.', '--yes', '--json'], { cwd: dir });
    expect(code).toBe(0);
    expect(JSON.parse(stdout).files).toContainEqual({ path: 'Dockerfile', action: 'identical' });
  });

  it('an image without a digest is an error, and nothing is written', async () => {
    const cwd = emptyDir();
    const nowhere = `${registry.host}/empty`;
    const { code, stderr } = await cli(['new', 'demo', '--yes', '--pin', '--registry', nowhere], { cwd });
    expect(code).toBe(1);
    expect(stderr).toContain(`error: --pin: no digest of ${nowhere}/`);
    expect((await cli(['verify', 'demo'], { cwd })).stderr).toContain('no Dockerfile in demo');
  });
});

/** A step of the Dockerfile that is known to go to the network asks a server, with the tool's own trust. */
const asks = (step: string, command: string) => (text: string) => text.replace(step, `${command} && ${step}`);

const fetchFrom = (url: string) =>
  execa('docker', ['run', '--rm', 'demo:verify', 'fetch', url], { reject: false, all: true });

describe('--extra-ca', () => {
  let authority: Authority;
  let server: Awaited<ReturnType<typeof startTlsServer>>;
  beforeAll(async () => {
    authority = await makeAuthority();
    server = await startTlsServer();
  });
  afterAll(() => server?.stop());

  const goAsks = () =>
    asks(
      'go mod download',
      `GONOSUMDB=example.test GOPROXY=${server.url} go list -m -versions example.test/m`,
    );
  const fetcher = `package main

import ("fmt"; "net/http"; "os")

func init() {
	if len(os.Args) < 3 || os.Args[1] != "fetch" { return }
	_, err := http.Get(os.Args[2])
	if err != nil { fmt.Println(err); os.Exit(1) }
	os.Exit(0)
}
`;
  it('without it the build trusts nobody but the public authorities', async () => {
    const dir = await generate('--lang', 'go');
    await edit(dir, 'Dockerfile', goAsks());
    const { exitCode, all } = await build(dir, 'untrusting');
    expect(exitCode).not.toBe(0);
    expect(all).toContain('certificate signed by unknown authority');
  });

  it('the build trusts it, verify passes it on, and the image knows nothing of it', async () => {
    const dir = await generate('--lang', 'go', '--extra-ca', authority.file);
    await edit(dir, 'Dockerfile', goAsks());
    await writeFile(join(dir, 'fetch.go'), fetcher);
    await verified(dir);
    const { exitCode, all } = await fetchFrom(server.url);
    expect({ exitCode, all }).toMatchObject({
      exitCode: 1,
      all: expect.stringContaining('unknown authority'),
    });
    const everything = await readFiles('demo:verify', /./);
    const line = authority.certificate.split('\n')[5] as string;
    expect([...everything].filter(([, text]) => text.includes(line))).toEqual([]);
    // Who builds by hand and forgets it is told so.
    const forgotten = await build(dir, 'forgotten', '--no-cache-filter', 'build');
    expect(forgotten.exitCode).not.toBe(0);
    expect(forgotten.all).toContain('secret extra-ca: not found');
  });

  it('the service trusts it too when that is asked for', async () => {
    const dir = await generate('--lang', 'go', '--extra-ca', authority.file, '--extra-ca-runtime');
    await writeFile(join(dir, 'fetch.go'), fetcher);
    await verified(dir);
    const { exitCode, all } = await fetchFrom(server.url);
    expect({ exitCode, all }).toMatchObject({ exitCode: 0 });
  });

  it('where the runtime has authorities of its own: in the build and in the service', async () => {
    const flags = ['--lang', 'node', '--extra-ca', authority.file, '--extra-ca-runtime'];
    const dir = await generate(...flags);
    await edit(dir, 'Dockerfile', asks('npm ci', `npm ping --registry ${server.url}`));
    await verified(dir);
    const fetches = [
      '-e',
      `fetch(${JSON.stringify(server.url)}).then(() => console.log('trusted'), (e) => console.log(e.cause.code))`,
    ];
    const node = (image: string) =>
      execa('docker', ['run', '--rm', '--entrypoint', '/nodejs/bin/node', image, ...fetches]);
    expect((await node('demo:verify')).stdout).toBe('trusted');
    expect((await node('gcr.io/distroless/nodejs24-debian13:nonroot')).stdout).toMatch(/UNABLE|SELF_SIGNED/);
  });
});

describe('--packages', () => {
  const names = 'libpq5';
  let dir: string;
  beforeAll(async () => {
    dir = await generate('--lang', 'node', '--target', 'nodejs24', '--packages', names);
  });

  it('brings the library and what it needs, its records, and nothing that could run a command', async () => {
    await verified(dir);
    // The loader finds it and everything that it needs.
    const load = 'process.dlopen({ exports: {} }, "libpq.so.5")';
    const ran = await execa(
      'docker',
      ['run', '--rm', '--entrypoint', '/nodejs/bin/node', 'demo:verify', '-e', load],
      {
        reject: false,
      },
    );
    // Loaded, though it is no module of Node's: a library that is missing says "cannot open shared object file".
    expect(ran.stderr).toContain('Module did not self-register');
    const files = await readFiles('demo:verify', /^var\/lib\/dpkg\//);
    const records = [...files.keys()].filter((path) => /^var\/lib\/dpkg\/status\.d\/[^/]+$/.test(path));
    const own = records.filter((path) => !path.endsWith('.md5sums'));
    expect(own).toContain('var/lib/dpkg/status.d/libpq5');
    for (const path of own) {
      const text = files.get(path) as string;
      expect(text).toMatch(/^Package: \S+$/m);
      expect(text).toMatch(/^Version: \S+$/m);
      expect(text).toMatch(/^Architecture: \S+$/m);
    }
    const sums = (files.get('var/lib/dpkg/status.d/libpq5.md5sums') as string).trim().split('\n');
    expect(sums.map((line) => /^[0-9a-f]{32} {2}(\S+)$/.exec(line)?.[1])).toEqual(
      expect.arrayContaining([expect.stringMatching(/^usr\/lib\/[^/]+\/libpq\.so\.5\.\d+$/)]),
    );
  });

  it.each([
    ['a shell', 'zsh', 'zsh is no library'],
    ['a program', 'shared-mime-info', 'shared-mime-info is no library: it brings programs'],
    ['what scripts of packages use', 'dash', 'dash is no library'],
    ['a name that Debian has not', 'libfoo9', 'Debian has no package libfoo9'],
  ])('the build fails for %s', async (_, name, message) => {
    await edit(dir, 'Dockerfile', (text) => text.replace(/("\$TARGETARCH") .*/, `$1 ${name}`));
    const { exitCode, all } = await build(dir, 'refused', '--target', 'packages');
    expect(exitCode).not.toBe(0);
    expect(all).toContain(message);
  });
});

describe('--tz', () => {
  it('copies the zone data where nothing has them', async () => {
    const dir = await generate('--lang', 'rust', '--target', 'scratch', '--tz');
    await verified(dir);
    const files = await readFiles('demo:verify', /^usr\/share\/zoneinfo\//);
    const zones = [...files];
    expect(zones.map(([path]) => path)).toContain('usr/share/zoneinfo/Europe/Berlin');
    expect(zones.filter(([path]) => /zoneinfo\/(right|posix)\//.test(path))).toEqual([]);
    const bytes = zones.reduce((sum, [, text]) => sum + text.length, 0);
    expect(Math.abs(bytes - zoneBytes)).toBeLessThan(zoneBytes / 10);
  });
});
