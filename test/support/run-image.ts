import http from 'node:http';
import { execa } from 'execa';

/** How an image is run and what must come of it. */
export type Run = {
  readonly env?: Readonly<Record<string, string>>;
  /** Of a server: GET; 200 unless said. */
  readonly path?: string | undefined;
  readonly status?: number;
  readonly body?: string | undefined;
  /** Of a command line. */
  readonly args?: readonly string[] | undefined;
  readonly stdout?: string | undefined;
};
export type Outcome = { readonly ok: boolean; readonly said: string };

/** Runs it once, to its end. */
export async function runImage(image: string, { env = {}, args = [], stdout = '' }: Run): Promise<Outcome> {
  const { exitCode, all } = await execa('docker', ['run', '--rm', ...flagsOf(env), image, ...args], {
    reject: false,
    all: true,
  });
  return { ok: exitCode === 0 && all.includes(stdout), said: `exit ${exitCode}: ${all}` };
}

/** Starts it and asks until it answers. */
export async function askImage(
  image: string,
  port: number,
  { env = {}, path = '/', status = 200, body = '' }: Run,
): Promise<Outcome> {
  const publish = ['--publish', `127.0.0.1::${port}`];
  const { stdout: id } = await execa('docker', ['run', '--detach', ...flagsOf(env), ...publish, image]);
  try {
    const answer = await ask(id, port, path);
    return {
      ok: answer.status === status && answer.body.includes(body),
      said: `${answer.status}: ${answer.body}`,
    };
  } finally {
    await execa('docker', ['rm', '--force', '--volumes', id]);
  }
}

function flagsOf(env: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(env).flatMap(([name, value]) => ['--env', `${name}=${value}`]);
}

/** GET until it answers; the last words of the container when it does not within 45 s. */
async function ask(id: string, port: number, path: string): Promise<{ status: number; body: string }> {
  const { stdout } = await execa('docker', ['port', id, String(port)]);
  const url = `http://${stdout.split('\n')[0]}${path}`;
  const end = Date.now() + 45_000;
  while (Date.now() < end) {
    try {
      return await get(url);
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
  const { all } = await execa('docker', ['logs', id], { reject: false, all: true });
  throw new Error(`no answer from ${path}: ${all}`);
}

/** Not by fetch, which says that it is a script's request: a page is asked for otherwise. */
function get(url: string): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const request = http.get(url, { headers: { accept: '*/*' }, timeout: 5000 }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body }));
      response.on('error', reject);
    });
    request.on('timeout', () => request.destroy(new Error('no answer in 5 s')));
    request.on('error', reject);
  });
}
