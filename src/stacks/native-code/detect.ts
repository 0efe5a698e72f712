import { posix } from 'node:path';
import { parseCommand } from '../../detect/command.ts';
import { toName } from '../../detect/names.ts';
import type { Candidate, Fact, Refusal, Scene, Service } from '../../detect/types.ts';
import type { Inventory } from '../../inventory/types.ts';
import { isLibrary, rankPrograms, type Scored } from './choose.ts';
import { findDependencies, linkNames } from './dependencies.ts';
import { findFiles } from './files.ts';
import { findProjects, hasOther } from './projects.ts';
import { recipeOf, type Plan } from './recipe.ts';
import { refuse } from './refuse.ts';
import { findServer } from './server.ts';
import { isCpp, ownSources } from './sources.ts';
import type { Program, Project } from './types.ts';

type Language = 'c' | 'cpp';

/** What is found once for both languages. */
const known = new WeakMap<Inventory, readonly (Candidate & { language: Language })[]>();

/** The programs of a repository in C and C++; each stack takes those of its language. */
export function detectNative(scene: Scene, language: Language): readonly Candidate[] {
  const found = known.get(scene.repo) ?? findAll(scene);
  known.set(scene.repo, found);
  return found
    .filter((each) => each.language === language)
    .map(({ language: _, ...each }) => each as Candidate);
}

function findAll(scene: Scene): readonly (Candidate & { language: Language })[] {
  return findProjects(scene.repo).flatMap((ways) => {
    const found = ways.map((project) => examine(project, scene));
    // Of several ways to build it, the first that leads to a program.
    const best = found.find(({ candidate }) => candidate.found === 'service') ?? found[0];
    return best ? [{ ...best.candidate, language: best.language }] : [];
  });
}

function examine(project: Project, scene: Scene): { candidate: Candidate; language: Language } {
  const { repo } = scene;
  const ranked = rankPrograms(repo, project);
  const sources = ownSources(repo, project.dir);
  const language = languageOf(ranked[0]?.program, sources);
  const refusal =
    refuse(repo, project, sources) ?? (isLibrary(project, ranked) ? libraryRefusal(project) : undefined);
  const [best] = ranked;
  if (refusal || !best)
    return {
      candidate: {
        found: 'refusal',
        stack: language,
        dir: project.dir,
        ...(refusal ?? libraryRefusal(project)),
      },
      language,
    };
  return { candidate: serviceOf(project, best, language, sources, ranked, scene), language };
}

function libraryRefusal({ file, programs }: Project): Pick<Refusal, 'reason' | 'hint'> {
  const others = programs.length > 0 ? ': its programs are examples and tests' : ': it builds no program';
  return { reason: `${file} is a library${others}`, hint: 'an image is made of a program' };
}

function languageOf(program: Program | undefined, sources: readonly string[]): Language {
  const decisive =
    program && program.sources.length > 0 ? program.sources : sources.filter((path) => !path.endsWith('.h'));
  const cpp = decisive.filter(isCpp).length;
  return cpp > 0 && cpp * 2 >= decisive.length ? 'cpp' : 'c';
}

function serviceOf(
  project: Project,
  { program, aside }: Scored,
  language: Language,
  all: readonly string[],
  ranked: readonly Scored[],
  { repo, hints }: Scene,
): Service {
  const { dir, system } = project;
  const given = hints(dir);
  const others = ranked.filter((each) => each.program !== program && !each.aside);
  // What the program is said to be made of goes first; where there is one program, all sources are its own.
  const rest =
    others.length > 0 && program.sources.length > 0
      ? []
      : all.filter((path) => !program.sources.includes(path));
  const look = {
    dir,
    ...(given.port && { port: given.port }),
    ...(given.health && { health: given.health }),
  };
  const server =
    findServer(repo, [...program.sources, ...rest], look) ??
    (others.length > 0 && others.length < 4 ? findServer(repo, all, look) : undefined);
  const facts = findDependencies(repo, project, all);
  const files = findFiles(repo, dir, all, server !== undefined);
  const start = given.start && parseCommand(given.start.value)?.at(-1);
  const args =
    start && posix.basename(start.words[0] ?? '') === program.name
      ? start.words.slice(1).filter((word) => !word.includes('$'))
      : [];
  const packages = facts.map(({ value }) => value);
  const plan: Plan = {
    project,
    program,
    cpp: language === 'cpp',
    ...(server && { server }),
    files,
    apt: [
      'build-essential',
      ...new Set([...project.tools, ...(project.fetches ? ['ca-certificates'] : []), ...packages]),
    ].toSorted(),
    links:
      packages.some((name) => name.endsWith('-dev')) ||
      given.apt.length > 0 ||
      project.shared === true ||
      project.fetches !== undefined ||
      linksMore(project, language),
    loads: packages.includes('libwebsockets-dev') ? ['libwebsockets-evlib-uv'] : [],
    terminal: packages.includes('libncurses-dev'),
    libs: linkNames(packages),
    include: headerDirs(all),
    args,
  };
  const name =
    toName(
      program.name === 'a.out' || /^(main|app|server|example)$/.test(program.name)
        ? (project.name ?? posix.basename(dir === '' ? repo.root : dir))
        : program.name,
    ) ?? 'app';
  const target: Fact =
    language === 'cpp'
      ? { value: 'cc', from: program.from, confidence: 'high' }
      : { value: 'base', from: program.from, confidence: 'high' };
  return {
    found: 'service',
    stack: language,
    dir,
    context: dir,
    name: { value: name, from: program.from, confidence: 'high' },
    kind: server ? 'server' : 'cli',
    target,
    ...(server && { port: server.port }),
    ...(server?.health && { health: server.health }),
    facts: {
      build: { value: titles[system], from: project.file, confidence: 'high' },
      program: { value: program.name, from: program.from, confidence: others.length > 0 ? 'medium' : 'high' },
      ...(project.target && { target: project.target }),
      ...(server && {
        listens: { value: server.http ? 'HTTP' : 'TCP', from: server.listens, confidence: 'high' as const },
      }),
      ...Object.fromEntries(facts.map((fact) => [fact.value, fact])),
    },
    needs: [...given.needs, ...servicesOf(facts)],
    packages: [],
    notes: notesOf(plan),
    rank: rankOf(project, aside, server !== undefined, hasOther(repo, dir)),
    recipe: (chosen) => recipeOf(plan, chosen),
  };
}

/** Servers that a program talks to, by the library for it. */
const services: Readonly<Record<string, string>> = {
  'default-libmysqlclient-dev': 'mysql',
  'libmysqlcppconn-dev': 'mysql',
  'libpq-dev': 'postgres',
  'libpqxx-dev': 'postgres',
  'libhiredis-dev': 'redis',
  'libmongoc-dev': 'mongodb',
  'libmemcached-dev': 'memcached',
  'librdkafka-dev': 'kafka',
  'librabbitmq-dev': 'rabbitmq',
};

function servicesOf(facts: readonly Fact[]): Service['needs'] {
  return facts.flatMap(({ value, from }) =>
    services[value] === undefined ? [] : [{ service: services[value], from }],
  );
}

const titles = {
  cmake: 'CMake',
  meson: 'Meson',
  autotools: 'configure and make',
  make: 'make',
  plain: 'the compiler',
} as const;

function notesOf({ project, server, files, program }: Plan): readonly string[] {
  const { fetches } = project;
  return [
    ...(fetches ? [`${fetches.from} fetches ${fetches.value} while it builds`] : []),
    ...(server?.loopback ?? []).map(
      (hit) => `${hit.path}:${hit.line} listens on the loopback address: in the image it listens on all`,
    ),
    ...(server?.argument !== undefined
      ? [`${server.argument}: ${program.name} takes its port as an argument`]
      : []),
    ...[...files.reads].map(([path, from]) => `${path} is copied: ${from} names it`).slice(0, 6),
  ];
}

/** More than what the base has: libraries without a package of their own here. */
function linksMore({ wanted }: Project, language: Language): boolean {
  const base = /^(m|c|dl|rt|pthread|util|resolv|gcc|gcc_s|nsl|anl|socket)$/;
  return wanted.some(
    ({ kind, name }) =>
      kind === 'library' &&
      (name === 'crypt' ||
        (name === 'stdc++' && language === 'c') ||
        /^(atomic|gomp|quadmath|gfortran)$/.test(name)) &&
      !base.test(name),
  );
}

function headerDirs(all: readonly string[]): readonly string[] {
  return [...new Set(all.filter((path) => /\.(h|hpp|hh)$/.test(path)).map((path) => posix.dirname(path)))]
    .filter((dir) => dir !== '.')
    .slice(0, 12);
}

function rankOf({ system, dir }: Project, aside: boolean, server: boolean, other: boolean): number {
  if (aside) return 0.1;
  if (other) return system === 'make' || system === 'plain' ? 0.05 : 0.3;
  return (server ? 0.9 : 0.6) - (dir === '' ? 0 : 0.2);
}
