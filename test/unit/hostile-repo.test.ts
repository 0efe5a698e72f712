/* oxlint-disable vitest/no-conditional-expect -- of any tree whatever came out of it is checked, and what does not come out is not there */
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { parseInstructions } from '../../src/dockerfile/instructions.ts';
import { UserError } from '../../src/errors.ts';
import { main } from '../../src/main.ts';
import { addHere, keywordsOf } from '../support/add-here.ts';
import { captured } from '../support/captured.ts';
import { emptyDir, readTree } from '../support/cli.ts';
import { makeRepo } from '../support/repo.ts';

/** What is in a text only to be obeyed by something; where it is, an instruction, a line of YAML or a command would be ours no more. */
const evil = 'INJECTED';
const attacks = [
  `x\nRUN ${evil}`,
  `x\r\nRUN ${evil}\r\n`,
  `x \\\nRUN ${evil}`,
  `"; ${evil} #`,
  `' && ${evil} && '`,
  `$(${evil})`,
  `\`${evil}\``,
  `\${${evil}}`,
  `{{${evil}}}`,
  `\${{ ${evil} }}`,
  `<<${evil}`,
  `<<'EOF'\nRUN ${evil}\nEOF`,
  `\u001B[2J\u001B]0;${evil}\u0007`,
  `: ${evil}`,
  `- ${evil}`,
  `\u2028RUN ${evil}`,
  `\u0085RUN ${evil}`,
  `../../../../${evil}`,
  `--${evil}`,
  `#${evil}`,
  `!${evil}`,
  `\u202E${evil}`,
  `__proto__`,
  'constructor',
  ' '.repeat(100_000),
  '('.repeat(100_000),
  '"a'.repeat(50_000),
  '/a'.repeat(50_000),
  `${'a'.repeat(5000)}${evil}`,
];
const ports = ['0', '99999', '3000;x', '-1', '3e3', '0x50', `3000\nRUN ${evil}`, '８０８０'];
const instructions = new Set([
  'ARG',
  'FROM',
  'WORKDIR',
  'COPY',
  'RUN',
  'ENV',
  'VOLUME',
  'EXPOSE',
  'USER',
  'STOPSIGNAL',
  'HEALTHCHECK',
  'ENTRYPOINT',
  'CMD',
  'LABEL',
]);

/** Files of each kind that we read, with places for hostile text. */
const repositories: Readonly<Record<string, (text: string) => Readonly<Record<string, string>>>> = {
  go: (text) => ({
    'go.mod': `module ${text}\n\ngo 1.26\n`,
    'main.go': `package main\n\n// ${text}\nfunc main() { http.ListenAndServe(":${text}", nil); http.HandleFunc("/${text}", nil) }\n`,
  }),
  node: (text) => ({
    'package.json': JSON.stringify({
      name: text,
      version: text,
      main: text,
      packageManager: text,
      engines: { node: text },
      scripts: { start: `node ${text}`, build: text, [text]: text },
      dependencies: { express: text, [text]: text },
    }),
    'index.js': `require('express')().listen(${text})\nprocess.env["${text}"]; app.get('${text}')`,
    '.nvmrc': text,
  }),
  python: (text) => ({
    'requirements.txt': `flask==${text}\n${text}\n`,
    'pyproject.toml': `[project]\nname = ${JSON.stringify(text)}\nrequires-python = ${JSON.stringify(text)}\ndependencies = [${JSON.stringify(text)}, "flask"]\n[project.scripts]\n${JSON.stringify(text)} = ${JSON.stringify(text)}\n`,
    'app.py': `from flask import Flask\napp = Flask("${text}")\n@app.route("/${text}")\napp.run(port=${text})\nos.environ["${text}"]\n`,
    '.python-version': text,
  }),
  rust: (text) => ({
    'Cargo.toml': `[package]\nname = ${JSON.stringify(text)}\nversion = "0.1.0"\nrust-version = ${JSON.stringify(text)}\n[[bin]]\nname = ${JSON.stringify(text)}\npath = "src/main.rs"\n[dependencies]\naxum = ${JSON.stringify(text)}\n`,
    'src/main.rs': `fn main() { bind("0.0.0.0:${text}"); include_str!("${text}") }`,
    'rust-toolchain.toml': `[toolchain]\nchannel = ${JSON.stringify(text)}\n`,
  }),
  java: (text) => ({
    'pom.xml': `<project><groupId>${text}</groupId><artifactId>${text}</artifactId><version>${text}</version><properties><java.version>${text}</java.version><maven.compiler.release>${text}</maven.compiler.release></properties><build><finalName>${text}</finalName><plugins><plugin><artifactId>spring-boot-maven-plugin</artifactId></plugin></plugins></build></project>`,
    'src/main/resources/application.properties': `server.port=${text}\nspring.application.name=${text}\n`,
    'src/main/java/App.java': `class App { public static void main(String[] args) {} /* ${text} */ }`,
  }),
  gradle: (text) => ({
    'build.gradle': `plugins { id 'application' }\napplication { mainClass = '${text}' }\nrootProject.name = "${text}"\n`,
    'settings.gradle': `rootProject.name = '${text}'\n`,
  }),
  c: (text) => ({
    'CMakeLists.txt': `cmake_minimum_required(VERSION 3.20)\nproject(${text} C)\nadd_executable(${text} main.c)\npkg_check_modules(X ${text})\n`,
    'main.c': `#include <${text}>\nint main(void) { /* htons(${text}) */ return 0; }`,
  }),
  make: (text) => ({
    Makefile: `PROG = ${text}\nall: ${text}\n${text}: main.c\n\tcc -o ${text} main.c -l${text}\n`,
    'main.c': 'int main(void) { return 0; }',
  }),
  static: (text) => ({
    'index.html': `<title>${text}</title>`,
    [`${text.replaceAll(/[/\0]/g, '_').slice(0, 100)}.html`]: text,
  }),
  hints: (text) => ({
    'go.mod': 'module example.com/x\n\ngo 1.26\n',
    'main.go': 'package main\n\nfunc main() { http.ListenAndServe(":8080", nil) }\n',
    Procfile: `web: ${text}\nrelease: ${text}\n${text}: x\n`,
    Dockerfile: `FROM ${text}\nARG VITE_X=${text}\nENV A=${text} B="${text}"\nENV C ${text}\nRUN apt-get install -y ${text} gcc\nEXPOSE ${text}\nVOLUME ["/${text}"]\nVOLUME /x ${text}\nWORKDIR /${text}\nHEALTHCHECK CMD curl http://localhost/${text}\nENTRYPOINT ["${text}"]\nCMD ${text}\n`,
    'fly.toml': `[env]\nA = ${JSON.stringify(text)}\n${JSON.stringify(text)} = "x"\n[http_service]\ninternal_port = ${JSON.stringify(text)}\n[deploy]\nrelease_command = ${JSON.stringify(text)}\n`,
    'compose.yaml': JSON.stringify({
      services: {
        app: {
          build: '.',
          command: text,
          ports: [text],
          environment: { [text]: text, A: text },
          depends_on: [text],
        },
        [text]: { image: `${text}/postgres` },
      },
    }),
    'render.yaml': JSON.stringify({
      services: [
        {
          type: 'web',
          startCommand: text,
          buildCommand: text,
          healthCheckPath: text,
          envVars: [
            { key: text, value: text },
            { key: 'R', value: text },
          ],
        },
      ],
    }),
    'app.json': JSON.stringify({
      env: { [text]: { description: text, value: text }, H: text },
      addons: [text],
    }),
    'app.yaml': JSON.stringify({ runtime: text, entrypoint: text, env_variables: { [text]: text, G: text } }),
    'nixpacks.toml': `[start]\ncmd = ${JSON.stringify(text)}\n[variables]\nN = ${JSON.stringify(text)}\n[phases.setup]\naptPkgs = [${JSON.stringify(text)}]\n`,
    Aptfile: `${text}\nlibpq-dev\n`,
    '.env.example': `${text}=1\nE=${text}\nPORT=${text}\n`,
  }),
  others: (text) => ({
    'composer.json': text,
    Gemfile: text,
    'a.csproj': text,
    'x/pubspec.yaml': text,
    'action.yml': `runs: {using: ${JSON.stringify(text)}}`,
    'manifest.json': text,
  }),
};

/** Of what was written: nothing of it is obeyed by what reads it. What was there before and still is, is the repository's own. */
async function check(root: string, before: Readonly<Record<string, string>> = {}): Promise<void> {
  const tree = await readTree(root);
  for (const [path, text] of Object.entries(tree).filter(([each, now]) => before[each] !== now)) {
    if (path === 'Dockerfile' || path.endsWith('/Dockerfile')) checkDockerfile(text);
    if (path.endsWith('distroless.yaml') && text.startsWith('# How this'))
      expect(Object.keys(parseYaml(text) as object)).not.toContain(evil);
    if (path.startsWith('.github/')) checkWorkflow(text);
    if (path.endsWith('.dockerignore') && text.startsWith('#'))
      expect(text.split('\n').filter((line) => /^!?INJ/.test(line))).toEqual([]);
  }
}

function checkDockerfile(text: string): void {
  const all = parseInstructions(text);
  expect(all.map(({ keyword }) => keyword).filter((keyword) => !instructions.has(keyword))).toEqual([]);
  expect(all.filter(({ rest }) => rest.startsWith(evil))).toEqual([]);
  // oxlint-disable-next-line no-control-regex -- what must not be there
  expect(/[\u0000-\u0008\u000B-\u001F\u007F]/.test(text)).toBe(false);
}

function checkWorkflow(text: string): void {
  expect(text).not.toContain(`{{ ${evil}`);
  expect(Object.keys(parseYaml(text) as object)).not.toContain(evil);
}

describe.each(Object.keys(repositories))('a repository of kind %s', (kind) => {
  const make = repositories[kind] as (typeof repositories)[string];
  it.each(
    [...attacks, ...(/go|node|python|hints/.test(kind) ? ports : [])].map((text) => [
      JSON.stringify(text).slice(0, 40),
      text,
    ]),
  )('with %s', async (_, text) => {
    const outer = emptyDir();
    const root = join(outer, 'repo');
    for (const [path, content] of Object.entries(make(text))) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), content);
    }
    const started = performance.now();
    const { code, stdout, stderr } = await captured(() =>
      main(['add', root, '--yes', '--json', '--force'], new AbortController().signal),
    );
    expect({ known: [0, 1, 2, 5].includes(code), stdout, stderr }).toMatchObject({ known: true });
    expect(performance.now() - started).toBeLessThan(5000);
    expect(() => JSON.parse(stdout) as unknown).not.toThrow();
    // oxlint-disable-next-line no-control-regex -- what a terminal obeys
    expect(stderr).not.toMatch(/[\u001B\u0007\u009B\u202E]/);
    await check(root);
    expect(Object.keys(await readTree(outer)).filter((path) => !path.startsWith('repo/'))).toEqual([]);
  });
});

describe('a tree that is no tree of files', () => {
  const go = { 'go.mod': 'module example.com/x\n\ngo 1.26\n', 'main.go': 'package main\n\nfunc main() {}\n' };

  it.each([
    'go.mod',
    'Dockerfile',
    'distroless.yaml',
    '.distroless/base',
    '.dockerignore',
    'README.md',
    '.gitignore',
    'Procfile',
    '.git/HEAD',
  ])('with a pipe in place of %s is not waited for', async (path) => {
    const root = makeRepo(path === 'go.mod' ? { 'main.go': go['main.go'] } : go);
    mkdirSync(dirname(join(root, path)), { recursive: true });
    execFileSync('mkfifo', [join(root, path)]);
    const result = await addHere(root);
    expect(result instanceof UserError || result.ok).toBe(true);
  });

  it.each(['Dockerfile', 'distroless.yaml', '.dockerignore', '.distroless', '.github', 'Procfile'])(
    'with a directory or a link in place of %s writes nothing outside',
    async (path) => {
      const outside = makeRepo({ 'x.txt': 'x', image: 'y' });
      for (const target of [undefined, outside, join(outside, 'x.txt'), join(outside, 'new')]) {
        const root = makeRepo(go);
        if (target === undefined) mkdirSync(join(root, path));
        else symlinkSync(target, join(root, path));
        const result = await addHere(root);
        expect(result instanceof UserError || result.ok).toBe(true);
        expect(await readTree(outside)).toEqual({ 'x.txt': 'x', image: 'y' });
      }
    },
  );

  it('with files of 1 GB', async () => {
    for (const path of [
      'go.sum',
      'big.go',
      'Dockerfile',
      'package.json',
      '.env.example',
      'distroless.yaml',
      '.gitignore',
    ]) {
      const root = makeRepo(go);
      writeFileSync(join(root, path), '');
      truncateSync(join(root, path), 1_000_000_000);
      const started = performance.now();
      const result = await addHere(root);
      expect(result instanceof UserError || result.ok).toBe(true);
      expect(performance.now() - started).toBeLessThan(3000);
    }
  });

  it('with 40 directories in each other, and manifests in all of them', async () => {
    const dirs = Array.from({ length: 40 }, (_, depth) => 'd/'.repeat(depth));
    const root = makeRepo(
      Object.fromEntries(
        dirs.flatMap((dir) => [
          [`${dir}package.json`, '{"scripts": {"start": "node x.js"}}'],
          [`${dir}x.js`, 'require("http").createServer().listen(3000)'],
        ]),
      ),
    );
    const result = await addHere(root);
    expect(result instanceof UserError || result.ok).toBe(true);
  });

  it('with names that differ in case only', async () => {
    const root = makeRepo({
      ...go,
      'GO.MOD': 'x',
      'Go.mod': 'y',
      dockerfile: 'FROM x',
      DOCKERFILE: 'FROM y',
    });
    const result = await addHere(root);
    expect(result).toMatchObject({ ok: true });
    expect(readFileSync(join(root, 'dockerfile'), 'utf8')).toBe('FROM x');
  });

  it('that may not be written to', async () => {
    const root = makeRepo(go);
    chmodSync(root, 0o555);
    const result = await addHere(root);
    chmodSync(root, 0o755);
    expect(result instanceof UserError || result.ok).toBe(true);
  });
});

describe('any tree', () => {
  const names = [
    ...new Set(Object.values(repositories).flatMap((make) => Object.keys(make('x')))),
    'go.work',
    'vendor/modules.txt',
    'cmd/x/main.go',
    'package-lock.json',
    'yarn.lock',
    'pnpm-lock.yaml',
    'pnpm-workspace.yaml',
    'packages/a/package.json',
    'tsconfig.json',
    'next.config.js',
    'vite.config.ts',
    'angular.json',
    'svelte.config.js',
    'prisma/schema.prisma',
    'Pipfile',
    'poetry.lock',
    'uv.lock',
    'setup.py',
    'manage.py',
    'mysite/settings.py',
    'mysite/wsgi.py',
    'Cargo.lock',
    'crates/a/Cargo.toml',
    'build.rs',
    'gradlew',
    'build.gradle.kts',
    'meson.build',
    'configure.ac',
    'conanfile.txt',
    'vcpkg.json',
    'docker-compose.yml',
    'railway.json',
    'railpack.json',
    'Containerfile',
    'deno.json',
    'mix.exs',
    '.gitignore',
    '.dockerignore',
    'distroless.yaml',
    '.distroless/base',
    '.git/HEAD',
    '.git/config',
  ];
  const valid = Object.values(repositories).map((make) => make('app'));
  const texts: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
    names.map((name) => [name, valid.flatMap((files) => (files[name] === undefined ? [] : [files[name]]))]),
  );

  const piece = fc.oneof(
    fc.constantFrom(...attacks, ...ports),
    fc.string({ unit: 'binary', maxLength: 20 }),
    fc.json({ maxDepth: 4 }),
  );
  const content = (name: string) =>
    fc
      .record({
        base: fc.constantFrom('', '{', ...(texts[name] ?? [])),
        piece,
        at: fc.nat(400),
        cut: fc.nat(800),
        mode: fc.constantFrom('keep', 'insert', 'replace', 'cut', 'piece'),
      })
      .map(({ base, piece: text, at, cut, mode }) => {
        if (mode === 'keep') return base;
        if (mode === 'piece') return text;
        if (mode === 'cut') return base.slice(0, cut);
        const start = Math.min(at, base.length);
        return base.slice(0, start) + text + base.slice(start + (mode === 'replace' ? text.length : 0));
      });
  const file = fc
    .tuple(fc.constantFrom(...names), fc.constantFrom('', '', '', 'a/', 'a b/', "it's/", '[id]/', '$x/'))
    .chain(([name, dir]) => content(name).map((text) => [dir + name, text] as const));
  const tree = fc.array(file, { minLength: 1, maxLength: 9 }).map((files) => Object.fromEntries(files));

  it(
    'gives an answer or a clear error, writes nothing but ours, and nothing of it is obeyed',
    { timeout: 120_000 },
    async () => {
      await fc.assert(
        fc.asyncProperty(tree, async (files) => {
          const root = makeRepo(files);
          const before = await readTree(root);
          const started = performance.now();
          const result = await addHere(root);
          expect(performance.now() - started).toBeLessThan(5000);
          const after = await readTree(root);
          if (result instanceof UserError) {
            expect(after).toEqual(before);
            return;
          }
          const touched = Object.keys({ ...before, ...after }).filter((path) => before[path] !== after[path]);
          const ours =
            /(?:^|\/)(?:Dockerfile|\.dockerignore|distroless\.yaml|\.distroless\/.+|README\.md)$|^\.github\//;
          expect(touched.filter((path) => !ours.test(path))).toEqual([]);
          await check(root, before);
          for (const { plan } of result.services) {
            const text = readFileSync(join(plan.root, 'Dockerfile'), 'utf8');
            const froms = keywordsOf(text).filter((keyword) => keyword === 'FROM');
            expect(froms.length).toBeGreaterThanOrEqual((plan.context.recipe?.stages.length ?? 0) + 2);
          }
        }),
        {
          numRuns: Number(process.env.FUZZ_RUNS ?? 60),
          // A Dockerfile of the repository's own, below the one that is written.
          examples: [[{ 'a/Dockerfile': 'false', 'app.py': '' }]],
        },
      );
    },
  );
});
