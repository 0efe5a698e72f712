import { execa } from 'execa';
import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { request } from 'node:http';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, test } from 'vitest';
import type { Report } from '../../src/verify/types.ts';
import { cli, packedCli } from '../support/cli.ts';
import { draw } from './support/defect.ts';
import { problems } from './support/problems.ts';
import { buildParts, fixtureDir, parts, removeFixtures } from './support/fixtures.ts';
import { createRandom } from './support/random.ts';
import { filesOf, type Recipe } from './support/recipe.ts';

const seed = Number(process.env.SEED ?? Date.now() % 1_000_000);
process.stdout.write(`remote.test.ts: SEED=${seed}\n`);
const { names } = draw(createRandom(seed));
const minute = 60_000;
const lab = join(import.meta.dirname, '../lab/lab');
const name = `remote-${process.pid}`;

/** The path of the second engine's socket. */
let socket: string;
/** A Docker configuration of this test's own, with the plugins of the user's. */
let config: string;
const servers: Server[] = [];

beforeAll(async () => {
  await buildParts();
  const { stdout } = await execa(lab, ['up', '--name', name], { stderr: 'inherit' });
  socket = /^export DOCKER_HOST=unix:\/\/(.*)$/m.exec(stdout)?.[1] ?? '';
  await execa('docker', ['save', parts]).pipe('docker', ['--host', `unix://${socket}`, 'load']);
  config = await mkdtemp(join(tmpdir(), 'create-distroless-config-'));
  const plugins = join(process.env.DOCKER_CONFIG ?? join(process.env.HOME ?? '/', '.docker'), 'cli-plugins');
  await symlink(plugins, join(config, 'cli-plugins'));
});

afterAll(async () => {
  for (const server of servers) server.close();
  await execa(lab, ['remove', '--name', name]);
  await rm(config, { recursive: true, force: true });
  await removeFixtures();
});

async function dirOf(recipe: Recipe): Promise<string> {
  return fixtureDir(filesOf(recipe, names));
}

async function docker(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<string> {
  const { stdout } = await execa('docker', args, { env });
  return stdout;
}

/** Containers of ours on the second engine. */
async function leftovers(): Promise<readonly string[]> {
  const filter = ['--filter', 'label=dev.create-distroless.run'];
  const ids = await docker(['--host', `unix://${socket}`, 'ps', '--all', '--quiet', ...filter]);
  return ids.split('\n').filter(Boolean);
}

/** Listens, and hands each connection to `open`, which says what it is to be joined with. */
async function bridge(where: object, open: () => Promise<Socket>): Promise<Server> {
  const server = createServer(async (here) => {
    here.on('error', () => {});
    const there = await open();
    there.on('error', () => here.destroy()).pipe(here);
    here.pipe(there);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(where, resolve));
  return server;
}

/** An address of this machine that is not its loopback: as good as another machine's. */
function address(): string {
  const all = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
  const found = all.find(({ family, internal }) => family === 'IPv4' && !internal);
  if (!found) throw new Error('this machine has no address but its loopback');
  return found.address;
}

describe('a second engine', () => {
  test('behind a context', { timeout: 2 * minute }, async ({ expect }) => {
    const host = `host=unix://${socket}`;
    await docker(['context', 'create', name, '--docker', host], { DOCKER_CONFIG: config });
    const env = { DOCKER_CONFIG: config, DOCKER_CONTEXT: name, DOCKER_HOST: undefined };
    const { code, stdout, stderr } = await cli(['verify', await dirOf({}), '--json'], { env });
    expect(code, stderr).toBe(0);
    const report = JSON.parse(stdout) as Report;
    expect(problems(report)).toEqual([]);
    // It was built and run there, and nowhere else.
    const inspect = ['image', 'inspect', '--format', '{{.Id}}', report.image];
    expect(await docker(['--host', `unix://${socket}`, ...inspect])).toBe(report.digest);
    await expect(docker(inspect)).rejects.toThrow(/No such image/);
    expect(await leftovers()).toEqual([]);
  });

  test('over tcp, its ports at its own address', { timeout: 2 * minute }, async ({ expect }) => {
    const host = address();
    const server = await bridge({ host, port: 0 }, async () => connect(socket));
    const { port } = server.address() as { port: number };
    const env = { DOCKER_HOST: `tcp://${host}:${port}` };
    const { code, stdout, stderr } = await cli(['verify', await dirOf({}), '--json'], { env });
    expect(code, stderr).toBe(0);
    expect(problems(JSON.parse(stdout) as Report)).toEqual([]);
    expect(await leftovers()).toEqual([]);
  });

  test('as a builder: built there, run here', { timeout: 3 * minute }, async ({ expect }) => {
    // BuildKit of the second engine, as a builder on another machine offers it: Docker has it under /grpc.
    let builds = 0;
    const path = join(config, 'buildkit.sock');
    await bridge({ path }, () => {
      builds++;
      return upgraded('/grpc');
    });
    const builder = `${name}-builder`;
    const env = { DOCKER_CONFIG: config };
    await docker(['buildx', 'create', '--name', builder, '--driver', 'remote', `unix://${path}`], env);
    const dir = await dirOf({ add: `LABEL built=${names.word}` });
    const { code, stdout, stderr } = await cli(['verify', dir, '--builder', builder, '--json'], { env });
    expect(code, stderr).toBe(0);
    const report = JSON.parse(stdout) as Report;
    expect(problems(report)).toEqual([]);
    expect(builds).toBeGreaterThan(0);
    expect(report.checks[0]?.data).toMatchObject({ steps: expect.any(Number) });
    await expect(docker(['--host', `unix://${socket}`, 'image', 'inspect', report.image])).rejects.toThrow(
      /No such image/,
    );
  });

  test(
    'that goes away while its containers are checked: exit 4',
    { timeout: 2 * minute },
    async ({ expect }) => {
      const dir = await dirOf({ args: ['-hang'], verify: { stop: '30s' } });
      const child = execa(process.execPath, [packedCli(), 'verify', dir, '--json'], {
        reject: false,
        stdin: 'ignore',
        env: { DOCKER_HOST: `unix://${socket}` },
      });
      while ((await leftovers()).length < 3) await sleep(50);
      await execa(lab, ['down', '--name', name]);
      const { exitCode, stdout } = await child;
      expect(exitCode).toBe(4);
      expect(JSON.parse(stdout)).toMatchObject({ ok: false, error: { code: 4 } });
    },
  );
});

/** A connection to the second engine that goes on in another protocol, as Docker's client asks for it. */
async function upgraded(path: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const headers = { Connection: 'Upgrade', Upgrade: 'h2c' };
    request({ socketPath: socket, path, method: 'POST', headers })
      .once('upgrade', (_, there: Socket, head: Buffer) => {
        there.unshift(head);
        resolve(there);
      })
      .once('error', reject)
      .end();
  });
}
