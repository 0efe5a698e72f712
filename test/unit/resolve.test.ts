import { describe, expect, it } from 'vitest';
import { resolveAnswers, type Ask } from '../../src/answers/resolve.ts';
import type { NewRequest, Repo } from '../../src/pipeline.ts';
import { loadStacks } from '../../src/stacks/load.ts';
import type { StackManifest } from '../../src/stacks/schema.ts';

const stacks = await loadStacks();

type Given = {
  flags?: NewRequest['flags'];
  saved?: Repo['saved'];
  dir?: string;
  yes?: boolean;
  ask?: Ask;
  stacks?: readonly StackManifest[];
};

function resolve({
  flags = {},
  saved = {},
  dir = 'my-svc',
  yes = false,
  ask,
  stacks: among = stacks,
}: Given) {
  return resolveAnswers({ request: { dir, flags, yes }, repo: { saved }, stacks: among, ask });
}

describe('where an answer comes from', () => {
  it('is the flag before what was saved, the prompt and the default', async () => {
    const answers = await resolve({ flags: { port: '1' }, saved: { port: '2' }, yes: true });
    expect(answers.port).toEqual({ value: '1', source: 'flag', from: '--port', confidence: 'high' });
  });

  it('is not what was saved for another language, where this one has no such choice', async () => {
    const stack = stacks.find(({ targets }) => !Object.hasOwn(targets, 'scratch'))!;
    const saved = { lang: 'go', target: 'scratch', port: '2' };
    const answers = await resolve({ flags: { lang: stack.id }, saved, yes: true });
    expect(answers.target).toMatchObject({ value: Object.keys(stack.targets)[0], source: 'default' });
    expect(answers.port).toMatchObject({ value: '2', source: 'saved' });
    // Of the language itself it is an error: nobody chose another.
    await expect(resolve({ saved: { lang: stack.id, target: 'scratch' }, yes: true })).rejects.toMatchObject({
      exitCode: 2,
    });
  });

  it('is what was saved before the prompt', async () => {
    const asked: string[] = [];
    const answers = await resolve({
      saved: { port: '2', lang: 'go' },
      ask: async ({ message, fallback }) => (asked.push(message), fallback),
    });
    expect(answers.port).toMatchObject({ value: '2', source: 'saved', from: 'distroless.yaml' });
    expect(asked).not.toContain('Port it listens on');
    expect(asked).toContain('Runtime target');
  });

  it('is the directory for the name', async () => {
    const answers = await resolve({ dir: '/somewhere/api', yes: true });
    expect(answers.name).toMatchObject({ value: 'api', source: 'detected', from: 'directory name' });
    expect(answers.image.value).toBe('api');
  });

  it('is the default with --yes', async () => {
    const answers = await resolve({ yes: true });
    expect(answers.lang).toMatchObject({ source: 'default', confidence: 'medium' });
    expect(answers.target.value).toBe(
      Object.keys(stacks.find(({ id }) => id === answers.lang.value)!.targets)[0],
    );
  });
});

describe('the package manager', () => {
  const stack = stacks.find(({ managers }) => Object.keys(managers).length > 1)!;
  const [first, second] = Object.keys(stack.managers) as [string, string];

  it('is the first of the stack, or the one that was chosen', async () => {
    const byDefault = await resolve({ flags: { lang: stack.id }, yes: true });
    expect(byDefault.manager).toMatchObject({ value: first, source: 'default' });
    const chosen = await resolve({ flags: { lang: stack.id, manager: second }, yes: true });
    expect(chosen.manager).toMatchObject({ value: second, source: 'flag' });
  });

  it('is asked for where there is a choice', async () => {
    const asked: string[] = [];
    const ask: Ask = async ({ message, fallback }) => (asked.push(message), fallback);
    await resolve({ flags: { lang: stack.id }, ask });
    expect(asked).toContain('Package manager');
  });

  it('is no question where the stack has none, and a flag for it an error', async () => {
    const asked: string[] = [];
    const ask: Ask = async ({ message, fallback }) => (asked.push(message), fallback);
    const none = { ...stack, id: 'none', label: 'None', managers: {} };
    const given = { saved: { manager: first }, ask, stacks: [stack, none] };
    const answers = await resolve({ ...given, flags: { lang: 'none' } });
    expect(asked).not.toContain('Package manager');
    expect(answers).not.toHaveProperty('manager');
    await expect(resolve({ ...given, flags: { lang: 'none', manager: first } })).rejects.toMatchObject({
      exitCode: 2,
      message: `--manager "${first}": None has no package manager to choose`,
    });
  });

  it('is one that the stack has', async () => {
    await expect(
      resolve({ flags: { lang: stack.id, manager: `${first}x` }, yes: true }),
    ).rejects.toMatchObject({ exitCode: 2, message: expect.stringContaining(`did you mean ${first}?`) });
  });
});

describe('the dialect', () => {
  const stack = stacks.find(({ dialects }) => Object.keys(dialects).length > 1)!;
  const [first, second] = Object.keys(stack.dialects) as [string, string];

  it('is the first of the stack, or the one that was chosen', async () => {
    const byDefault = await resolve({ flags: { lang: stack.id }, yes: true });
    expect(byDefault.dialect).toMatchObject({ value: first, source: 'default' });
    const chosen = await resolve({ flags: { lang: stack.id, dialect: second }, yes: true });
    expect(chosen.dialect).toMatchObject({ value: second, source: 'flag' });
  });

  it('is an error where the language has but one', async () => {
    const plain = stacks.find(({ dialects }) => Object.keys(dialects).length === 0)!;
    await expect(resolve({ flags: { lang: plain.id, dialect: second }, yes: true })).rejects.toMatchObject({
      exitCode: 2,
      message: `--dialect "${second}": ${plain.label} has no dialect to choose`,
    });
  });
});

it.each(stacks.map((stack) => [stack.id, stack] as const))(
  '`distroless` is a target of %s: the first on a distroless base',
  async (lang, { targets }) => {
    const { target } = await resolve({ flags: { lang, target: 'distroless' }, yes: true });
    const [wanted] = Object.entries(targets).find(([, { runtime }]) => runtime.includes('/distroless/'))!;
    expect(target.value).toBe(wanted);
  },
);

describe('what cannot be used', () => {
  it('is an error that names the flag and what is allowed', async () => {
    await expect(resolve({ flags: { ci: 'githib' }, yes: true })).rejects.toMatchObject({
      exitCode: 2,
      message: '--ci "githib": there is no such choice, did you mean github?; known: github, none',
    });
  });

  it('is an error for a saved answer too', async () => {
    await expect(resolve({ saved: { port: '99999' }, yes: true })).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringContaining('distroless.yaml: port "99999"'),
    });
  });

  it('is never guessed from a directory that is no name', async () => {
    await expect(resolve({ dir: 'My Svc', yes: true })).rejects.toMatchObject({
      exitCode: 2,
      hint: expect.stringContaining('--name'),
    });
  });
});

it('names every missing flag and a command that is ready to run when nobody can be asked', async () => {
  await expect(resolve({ flags: { lang: 'go' } })).rejects.toMatchObject({
    exitCode: 3,
    message: expect.stringMatching(/--target --manager --port --image --ci$/),
    hint: expect.stringContaining(
      'create-distroless new my-svc --lang go --target scratch --manager modules --port 8080 --image my-svc --ci github',
    ),
  });
});
