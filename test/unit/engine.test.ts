import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, test, vi } from 'vitest';
import { endpointOf, gatewayOf, isMounted } from '../../src/engine/endpoint.ts';
import { findEngine } from '../../src/engine/find.ts';
import { tunnelArgs } from '../../src/engine/tunnel.ts';
import { readBuildahSteps, readBuildKitSteps, type StepReader } from '../../src/engine/steps.ts';

function count(reader: StepReader, text: string) {
  for (const line of text.split('\n')) reader.add(line);
  const steps = reader.read();
  return { steps: steps.length, cachedSteps: steps.filter(({ cached }) => cached).length };
}

describe('the steps of a build', () => {
  test('as BuildKit prints them', ({ expect }) => {
    const text = `#1 [internal] load build definition from Dockerfile
#1 DONE 0.0s
#5 [build 1/3] FROM docker.io/library/golang
#6 [build 2/3] COPY go.mod ./
#6 CACHED
#7 [build 3/3] RUN go build
#7 0.123 CACHED
#7 DONE 2.0s`;
    expect(count(readBuildKitSteps(), text)).toEqual({ steps: 3, cachedSteps: 1 });
  });

  test('as buildah prints them: one stage, several, and what a step says itself', ({ expect }) => {
    expect(count(readBuildahSteps(), 'STEP 1/2: FROM scratch\nSTEP 2/2: COPY a /a\n--> 0809fa62c83')).toEqual(
      {
        steps: 1,
        cachedSteps: 0,
      },
    );
    const text = `[1/2] STEP 1/3: FROM docker.io/library/golang AS build
[1/2] STEP 2/3: COPY go.mod ./
--> Using cache 0809fa62c8344ca55ac218d294fbc2131c9b2b83d8f9c2bf972dd51cf0dd0c5b
--> 0809fa62c83
[1/2] STEP 3/3: RUN go build
 --> Using cache of its own
now STEP 1/9: of something else
[2/2] STEP 1/2: FROM scratch
[2/2] STEP 2/2: COPY --from=build /a /a
[2/2] COMMIT svc:verify`;
    expect(count(readBuildahSteps(), text)).toEqual({ steps: 3, cachedSteps: 1 });
  });
});

describe('where published ports are reached', () => {
  test.for([
    ['', '127.0.0.1', true],
    ['unix:///run/user/1000/docker.sock', '127.0.0.1', true],
    ['npipe:////./pipe/docker_engine', '127.0.0.1', true],
    ['tcp://127.0.0.1:2375', '127.0.0.1', true],
    ['tcp://localhost:2375', '127.0.0.1', true],
    ['tcp://[::1]:2375', '127.0.0.1', true],
    ['ssh://core@127.0.0.1:53112/run/user/501/podman/podman.sock', '127.0.0.1', true],
    ['tcp://build.example:2376', 'build.example', false],
    ['tcp://[fd00::7]:2376', 'fd00::7', false],
    ['https://192.0.2.9:2376', '192.0.2.9', false],
  ] as const)('%s', async ([url, host, loopback], { expect }) => {
    expect(await endpointOf(url)).toEqual({ url, hosts: [host], loopback });
  });

  test('of an engine behind ssh through a tunnel', async ({ expect }) => {
    const url = 'ssh://me@build.example:2222';
    expect(await endpointOf(url)).toEqual({ url, hosts: ['127.0.0.1'], loopback: true, tunnel: true });
    expect(tunnelArgs(url, 40_001, 32_768).slice(5)).toEqual([
      '-L',
      '127.0.0.1:40001:127.0.0.1:32768',
      '-p',
      '2222',
      '-l',
      'me',
      '--',
      'build.example',
    ]);
    // What looks like an option of ssh stays a name.
    expect(tunnelArgs('ssh://-oProxyCommand=x', 40_001, 32_768).slice(-2)).toEqual([
      '--',
      '-oProxyCommand=x',
    ]);
  });

  test('a socket that is mounted into a container is another machine’s', ({ expect }) => {
    const mounts = `22 1 0:20 / / rw - overlay overlay rw
31 22 0:26 /docker.sock /run/docker.sock rw - tmpfs tmpfs rw
`;
    expect(isMounted('/var/run/docker.sock', mounts)).toBe(true);
    expect(isMounted('/run/docker.sock', mounts)).toBe(true);
    expect(isMounted('/run/other.sock', mounts)).toBe(false);
    expect(isMounted('', mounts)).toBe(false);
  });

  test('the default gateway of /proc/net/route', ({ expect }) => {
    const head = 'Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\n';
    expect(gatewayOf(`${head}eth0\t00000000\t010011AC\t0003\t0\t0\t0\t00000000\n`)).toBe('172.17.0.1');
    expect(gatewayOf(`${head}eth0\t000011AC\t00000000\t0001\t0\t0\t0\t0000FFFF\n`)).toBeUndefined();
    expect(gatewayOf('')).toBeUndefined();
  });
});

describe('the engine that is found', () => {
  let bin: string;
  const podmanInfo = JSON.stringify({
    host: { os: 'linux', arch: 'arm64', serviceIsRemote: false },
    version: { Version: '5.4.2' },
  });
  /** A command that answers its first argument with a text, and fails for any other. */
  async function install(name: string, answers: Readonly<Record<string, string>>): Promise<void> {
    const cases = Object.entries(answers).map(([arg, text]) => `${arg}) echo '${text}'; exit 0;;`);
    await writeFile(
      join(bin, name),
      `#!/bin/sh\ncase $1 in\n${cases.join('\n')}\nesac\necho 'Error: no' >&2; exit 1\n`,
    );
    await chmod(join(bin, name), 0o755);
  }
  const docker = { version: '28.0.1 linux/amd64 Engine,containerd,', context: 'unix:///var/run/docker.sock' };

  beforeEach(async () => {
    bin = await mkdtemp(join(tmpdir(), 'create-distroless-engine-'));
    vi.stubEnv('PATH', bin);
    vi.stubEnv('DOCKER_HOST', '');
    vi.stubEnv('DOCKER_CONTEXT', '');
  });
  afterEach(async () => {
    vi.unstubAllEnvs();
    await rm(bin, { recursive: true });
  });

  test('is Docker where both answer, podman where it is asked for', async ({ expect }) => {
    await install('docker', docker);
    await install('podman', { info: podmanInfo });
    expect(await findEngine()).toMatchObject({
      command: 'docker',
      version: '28.0.1',
      platform: 'linux/amd64',
    });
    expect(await findEngine({ engine: 'podman' })).toMatchObject({
      command: 'podman',
      version: '5.4.2',
      platform: 'linux/arm64',
    });
  });

  test('is podman where Docker is not there or does not answer', async ({ expect }) => {
    await install('podman', { info: podmanInfo });
    expect((await findEngine()).command).toBe('podman');
    await install('docker', {});
    expect((await findEngine()).command).toBe('podman');
    await expect(findEngine({ engine: 'docker' })).rejects.toThrow('(docker) does not answer: Error: no');
  });

  test('is never another than the Docker that the user named', async ({ expect }) => {
    await install('podman', { info: podmanInfo });
    await install('docker', {});
    vi.stubEnv('DOCKER_HOST', 'tcp://build.example:2376');
    await expect(findEngine()).rejects.toMatchObject({ exitCode: 4 });
    vi.stubEnv('DOCKER_HOST', '');
    vi.stubEnv('DOCKER_CONTEXT', 'build');
    await expect(findEngine()).rejects.toMatchObject({ exitCode: 4 });
  });

  test('is not podman behind the client of Docker', async ({ expect }) => {
    await install('docker', { ...docker, version: '5.4.2 linux/amd64 Podman Engine,Conmon,' });
    await expect(findEngine()).rejects.toThrow('is podman');
    await install('podman', { info: podmanInfo });
    expect((await findEngine()).command).toBe('podman');
  });

  test('is none: exit 4 and how to get one', async ({ expect }) => {
    await expect(findEngine()).rejects.toMatchObject({
      exitCode: 4,
      message: expect.stringContaining('nor does podman answer'),
      hint: expect.stringContaining('https://docs.docker.com/engine/install/'),
    });
    await expect(findEngine({ engine: 'podman' })).rejects.toMatchObject({
      exitCode: 4,
      hint: expect.stringContaining('apt-get install podman'),
    });
  });

  test('builds as it is wished, and podman has no builders', async ({ expect }) => {
    await install('docker', docker);
    await install('podman', { info: podmanInfo });
    const what = {
      context: '/src',
      stdin: true,
      tags: ['a:b'],
      secrets: { ca: '/x,y' },
      args: {},
      cold: false,
      output: undefined,
    };
    const engine = await findEngine({ platform: 'linux/arm64', builder: 'k8s' });
    const args = engine.buildArgs({ ...what, ...engine.wishes });
    expect(args.join(' ')).toBe(
      'build --progress plain --load --tag a:b --builder k8s --platform linux/arm64 --secret id=ca,"src=/x,y" --file - /src',
    );
    const podman = await findEngine({ engine: 'podman', platform: 'linux/arm64' });
    expect(podman.buildArgs({ ...what, ...podman.wishes }).join(' ')).toBe(
      'build --format docker --platform linux/arm64 --tag a:b --secret id=ca,src=/x,y --file - /src',
    );
    await expect(findEngine({ engine: 'podman', builder: 'k8s' })).rejects.toMatchObject({ exitCode: 2 });
  });
});
