import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';

export type ImageRegistry = {
  /** Such as `localhost:32768`, as the engine and this machine know it. */
  readonly host: string;
  /** Puts an image of the engine there under another name; gives the digest. */
  push(image: string, name: string): Promise<string>;
  stop(): Promise<void>;
};

const image = 'create-distroless-test/registry';

/** A throw-away image registry, Debian's, in a container of the engine under test: engines take plain HTTP from localhost. */
export async function startImageRegistry(): Promise<ImageRegistry> {
  const dockerfile = `FROM debian:trixie-slim
RUN apt-get update && apt-get install -y --no-install-recommends docker-registry
COPY <<YAML /config.yml
version: 0.1
storage: { filesystem: { rootdirectory: /var/lib/docker-registry } }
http: { addr: ":5000" }
YAML
ENTRYPOINT ["docker-registry", "serve", "/config.yml"]
`;
  await execa('docker', ['build', '--quiet', '--tag', image, '-'], { input: dockerfile });
  const { stdout: id } = await execa('docker', ['run', '--detach', '--publish', '127.0.0.1::5000', image]);
  const { stdout: address } = await execa('docker', ['port', id, '5000/tcp']);
  const host = `localhost:${address.split(':').at(-1)}`;
  await waitForAnswer(id);
  const names: string[] = [];
  return {
    host,
    async push(local, name) {
      const full = `${host}/${name}`;
      await execa('docker', ['tag', local, full]);
      await execa('docker', ['push', '--quiet', full]);
      names.push(full);
      const { stdout } = await execa('docker', ['buildx', 'imagetools', 'inspect', '--raw', full], {
        stripFinalNewline: false,
        encoding: 'buffer',
      });
      return `sha256:${createHash('sha256').update(stdout).digest('hex')}`;
    },
    async stop() {
      await execa('docker', ['rm', '--force', '--volumes', id]);
      await execa('docker', ['image', 'rm', '--force', ...names], { reject: false });
    },
  };
}

async function waitForAnswer(id: string): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    const { all } = await execa('docker', ['logs', id], { all: true });
    if (all.includes('listening on')) return;
    await sleep(100);
  }
  throw new Error('the registry does not listen');
}
