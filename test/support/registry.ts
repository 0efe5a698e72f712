import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';
import { emptyDir } from './cli.ts';

export type Registry = {
  readonly url: string;
  /** For npm and npx: this registry and a cache of its own. */
  readonly env: Record<string, string>;
  stop(): Promise<void>;
};

/** A throw-away npm registry on loopback that serves the packed package and nothing else. */
export async function startRegistry(tarball: string): Promise<Registry> {
  const dir = emptyDir();
  const port = await freePort();
  const url = `http://127.0.0.1:${port}/`;
  const config = join(dir, 'config.yaml');
  await writeFile(
    config,
    `storage: ${dir}/storage\nuplinks: {}\npackages: {"**": {access: $all, publish: $all, unpublish: $all}}\nlog: {type: stdout, level: error}\n`,
  );
  const userconfig = join(dir, 'npmrc');
  // npm wants some token before it publishes; the registry lets anyone.
  await writeFile(userconfig, `registry=${url}\n//127.0.0.1:${port}/:_authToken=anyone\n`);
  const bin = join(import.meta.dirname, '../../node_modules/verdaccio/bin/verdaccio');
  const server = execa(process.execPath, [bin, '--config', config, '--listen', `127.0.0.1:${port}`], {
    reject: false,
    stdin: 'ignore',
  });
  const env = {
    npm_config_registry: url,
    npm_config_userconfig: userconfig,
    npm_config_cache: join(dir, 'cache'),
  };
  await waitForAnswer(url, () => server.exitCode !== null);
  await execa('npm', ['publish', '--ignore-scripts', '--provenance=false', tarball], { env });
  return {
    url,
    env,
    async stop() {
      server.kill();
      await server;
    },
  };
}

async function waitForAnswer(url: string, ended: () => boolean): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    if (ended()) throw new Error('the registry ended before it answered');
    const answer = await fetch(url).catch(() => undefined);
    if (answer) return;
    await sleep(100);
  }
  throw new Error(`no answer from ${url}`);
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject).listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
