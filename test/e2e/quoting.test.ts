import { mkdir, writeFile } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { constantFrom, sample, string } from 'fast-check';
import { execa } from 'execa';
import { expect, it } from 'vitest';
import { UserError } from '../../src/errors.ts';
import { envValue, ignoreLine, lineWord, literalPath, sh } from '../../src/recipe/quote.ts';
import type { Recipe } from '../../src/recipe/types.ts';
import { writeRecipe } from '../../src/recipe/write.ts';
import { emptyDir } from '../support/cli.ts';
import { docker } from './support/image-files.ts';

const seed = Number(process.env.SEED ?? Date.now() % 1_000_000_000);
const signs = [...`'"$\`\\{}()[]*?!#&|;<> ~%=,:@^+-_.aZ0é€`];

/** Texts that the writer takes, out of what a shell, a Dockerfile and JSON obey. */
function texts(accepts: (text: string) => string, count: number): readonly string[] {
  const drawn = sample(string({ unit: constantFrom(...signs), minLength: 1, maxLength: 24 }), {
    seed,
    numRuns: count * 20,
  });
  return [...new Set(drawn)].filter((text) => isTaken(text, accepts)).slice(0, count);
}

function isTaken(text: string, accepts: (text: string) => string): boolean {
  try {
    return accepts(text) !== '';
  } catch (error) {
    if (error instanceof UserError) return false;
    throw error;
  }
}

/** As the template puts it together, without what the options add. */
function dockerfileOf(recipe: Recipe): string {
  const { stages, runtime, start } = writeRecipe(recipe, { port: 0, secretMounts: '', apt: [], ours: '' });
  const parts = stages.map(({ from, body }) => `FROM ${from}\n${body}`);
  return `${[...parts, `FROM scratch\n${runtime}\n${start}`].join('\n\n')}\n`;
}

function ignoreFileOf(recipe: Recipe): string {
  const { context } = writeRecipe(recipe, { port: 0, secretMounts: '', apt: [], ours: '' });
  return ['*', ...context.map((line) => `!${line}`), ''].join('\n');
}

it(`BuildKit takes every text as it is: names of files, values, words of a shell, arguments (SEED=${seed})`, async () => {
  // A name that has something of everything, as of a route of a web framework, goes first.
  const drawn = texts((name) => literalPath(name) + ignoreLine(`files/${name}`), 30);
  const names = ['(group) [id].{x}+|^$y', ...drawn].filter((name) => !/\/|^\.{1,2}$/.test(name));
  const directories = texts(lineWord, 20).filter((name) => !/^[.~-]|\/|^\.{1,2}$/.test(name));
  const values = texts(envValue, 40);
  const words = texts((text) => sh`${text}`, 40);
  for (const each of [names, directories, values, words]) expect(each.length).toBeGreaterThan(5);
  const context = emptyDir();
  await mkdir(join(context, 'files'));
  for (const [at, name] of names.entries()) await writeFile(join(context, 'files', name), String(at));

  const recipe: Recipe = {
    native: false,
    ignore: [],
    context: ['words', ...names.map((name) => `files/${name}`)],
    stages: [
      {
        name: 'build',
        image: 'debian:trixie-slim',
        platform: 'target',
        steps: [
          {
            run: [
              'mkdir /out /out/words',
              ...words.map((word, at) => sh`printf %s ${word} > ${`/out/words/${at}`}`),
            ],
          },
          ...words.map((word, at) => ({ file: `/out/words/file-${at}`, content: `${word}\n${word}` })),
        ],
      },
    ],
    runtime: {
      steps: [
        ...names.map((name, at) => ({ copy: [`files/${name}`], to: `/names/${at}` })),
        ...directories.map((name, at) => ({ copy: ['words'], to: `/directories/${name}/${at}` })),
        { copy: ['/out/words'], to: '/words', from: 'build' },
        { env: Object.fromEntries(values.map((value, at) => [`VALUE_${at}`, value])) },
      ],
      workdir: `/${directories[0]}`,
      entrypoint: ['/x', ...words],
      command: words,
      health: ['/x', ...words],
    },
  };
  await writeFile(join(context, 'words'), 'x');
  await writeFile(join(context, 'Dockerfile'), dockerfileOf(recipe));
  await writeFile(join(context, '.dockerignore'), ignoreFileOf(recipe));
  const image = 'create-distroless-test/quoting';
  const built = await execa('docker', ['build', '--progress', 'plain', '--tag', image, context], {
    reject: false,
    all: true,
  });
  expect({ code: built.exitCode, said: built.all.slice(-3000) }).toMatchObject({ code: 0 });

  const config = JSON.parse(await docker('image', 'inspect', '--format', '{{json .Config}}', image));
  expect(config.Entrypoint).toEqual(['/x', ...words]);
  expect(config.Cmd).toEqual(words);
  expect(config.Healthcheck.Test).toEqual(['CMD', '/x', ...words]);
  expect(config.WorkingDir).toBe(`/${directories[0]}`);
  for (const [at, value] of values.entries()) expect(config.Env).toContain(`VALUE_${at}=${value}`);

  const root = emptyDir();
  await execa('docker', ['build', '--quiet', '--output', `type=local,dest=${root}`, context]);
  const text = (...path: readonly string[]) => readFileSync(join(root, ...path), 'utf8');
  for (const at of names.keys()) expect(text('names', String(at))).toBe(String(at));
  for (const [at, name] of directories.entries()) expect(text('directories', name, String(at))).toBe('x');
  for (const [at, word] of words.entries()) {
    expect(text('words', String(at))).toBe(word);
    // A here-document ends where its text does.
    expect(text('words', `file-${at}`)).toBe(`${`${word}\n${word}`.trimEnd()}\n`);
  }
  await docker('image', 'rm', '--force', image);
});
