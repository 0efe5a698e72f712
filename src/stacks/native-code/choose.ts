import { within } from '../../inventory/paths.ts';
import { posix } from 'node:path';
import type { Inventory } from '../../inventory/types.ts';
import { findServer } from './server.ts';
import type { Program, Project } from './types.ts';

/** A program of a project, and how sure it is that it is the one to run. */
export type Scored = { readonly program: Program; readonly score: number; readonly aside: boolean };

/** Programs of tests, examples and benchmarks, by name or by where their sources are. */
const aside =
  /(^|[-_./])(un)?(tests?|unittests?|testing|unit|examples?|samples?|demos?|bench|benchmarks?|mock|fuzz(er|ing)?)([-_./\d]|$)|tests?$/i;

/** The programs of a project, the most likely first. */
export function rankPrograms(repo: Inventory, project: Project): readonly Scored[] {
  const own = [project.name ?? '', posix.basename(project.dir), posix.basename(repo.root)]
    .filter((name) => name !== '')
    .map(plain);
  // The only one of a project is the one to run, whatever it is called.
  const only = project.programs.length === 1 && project.libraries.length === 0;
  return project.programs
    .slice(0, 60)
    .map((program, at) => ({
      program,
      score: score(repo, program, own) - at / 100,
      aside:
        isAside(program, project.dir) &&
        !(only && /example|demo|sample/i.test(program.name) && !isOfHeader(repo, program, project.dir)),
    }))
    .map((each) => ({ ...each, score: each.score - (each.aside ? 10 : 0) }))
    .toSorted((a, b) => b.score - a.score);
}

/**
 * Whether a project is there to be linked to: it installs a library of its own name, or has only examples and tests to run.
 */
export function isLibrary(project: Project, ranked: readonly Scored[]): boolean {
  const [best] = ranked;
  if (!best) return true;
  if (best.aside)
    return project.libraries.length > 0 || project.programs.every(({ name }) => aside.test(name));
  const name = plain(project.name ?? '');
  const library =
    name !== '' &&
    project.libraries.some((each) => plain(each.replace(/^lib/, '')) === name.replace(/^lib/, ''));
  return library && best.score < 3;
}

function score(repo: Inventory, { name, sources, installed }: Program, own: readonly string[]): number {
  const id = plain(name);
  let points = 0;
  if (
    own.some(
      (each) =>
        each === id ||
        `${each}d` === id ||
        `${each}server` === id ||
        `${each}cli` === id ||
        each === `${id}server`,
    )
  )
    points += 4;
  else if (own.some((each) => each.length > 2 && (id.startsWith(each) || each.startsWith(id)))) points += 1;
  if (sources.length > 0 && findServer(repo, sources, {})) points += 3;
  if (/server|httpd|^(app|main)$|service|daemon/i.test(name)) points += 2;
  if (/client|^(gen|make|mk|embed)|gen$|tool$|util|^pack|unpack|send/i.test(name)) points -= 2;
  if (installed === true) points += 1;
  return points;
}

/** `linenoise_example` beside linenoise.h: that is what the project is there for. */
function isOfHeader(repo: Inventory, { name }: Program, dir: string): boolean {
  const base = name.replace(/[-_.]?(examples?|demo|sample)$/i, '');
  return base !== '' && ['h', 'hpp'].some((end) => repo.has(posix.join(dir, `${base}.${end}`)));
}

function isAside({ name, sources }: Program, dir: string): boolean {
  const below = (path: string) => within(dir, path);
  return aside.test(name) || (sources.length > 0 && sources.every((path) => aside.test(below(path))));
}

function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
}
