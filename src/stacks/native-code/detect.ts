import { posix } from 'node:path';
import { parseCommand } from '../../detect/command.ts';
import { toName } from '../../detect/names.ts';
import type { Candidate, Fact, Refusal, Scene, Service } from '../../detect/types.ts';
import type { Inventory } from '../../inventory/types.ts';
import { isLibrary, rankPrograms, type Scored } from './choose.ts';
import { findDependencies, linkNames } from './dependencies.ts';
import { foregroundOf } from './foreground.ts';
import { findFiles, type RuntimeFiles } from './files.ts';
import { asksForNative } from './native-flags.ts';
import { findProjects, hasOther, isBound } from './projects.ts';
import { sourcesOf } from './program-sources.ts';
import { loadsOf } from './loads.ts';
import { recipeOf, type Plan } from './recipe.ts';
import { refuse } from './refuse.ts';
import { findServer } from './server.ts';
import { servicesOf } from './services.ts';
import { isCpp, isForeign, isSource, ownSources } from './sources.ts';
import type { Program, Project } from './types.ts';
import { usageOf, type Usage } from './usage.ts';

type Language = 'c' | 'cpp';

/** What is found once for both languages. */
const known = new WeakMap<Inventory, readonly Candidate[]>();

/** The programs of a repository in C and C++; each stack takes those of its language. */
export function detectNative(scene: Scene, language: Language): readonly Candidate[] {
  const found = known.get(scene.repo) ?? findAll(scene);
  known.set(scene.repo, found);
  return found.filter((each) => each.stack === language);
}

function findAll(scene: Scene): readonly Candidate[] {
  return findProjects(scene.repo).flatMap((ways) => {
    const found = ways.map((project) => examine(project, scene));
    // Of several ways to build it, the first that leads to a program.
    const best = found.find((each) => each.found === 'service') ?? found[0];
    return best ? [best] : [];
  });
}

function examine(project: Project, scene: Scene): Candidate {
  const { repo } = scene;
  const ranked = rankPrograms(repo, project);
  const sources = ownSources(repo, project.dir);
  const stack = languageOf(ranked[0]?.program, sources);
  const refusal =
    refuse(repo, project, sources) ??
    (isLibrary(repo, project, ranked) ? libraryRefusal(project) : undefined);
  const [best] = ranked;
  if (!refusal && best) return serviceOf(project, best, stack, sources, ranked, scene);
  return { found: 'refusal', stack, dir: project.dir, ...(refusal ?? libraryRefusal(project)) };
}

function libraryRefusal({ file, programs }: Project): Pick<Refusal, 'reason' | 'hint'> {
  const others = programs.length > 0 ? ': its programs are examples and tests' : ': it builds no program';
  return { reason: `${file} is a library${others}`, hint: 'an image is made of a program' };
}

/** One file of C++ and the compiler's library for it is needed. */
function languageOf(program: Program | undefined, sources: readonly string[]): Language {
  if (program && program.sources.length > 0) return program.sources.some(isCpp) ? 'cpp' : 'c';
  const all = sources.filter((path) => isSource(path));
  const cpp = all.filter(isCpp).length;
  return cpp > 0 && cpp * 4 >= all.length ? 'cpp' : 'c';
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
  const { mine, first } = sourcesOf(repo, project, program, all, others.length > 0);
  const look = {
    dir,
    name: program.name,
    ...(project.installsData && { settings: true }),
    ...(given.port && { port: given.port }),
    ...(given.health && { health: given.health }),
  };
  const heard =
    findServer(repo, first, look) ??
    (others.length > 0 && others.length < 4 ? findServer(repo, all, look) : undefined);
  // A port that nothing tells, of no protocol that we know: something that it can do, too.
  const server = heard?.http || heard?.argument || heard?.port.from !== 'default' ? heard : undefined;
  const facts = findDependencies(repo, project, all);
  const files = findFiles(repo, dir, mine, server !== undefined);
  const start = given.start && parseCommand(given.start.value)?.at(-1);
  const foreground = server && foregroundOf(repo, mine);
  const usage = server && usageOf(repo, dir, first);
  const args =
    start && posix.basename(start.words[0] ?? '') === program.name
      ? start.words.slice(1).filter((word) => !word.includes('$'))
      : [...(usage?.args ?? []), ...(foreground ? [foreground.flag] : [])];
  const packages = facts.map(({ value }) => value);
  const loads = loadsOf(repo, packages, language === 'c' ? all : []);
  const mixed = language === 'c' && all.some((path) => isSource(path) && isCpp(path));
  const plan: Plan = {
    project,
    program,
    cpp: language === 'cpp',
    mixed,
    native: asksForNative(repo, project, all),
    ...(server && { server }),
    files: usage ? withServed(files, usage) : files,
    apt: [
      'build-essential',
      ...new Set([...project.tools, ...(project.fetches ? ['ca-certificates'] : []), ...packages]),
    ].toSorted(),
    links:
      packages.some((name) => name.endsWith('-dev')) ||
      given.apt.length > 0 ||
      project.shared === true ||
      project.fetches !== undefined ||
      linksMore(project, language) ||
      loads.length > 0 ||
      mixed,
    loads,
    terminal: packages.includes('libncurses-dev'),
    libs: linkNames(packages),
    include: headerDirs(all),
    ignore: ignored(repo, dir),
    args,
  };
  const name =
    toName(
      program.name === 'a.out' || /^(main|app|server|example)$/.test(program.name)
        ? (project.name ?? posix.basename(dir === '' ? repo.root : dir))
        : program.name,
    ) ?? 'app';
  const isMain =
    program.name.toLowerCase() === project.name?.toLowerCase() ||
    (program.installed === true && isBound(repo, dir));
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
      ...(foreground && {
        flag: { value: foreground.flag, from: foreground.from, confidence: 'medium' as const },
      }),
      ...(usage && {
        arguments: { value: usage.args.join(' '), from: usage.from, confidence: 'medium' as const },
      }),
      ...(server && {
        listens: { value: server.http ? 'HTTP' : 'TCP', from: server.listens, confidence: 'high' as const },
      }),
      ...Object.fromEntries(facts.map((fact) => [fact.value, fact])),
    },
    needs: [...given.needs, ...(server ? servicesOf(facts.filter(({ from }) => !isForeign(from, dir))) : [])],
    packages: [],
    notes: notesOf(plan),
    rank: rankOf(project, aside, server !== undefined, hasOther(repo, dir), isMain),
    recipe: (chosen) => recipeOf(plan, chosen),
  };
}

/** With the directory that its usage text asks for. */
function withServed(files: RuntimeFiles, { serves, from }: Usage): RuntimeFiles {
  if (serves === undefined) return files;
  if ('repo' in serves) return { ...files, reads: new Map([...files.reads, [serves.repo, from]]) };
  return { ...files, writes: [...files.writes, { path: serves.empty, why: `what it serves (${from})` }] };
}

const titles = {
  cmake: 'CMake',
  meson: 'Meson',
  autotools: 'configure and make',
  make: 'make',
  plain: 'the compiler',
} as const;

function notesOf({ project, server, files, program, native }: Plan): readonly string[] {
  const { fetches } = project;
  return [
    ...(fetches ? [`${fetches.from} fetches ${fetches.value} while it builds`] : []),
    ...(native
      ? ['-march=native is left out: the image runs on other processors than the one that builds it']
      : []),
    ...(server?.loopback ?? []).map(
      (hit) => `${hit.path}:${hit.line} listens on the loopback address: in the image it listens on all`,
    ),
    ...(server?.argument !== undefined
      ? [`${server.argument}: ${program.name} takes its port as an argument`]
      : []),
    ...[...files.reads].map(([path, from]) => `${path} is copied: ${from} names it`).slice(0, 6),
  ];
}

/** What earlier builds leave. */
function ignored(repo: Inventory, dir: string): readonly string[] {
  const dirs = ['build', 'cmake-build-debug', 'cmake-build-release'].filter(
    (name) => !repo.hasDir(posix.join(dir, name)),
  );
  return [...dirs, ...(repo.below(dir).some((path) => path.endsWith('.o')) ? [] : ['**/*.o'])];
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

function rankOf(
  { system, dir }: Project,
  aside: boolean,
  server: boolean,
  other: boolean,
  isMain: boolean,
): number {
  if (aside) return 0.1;
  // What is beside it are its bindings, not the other way round.
  if (other && isMain) return 0.45;
  if (other) return system === 'make' || system === 'plain' ? 0.05 : 0.3;
  return (server ? 0.9 : 0.6) - (dir === '' ? 0 : 0.2);
}
