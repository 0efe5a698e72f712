import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Interrupted } from '../../src/errors.ts';
import { findDigests } from '../../src/gather/digests.ts';
import { emptyDir } from '../support/cli.ts';

const digest = `sha256:${'a'.repeat(64)}`;
const never = new AbortController().signal;

afterEach(() => vi.unstubAllEnvs());

/** A docker command that answers as told; what it is not told about fails. */
async function docker(answers: Readonly<Record<string, string>>): Promise<void> {
  const dir = emptyDir();
  const cases = Object.entries(answers).map(([args, answer]) => `  '${args}'*) ${answer} ;;`);
  const script = ['#!/bin/sh', 'case "$*" in', ...cases, '  *) exit 1 ;;', 'esac', ''];
  await writeFile(join(dir, 'docker'), script.join('\n'));
  await chmod(join(dir, 'docker'), 0o755);
  vi.stubEnv('PATH', dir);
}

const ask = (signal = never) => findDigests(['golang:1.26'], '', new Map(), signal);
const found = new Map([['docker.io/library/golang:1.26', digest]]);

const engine = { version: "echo '29.0.0'" };
const buildx = { 'buildx version': "echo 'buildx v0.30.0'" };
const refused = {
  'buildx imagetools': "echo 'ERROR: first' >&2; echo 'ERROR: golang:1.26: not found' >&2; exit 1",
};
const noSuchCommand = {
  'buildx imagetools': `echo "unknown command: docker buildx" >&2; echo "Run 'docker --help' for more information" >&2; exit 1`,
};

describe('a digest', () => {
  it('is what the engine has pulled', async () => {
    await docker({ 'image inspect': `echo '["elsewhere/golang@sha256:0","golang@${digest}"]'` });
    expect(await ask()).toEqual(found);
  });

  it.each(['null', '[]', '["elsewhere/golang@sha256:0"]'])(
    'is asked of the registry where the engine says %s',
    async (said) => {
      await docker({ 'image inspect': `echo '${said}'`, 'buildx imagetools': `echo ${digest}` });
      expect(await ask()).toEqual(found);
    },
  );

  it('that is known is asked of nobody', async () => {
    vi.stubEnv('PATH', emptyDir());
    expect(await findDigests(['golang:1.26'], '', found, never)).toEqual(found);
  });
});

describe('without a digest it says why', () => {
  it('no command', async () => {
    vi.stubEnv('PATH', emptyDir());
    await expect(ask()).rejects.toMatchObject({
      exitCode: 4,
      message:
        '--pin: no digest of golang:1.26: there is no docker command to ask an engine or a registry with',
    });
  });

  it.each([
    [
      'no buildx',
      { ...engine, ...noSuchCommand },
      1,
      'the engine has not pulled it, and docker has no buildx to ask a registry with',
    ],
    [
      'neither an engine nor buildx',
      noSuchCommand,
      4,
      'the container engine does not answer, and docker has no buildx to ask a registry with',
    ],
    [
      'the registry refuses',
      { ...engine, ...buildx, ...refused },
      1,
      'the engine has not pulled it, and the registry’s answer is golang:1.26: not found',
    ],
    [
      'no engine, and the registry refuses',
      { ...buildx, ...refused },
      1,
      'the container engine does not answer, and the registry’s answer is golang:1.26: not found',
    ],
    [
      'an answer that is no digest',
      { ...engine, ...buildx, 'buildx imagetools': 'echo' },
      1,
      'the engine has not pulled it, and the registry has none',
    ],
  ])('%s', async (_, answers, exitCode, message) => {
    await docker(answers);
    await expect(ask()).rejects.toMatchObject({
      exitCode,
      message: `--pin: no digest of golang:1.26: ${message}`,
      hint: expect.stringContaining('leave --pin out'),
    });
  });
});

it('neither an engine nor a registry that hangs is waited for', async () => {
  const hangs = 'exec /bin/sleep 30';
  const patience = { engineMs: 500, registryMs: 1000 };
  const impatient = () => findDigests(['golang:1.26'], '', new Map(), never, patience);
  await docker({ 'image inspect': hangs, 'buildx imagetools': `echo ${digest}` });
  expect(await impatient()).toEqual(found);
  await docker({ 'image inspect': hangs, ...buildx, 'buildx imagetools': hangs });
  await expect(impatient()).rejects.toMatchObject({
    exitCode: 1,
    message: expect.stringContaining('the registry does not answer within 1 s'),
  });
});

it('Ctrl-C ends it', async () => {
  await docker({ 'image inspect': 'exec /bin/sleep 30' });
  await expect(ask(AbortSignal.timeout(300))).rejects.toThrow(Interrupted);
});
