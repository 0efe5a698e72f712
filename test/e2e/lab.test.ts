import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, it } from 'vitest';
import { loadStacks } from '../../src/stacks/load.ts';
import { imagesOf } from '../support/engine.ts';
import { describeFacts, facts, knownImages } from './support/facts.ts';
import { docker } from './support/image-files.ts';

const LAB = join(import.meta.dirname, '../lab/lab');
const MINUTE = 60_000;

const parseExports = (stdout: string): Record<string, string> =>
  Object.fromEntries(
    [...stdout.matchAll(/^export (\w+)=(.*)$/gm)].map(([, key = '', value = '']) => [
      key,
      value.replace(/\\(.)/g, '$1'),
    ]),
  );
const status = async (): Promise<string[][]> =>
  (await execa(LAB, ['status'])).stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => line.split('\t'));

const recipes = readFileSync(join(import.meta.dirname, '../lab/images'), 'utf8')
  .split('\n')
  .filter((line) => line && !line.startsWith('#'))
  .map((line) => line.split(/\s+/)[0]);

// Those that a stack builds on are tested with the stack. Stand-ins that nothing builds on take long to make: only on request.
const usedByStacks = new Set(knownImages((await loadStacks()).flatMap(imagesOf)));
const unused = facts.images.flatMap((group) => group.refs).filter((ref) => !usedByStacks.has(ref));
if (process.env.LAB_IMAGES === 'all') describeFacts(unused);

describe('the lab', () => {
  it('has facts of every image, each with its source', { timeout: 5000 }, () => {
    const described = new Set(facts.images.flatMap((group) => group.refs));
    expect(recipes.filter((ref) => !described.has(ref ?? ''))).toEqual([]);
    for (const fact of facts.images.flatMap((group) => group.facts)) {
      expect(fact.source).toMatch(/^(https:\/\/|[\w.-]+\/[\w.-]+:)\S+$/);
    }
  });

  it('let a stand-in builder build what a stand-in runtime runs', { timeout: 3 * MINUTE }, async () => {
    const dockerfile = [
      'FROM golang:1.26-trixie AS build',
      'WORKDIR /src',
      String.raw`RUN printf 'package main\nimport "os"\nfunc main() { _, err := os.ReadDir("/home/nonroot"); println(os.Getuid(), err == nil) }\n' > main.go`,
      'RUN CGO_ENABLED=0 go build -o /main main.go',
      'FROM gcr.io/distroless/static-debian13:nonroot',
      'COPY --from=build /main /main',
      'ENTRYPOINT ["/main"]',
    ].join('\n');
    const tag = `create-distroless-lab-test:${process.pid}`;
    await execa('docker', ['build', '-q', '-t', tag, '-'], { input: dockerfile });
    try {
      expect((await execa('docker', ['run', '--rm', '--network', 'none', tag])).stderr).toBe('65532 true');
    } finally {
      await docker('rmi', '-f', tag);
    }
  });

  it('prints exports that reach the engine', { timeout: 30_000 }, async () => {
    const { stdout } = await execa(LAB, ['env']);
    expect(stdout.split('\n').every((line) => line.startsWith('export '))).toBe(true);
    const engine = await execa('bash', ['-c', 'eval "$0"; docker version -f "{{.Server.Os}}"', stdout]);
    expect(engine.stdout).toBe('linux');
  });

  it('uses the engine that answers', { timeout: 30_000 }, async () => {
    const before = await status();
    const { stdout, stderr } = await execa(LAB, ['up']);
    expect(stderr).toContain('using the engine that answers');
    expect(parseExports(stdout)['DOCKER_HOST']).toBe(process.env['DOCKER_HOST']);
    expect(await status()).toEqual(before);
  });

  it('refuses what it does not know', { timeout: 30_000 }, async () => {
    const unknown = await execa(LAB, ['ensure', 'no.such.registry.invalid/image:1'], { reject: false });
    expect(unknown.exitCode).toBe(1);
    expect(unknown.stderr).toContain(
      'no.such.registry.invalid/image:1: not here, not to be had from no.such.registry.invalid',
    );
    expect((await execa(LAB, ['bogus'], { reject: false })).exitCode).toBe(2);
    expect((await execa(LAB, ['up', '--name', '../x'], { reject: false })).exitCode).toBe(1);
    const foreign = mkdtempSync(join(tmpdir(), 'create-distroless-lab-'));
    try {
      const removal = await execa(LAB, ['remove'], {
        reject: false,
        env: { CREATE_DISTROLESS_LAB: foreign },
      });
      expect(removal.exitCode).toBe(1);
      expect(existsSync(foreign)).toBe(true);
    } finally {
      rmSync(foreign, { recursive: true });
    }
  });

  // Where an engine is there already the tests need no root, but a further one does.
  // oxlint-disable-next-line vitest/no-conditional-tests -- one of the two runs everywhere, and none is skipped
  if (process.getuid?.() !== 0) {
    it('says that a further engine needs root', { timeout: 30_000 }, async () => {
      const result = await execa(LAB, ['up', '--name', 'test-second'], { reject: false });
      expect(result.exitCode).toBe(1);
      expect(result.stderr).toContain('root is needed to start an engine');
    });
    return;
  }

  it(
    'starts a further engine with a bridge of its own, and recovers from its death',
    { timeout: 10 * MINUTE },
    async () => {
      const name = `test-${process.pid}`;
      const others = readdirSync('/sys/class/net').filter((device) => device === 'docker0');
      const row = async (): Promise<string[]> => (await status()).find(([of]) => of === name) ?? [];
      try {
        const started = await execa(LAB, ['up', '--name', name]);
        expect(started.stderr).toContain('starting engine');
        const env = parseExports(started.stdout);
        expect(env['DOCKER_HOST']).not.toBe(process.env['DOCKER_HOST']);
        const on = async (...args: string[]): Promise<string> =>
          (await execa('docker', args, { env })).stdout;
        const bridge = await on(
          'network',
          'inspect',
          'bridge',
          '-f',
          '{{index .Options "com.docker.network.bridge.name"}} {{(index .IPAM.Config 0).Subnet}}',
        );
        const [, state, pid = '', device = '', subnet = ''] = await row();
        expect(state).toBe('up');
        expect(bridge).toBe(`${device} ${subnet.replace('0.0/16', '0.0/24')}`);
        expect(existsSync(`/sys/class/net/${device}`)).toBe(true);
        for (const [other, , , itsDevice, itsSubnet] of await status()) {
          if (other === name) continue;
          expect(itsDevice).not.toBe(device);
          expect(itsSubnet).not.toBe(subnet);
        }
        // a container and its engine die together, and the next `up` finds both the image and the container
        await execa(LAB, ['ensure', '--name', name, 'gcr.io/distroless/static-debian13:debug'], {
          stderr: 'inherit',
        });
        const container = await on('run', '-d', 'gcr.io/distroless/static-debian13:debug', '-c', 'sleep 600');
        process.kill(Number(pid), 'SIGKILL');
        await expect.poll(async () => (await row())[1], { timeout: 10_000 }).toBe('down');
        await execa(LAB, ['up', '--name', name], { stderr: 'inherit' });
        expect(await on('inspect', '-f', '{{.State.Running}}', container)).toBe('false');
        await on('start', container);
        expect(await on('inspect', '-f', '{{.State.Running}}', container)).toBe('true');
        await execa(LAB, ['down', '--name', name], { stderr: 'inherit' });
        expect((await row())[1]).toBe('down');
        expect(readdirSync('/sys/class/net')).toEqual(expect.arrayContaining(others));
        expect(existsSync(`/sys/class/net/${device}`)).toBe(false);
        expect((await execa('docker', ['version'], { env, reject: false })).exitCode).not.toBe(0);
      } finally {
        await execa(LAB, ['remove', '--name', name], { stderr: 'inherit', reject: false });
      }
    },
  );
});
