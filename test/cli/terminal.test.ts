import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { cli, emptyDir, packedCli, readTree } from '../support/cli.ts';
import { keys, openTerminal } from '../support/terminal.ts';

function start(args: readonly string[], cwd: string, env: Record<string, string> = {}) {
  return openTerminal(process.execPath, [packedCli(), ...args], { cwd, env });
}

/** The questions in the order in which a person meets them, with keys that answer each. */
const questions = [
  ['Name of the service', `demo${keys.enter}`],
  ['Language', keys.enter],
  ['Runtime target', `${keys.down}${keys.enter}`],
  ['Package manager', keys.enter],
  ['Port it listens on', `9000${keys.enter}`],
  ['Image name to push to', keys.enter],
  ['CI workflow', keys.enter],
] as const;

it('asks, writes what was answered and says what is next', async () => {
  const cwd = emptyDir();
  const terminal = start([], cwd);
  for (const [question, answer] of questions) {
    await terminal.waitFor(question);
    terminal.type(answer);
  }
  expect(await terminal.ended).toBe(0);
  expect(terminal.screen()).toContain(
    '--target distroless --manager modules --name demo --port 9000 --image demo --ci github',
  );
  expect((await readTree(join(cwd, 'demo'))).Dockerfile).toContain('9000');
});

it('refuses a bad answer at the prompt and asks again', async () => {
  const terminal = start(
    '--lang go --target scratch --manager modules --image x --ci none --name demo'.split(' '),
    emptyDir(),
  );
  await terminal.waitFor('Port it listens on');
  terminal.type(`99999${keys.enter}`);
  await terminal.waitFor('a port is a whole number');
  terminal.type(keys.ctrlC);
  expect(await terminal.ended).toBe(130);
});

describe('Ctrl-C', () => {
  it.each(questions.map(([question], at) => [question, at] as const))(
    'at "%s" leaves nothing',
    async (question, at) => {
      const cwd = emptyDir();
      const terminal = start([], cwd);
      for (const [earlier, answer] of questions.slice(0, at)) {
        await terminal.waitFor(earlier);
        terminal.type(answer);
      }
      await terminal.waitFor(question);
      terminal.type(keys.ctrlC);
      expect(await terminal.ended).toBe(130);
      expect(terminal.screen()).toContain('interrupted');
      expect(await readTree(cwd)).toEqual({});
    },
  );

  it('in the middle of writing leaves nothing', async () => {
    const cwd = emptyDir();
    const slow = { NODE_OPTIONS: `--import=${join(import.meta.dirname, '../support/slow-disk.mjs')}` };
    const terminal = start(['new', 'demo', '--yes'], cwd, slow);
    while (Object.keys(await readTree(cwd)).length < 3) await sleep(10);
    terminal.type(keys.ctrlC);
    expect(await terminal.ended).toBe(130);
    expect(await readTree(cwd)).toEqual({});
  });
});

it('SIGTERM at a prompt ends it too', async () => {
  const cwd = emptyDir();
  const terminal = start([], cwd);
  await terminal.waitFor('Name of the service');
  terminal.kill('SIGTERM');
  expect(await terminal.ended).toBe(130);
  expect(await readTree(cwd)).toEqual({});
});

describe('a file that differs', () => {
  it('is shown as a diff on d, and kept on n', async () => {
    const cwd = await conflicting();
    const terminal = start(['new', '.', '--port', '9000'], cwd);
    await terminal.waitFor('Dockerfile: your changes and ours overlap. Overwrite it?');
    terminal.type(`d${keys.enter}`);
    await terminal.waitFor('-FROM mine');
    terminal.type(`n${keys.enter}`);
    expect(await terminal.ended).toBe(0);
    expect((await readTree(cwd)).Dockerfile).toBe('FROM mine\n');
  });

  it('is overwritten on y', async () => {
    const cwd = await conflicting();
    const terminal = start(['new', '.', '--port', '9000'], cwd);
    await terminal.waitFor('Dockerfile: your changes and ours overlap. Overwrite it?');
    terminal.type(`y${keys.enter}`);
    expect(await terminal.ended).toBe(0);
    expect((await readTree(cwd)).Dockerfile).toContain('9000');
  });

  it('stops everything on q', async () => {
    const cwd = await conflicting();
    const before = await readTree(cwd);
    const terminal = start(['new', '.', '--port', '9000'], cwd);
    await terminal.waitFor('Dockerfile: your changes and ours overlap. Overwrite it?');
    terminal.type(`q${keys.enter}`);
    expect(await terminal.ended).toBe(1);
    expect(await readTree(cwd)).toEqual(before);
  });
});

describe('a doubt', () => {
  it('about a misspelt command is an error where the user wants no questions', async () => {
    const terminal = start(['verifi', '--yes'], emptyDir());
    expect(await terminal.ended).toBe(2);
    expect(terminal.screen()).toContain('did you mean `verify`?');
  });

  it('about a misspelt command is a question', async () => {
    const cwd = emptyDir();
    const terminal = start(['verifi'], cwd);
    await terminal.waitFor('did you mean "verify"?');
    terminal.type(keys.enter);
    expect(await terminal.ended).toBe(1);
    expect(await readTree(cwd)).toEqual({});
  });

  it('about a directory with files is a question', async () => {
    const cwd = emptyDir();
    await mkdir(join(cwd, 'demo'));
    await writeFile(join(cwd, 'demo/theirs'), '');
    const terminal = start(['new', 'demo'], cwd);
    await terminal.waitFor('Write into it anyway?');
    terminal.type(keys.enter);
    expect(await terminal.ended).toBe(1);
    expect(Object.keys(await readTree(cwd))).toEqual(['demo/theirs']);
  });
});

async function conflicting(): Promise<string> {
  const cwd = emptyDir();
  await cli(['new', '.', '--name', 'demo', '--yes'], { cwd });
  await writeFile(join(cwd, 'Dockerfile'), 'FROM mine\n');
  return cwd;
}
