import { posix } from 'node:path';
import type { Candidate, Scene, Service } from '../../detect/types.ts';
import { toName } from '../../detect/names.ts';
import { place, type Inventory } from '../../inventory/types.ts';
import { sh } from '../../recipe/quote.ts';
import type { App } from './app.ts';
import { aptOf, envOf, inspect } from './inspect.ts';
import { openUp } from './loopback.ts';
import { findMains, type Main } from './mains.ts';
import { recipeOf, type Built } from './runtime.ts';
import { javaOfFiles, newestJava, noteOnJava, targetFor } from './version.ts';

/** What builds Java besides Maven and Gradle, and we do not. */
const others: Readonly<Record<string, string>> = {
  'build.sbt': 'sbt',
  'project.clj': 'Leiningen',
  'deps.edn': 'the Clojure tools',
  'build.xml': 'Ant',
  'build.sc': 'Mill',
  'build.mill': 'Mill',
};
const mostFiles = 300;

/** Java without a build file: one program, compiled by javac as it is. */
export function detectBare(scene: Scene): readonly Candidate[] {
  const { repo } = scene;
  const tool = repo.named(...Object.keys(others)).find((path) => !path.includes('/'));
  if (tool !== undefined) {
    const reason = `${tool}: what ${others[tool]} builds cannot be told from its files`;
    return [
      {
        found: 'refusal',
        stack: 'java',
        dir: '',
        reason,
        hint: 'a jar that it makes runs on gcr.io/distroless/java21-debian13:nonroot',
      },
    ];
  }
  // Not by a name anywhere: `com/example` is where most programs are.
  const files = repo.files.filter(
    (path) => path.endsWith('.java') && !/^(src\/)?(tests?|examples?)\//.test(path),
  );
  if (files.length === 0 || files.length > mostFiles || isOfOthers(repo, files.length)) return [];
  const mains = findMains(repo, files);
  const shallow = Math.min(...mains.map(({ path }) => path.split('/').length));
  const top = mains.filter(({ path }) => path.split('/').length === shallow);
  const [main] =
    mains.length === 1
      ? mains
      : top.length === 1
        ? top
        : top.filter(({ name }) => /(^|\.)(Main|App|Application|Server)$/.test(name));
  if (!main) {
    const below = repo.named(...Object.keys(others))[0];
    const reason =
      mains.length === 0 && below !== undefined
        ? `${below}: what ${others[posix.basename(below)]} builds cannot be told from its files`
        : mains.length === 0
          ? 'Java without a build file and without a main class'
          : `Java without a build file, and ${mains.length} classes that could be started`;
    return [
      { found: 'refusal', stack: 'java', dir: '', reason, hint: 'a pom.xml says what is built and started' },
    ];
  }
  return [serviceOf(scene, main, files)];
}

/** A few classes among the sources of something else: a binding, a test, a note. */
function isOfOthers(repo: Inventory, own: number): boolean {
  const all = repo.files.filter((path) => /\.(c|cc|cpp|cxx|go|rs|py|rb|php|cs|swift)$/.test(path)).length;
  return own * 4 < all;
}

function serviceOf(scene: Scene, main: Main, files: readonly string[]): Service {
  const { repo } = scene;
  const hints = scene.hints('');
  const depth = main.name.split('.').length;
  const source = main.path.split('/').slice(0, -depth).join('/');
  const libraries = [
    ...new Set(
      repo.files.filter((path) => /^(lib|libs)\/[^/]+\.jar$/.test(path)).map((path) => posix.dirname(path)),
    ),
  ];
  const java = javaOfFiles(repo, '');
  const modern = repo.search([main.path], /^\s*void\s+main\s*\(/)[0];
  const version = java ?? (modern && { value: '25', from: place(modern), confidence: 'medium' as const });
  const seen = inspect({
    repo,
    dir: '',
    sources: files,
    resources: [source || '.'],
    names: [],
    at: () => main.path,
    hints,
  });
  const app: App = {
    dir: '',
    context: '',
    launch: { kind: 'classes', main: main.name, jar: false },
    ...seen,
    env: { ...seen.env, ...envOf(hints) },
    flags: [],
    args: [],
    command: undefined,
    compiler: false,
    apt: aptOf(hints),
    notes: [...noteOnJava(version), ...seen.notes],
  };
  const [library] = libraries;
  const classpath = library === undefined ? [] : ['-cp', `${library}/*`];
  const compile = `javac -encoding UTF-8 -d /app/classes${classpath.map((word) => sh` ${word}`).join('')}${sh` -sourcepath ${source || '.'} ${main.path}`}`;
  const built: Built = {
    steps: [
      { workdir: '/src' },
      { copy: ['.'], to: '.' },
      { run: [...openUp(seen.closed, (path) => path), compile] },
    ],
    copies: [
      ...(library === undefined ? [] : [{ copy: [library], to: '/app/lib' }]),
      { copy: ['/app/classes'], to: '/app/classes', from: 'build' },
    ],
    start: ['-cp', library === undefined ? '/app/classes' : '/app/classes:/app/lib/*', main.name],
  };
  const target = targetFor(Number(version?.value ?? 0) > newestJava ? undefined : version);
  return {
    found: 'service',
    stack: 'java',
    dir: '',
    context: '',
    name: {
      value: toName(main.name.split('.').at(-1) ?? '') ?? 'app',
      from: main.path,
      confidence: 'medium',
    },
    kind: app.server ? 'server' : 'cli',
    target,
    ...(app.server && app.port && { port: app.port }),
    ...(app.server && app.health && { health: app.health }),
    facts: {
      ...(version && { version: { ...version, value: `Java ${version.value}` } }),
      build: { value: 'javac', from: 'no build file', confidence: 'medium' },
      main: { value: main.name, from: place(main), confidence: 'high' },
    },
    needs: app.needs,
    packages: [],
    notes: app.notes,
    rank: app.server ? 0.6 : 0.4,
    recipe: (chosen) => recipeOf(app, built, chosen),
  };
}
