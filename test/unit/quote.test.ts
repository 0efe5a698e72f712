import { describe, expect, it } from 'vitest';
import { helpers } from '../../src/render/helpers.ts';
import {
  commentText,
  copyWords,
  envValue,
  ignoreLine,
  lineWord,
  literalPath,
  literalWord,
  mountPath,
  sh,
} from '../../src/recipe/quote.ts';
import { rebase } from '../../src/recipe/rebase.ts';
import type { Recipe } from '../../src/recipe/types.ts';
import { writeRecipe } from '../../src/recipe/write.ts';

describe('what cannot stand on a line is refused, not written', () => {
  it.each([
    ['a word of a shell', () => sh`echo ${'x\nRUN evil'}`],
    ['a path', () => literalPath('a\nRUN evil')],
    ['a directory', () => literalWord('a\rb')],
    ['a directory that would be trimmed', () => lineWord('/a ')],
    ['a value', () => envValue('a\u0000b')],
    ['a path that would be left out', () => literalPath('!a')],
    ['a path that would not be found', () => literalPath('a\\b')],
    ['a path that matches others', () => literalPath('a*')],
    ['a mount', () => mountPath('a,target=/etc')],
    ['a mount with a blank', () => mountPath('a b')],
    ['a line of .dockerignore', () => ignoreLine('a\n!.env')],
    ['a line that would be trimmed', () => ignoreLine(' a')],
    ['what is endless', () => sh`echo ${'x'.repeat(9000)}`],
  ])('%s', (_, write) => {
    expect(write).toThrow(expect.objectContaining({ name: 'UserError', exitCode: 5 }) as Error);
  });
});

/** As frontend/dockerfile/shell/lex.go of BuildKit takes a word of COPY: quotes and variables are obeyed, a backslash is taken away. */
function lexed(word: string): string {
  let out = '';
  for (let at = 0; at < word.length; at++) {
    if (/["'$]/.test(word[at] as string)) throw new Error(`${word[at]} is not literal in ${word}`);
    if (word[at] === '\\') at++;
    out += word[at] ?? '';
  }
  return out;
}

it.each([
  ['plain/path-1.txt', 'plain/path-1.txt'],
  ['it\'s $HOME "x"', 'it\'s $HOME "x"'],
  ['app/[id]/page', 'app/[[]id]/page'],
])('COPY of %s', (path, expected) => {
  expect(lexed(literalPath(path))).toBe(expected);
});

it.each([
  [['a', './'], 'a ./'],
  [['a b', './'], '["a b","./"]'],
  [['--from=x', './'], '["--from=x","./"]'],
  [['["x"]', './'], '["[\\"x\\"]","./"]'],
])('words %j', (paths, expected) => {
  expect(copyWords(paths)).toBe(expected);
});

it('a comment is one line and no directive', () => {
  expect(commentText('a\nRUN x\u2028y')).toBe('a RUN x y');
  expect(commentText('syntax = evil/image')).toBe('syntax is evil/image');
  expect(commentText('escape=`')).toBe('escape is `');
});

it('YAML prints what JSON leaves', () => {
  expect(helpers.yaml('a: b\u0085\u2028')).toBe('"a: b\\u0085\\u2028"');
  expect(helpers.shell("$(x) it's")).toBe(`'$(x) it'\\''s'`);
});

const recipe: Recipe = {
  native: false,
  ignore: ['**/node_modules', 'dist'],
  context: ['app/[id]', '#x'],
  stages: [
    {
      name: 'build',
      main: true,
      image: 'x',
      platform: 'build',
      comment: 'syntax=evil',
      steps: [
        { workdir: "/it's $x" },
        { copy: ['[a]', { glob: 'go.su[m]' }], to: './' },
        { file: '/f', content: 'a\nEOF\r\nEOF_\nRUN x' },
      ],
    },
  ],
  runtime: {
    workdir: '/a b',
    steps: [],
    entrypoint: ['/a', '$x'],
    writable: [{ path: '/x/$y "z"', why: 'because\nRUN y', volume: true }],
  },
};
const options = { port: 0, secretMounts: '', apt: [], ours: '' };

it('is written so that nothing of it is obeyed', () => {
  const { stages, runtime, context } = writeRecipe(recipe, options);
  expect(stages[0]?.comment).toBe('# syntax is evil');
  expect(stages[0]?.body).toBe(
    [
      "WORKDIR /it\\'s \\$x",
      'COPY ["[[]a]","go.su[m]","./"]',
      "COPY <<'EOF__' /f",
      'a',
      'EOF\r',
      'EOF_',
      'RUN x',
      'EOF__',
      '',
      `RUN mkdir -p '/writable/0/$y "z"' \\\n && chmod 775 '/writable/0/$y "z"'`,
    ].join('\n'),
  );
  expect(runtime).toBe(
    [
      'WORKDIR /a b',
      '# Written to: because RUN y.',
      'COPY --from=build --chown=65532:0 /writable/0/ /x/',
      'VOLUME ["/x/\\\\$y \\\\\\"z\\\\\\""]',
    ].join('\n'),
  );
  expect(context).toEqual(['app/\\[id\\]', '\\#x']);
});

it('a directory above is no pattern, though it looks like one', () => {
  const { stages } = writeRecipe(rebase(recipe, "[it's]"), options);
  expect(stages[0]?.body).toContain(`COPY ["[[]it\\\\'s]/[[]a]","[[]it\\\\'s]/go.su[m]","./"]`);
});

it('a step that a secret is required by ends without it', () => {
  const step = { run: ['true'], secrets: ['a', { required: 'b' }] };
  const [first] = recipe.stages;
  const { stages } = writeRecipe({ ...recipe, stages: first ? [{ ...first, steps: [step] }] : [] }, options);
  expect(stages[0]?.body).toContain('id=a \\\n    --mount=type=secret,id=b,required=true \\\n    true');
});
