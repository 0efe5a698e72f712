import { posix } from 'node:path';
import type { FileEntry, Image } from '../image/types.ts';
import { createFinder, type Finder } from './finder.ts';
import { openJvm } from './jvm.ts';
import { loadProgram } from './load.ts';
import { loaderOf } from './loader.ts';
import { openModules } from './modules.ts';
import { programsOf, startsOf } from './roots.ts';
import type { Surroundings } from './search.ts';
import { runFile } from './start.ts';
import type { Problem, Process } from './types.ts';
import { brokenVenvs } from './venvs.ts';

/** What was looked at and what is wrong with it. */
export type Examination = {
  /** Certain to fail: what the image starts, commands on PATH, modules that nothing can load. */
  readonly fatal: readonly Problem[];
  /** Broken as well, but perhaps never used. */
  readonly doubtful: readonly Problem[];
  readonly programs: number;
  readonly libraries: number;
  /** The image is made so that looking at it takes too long. */
  readonly isIncomplete: boolean;
};

type Started = { readonly process?: Process; readonly problems: readonly Problem[] };

/** Follows everything in an image that can be started or loaded to the last library. */
export function examine(image: Image, find: Finder = createFinder(image.files)): Examination {
  const surroundings: Surroundings = { find, config: image.config };
  const fatal: Problem[] = [...brokenVenvs(image, find)];
  const doubtful: Problem[] = [];
  const processes: Process[] = [];
  const runs = new Map<string, FileEntry>();
  for (const start of startsOf(image, find).values()) {
    if (start && 'problem' in start) fatal.push(start.problem);
    if (start && 'runs' in start) runs.set(start.runs.path, start.runs);
  }
  for (const entry of runs.values()) {
    const { process, problems } = run(entry, image, surroundings);
    for (const problem of problems) (problem.kind === 'unreadable' ? doubtful : fatal).push(problem);
    if (!process) continue;
    processes.push(process);
    fatal.push(...openJvm(process, surroundings).filter(({ kind }) => kind !== 'unreadable'));
  }
  const others = programsOf(image, find, new Set(runs.keys()));
  for (const { entry, onPath } of others) {
    const { process, problems } = run(entry, image, surroundings);
    if (process) processes.push(process);
    for (const problem of problems) {
      if (problem.kind === 'unreadable') continue;
      // Emulators and programs of other systems are put on PATH on purpose.
      (onPath && problem.kind !== 'architecture' ? fatal : doubtful).push(problem);
    }
  }
  doubtful.push(...strandedScripts(image, find));
  for (const { problems, fatal: isFatal } of openModules(image, processes, surroundings)) {
    (isFatal ? fatal : doubtful).push(...problems);
  }
  const libraries = processes.flatMap(({ names }) => [...names.values()].map(({ entry }) => entry.path));
  return {
    fatal: distinct(fatal),
    doubtful: distinct(doubtful),
    programs: runs.size + others.length,
    libraries: new Set(libraries).size - new Set(processes.map(({ main }) => main.entry.path)).size,
    isIncomplete: find.isSpent(),
  };
}

function run(entry: FileEntry, { config }: Image, surroundings: Surroundings): Started {
  const { path, elf } = entry;
  if (!elf) return { problems: [] };
  if (elf.problem) return { problems: [{ kind: 'unreadable', path, what: elf.problem.what }] };
  if (!runsOn(elf.architecture, config.architecture)) {
    return { problems: [{ kind: 'architecture', path, is: elf.architecture, wanted: config.architecture }] };
  }
  const program = { path, entry, elf };
  const loader = loaderOf(program, surroundings.find);
  if (!loader) return { problems: [] };
  if ('kind' in loader) return { problems: [loader] };
  if (loader.libc === 'unknown') return { problems: [] };
  return loadProgram(program, loader, surroundings);
}

/** The processors of amd64 run 386 programs as they are. */
function runsOn(program: string, platform: string): boolean {
  return program === platform || (program === '386' && platform === 'amd64');
}

/**
 * Commands of a virtual environment whose interpreter is elsewhere: it was moved after it was made. No other scripts: base images
 * are full of those for a shell that was left out.
 */
function strandedScripts(image: Image, find: Finder): readonly Problem[] {
  return [...image.files.values()].flatMap((entry): readonly Problem[] => {
    if (!entry.shebang || !image.files.has(posix.join(posix.dirname(entry.path), '../pyvenv.cfg'))) return [];
    const start = runFile(entry, image, find);
    return start && 'problem' in start && start.problem.kind === 'shebang' ? [start.problem] : [];
  });
}

/** Each fault once, whoever comes upon it: the first description stays. */
function distinct(problems: readonly Problem[]): readonly Problem[] {
  const found = new Map<string, Problem>();
  for (const problem of problems) {
    const key = [problem.kind, problem.path, 'needs' in problem ? problem.needs : ''].join(' ');
    if (!found.has(key)) found.set(key, problem);
  }
  return [...found.values()];
}
