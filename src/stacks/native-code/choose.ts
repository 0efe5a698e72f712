import { within } from '../../inventory/paths.ts';
import { posix } from 'node:path';
import type { Inventory } from '../../inventory/types.ts';
import { mainFunction } from './plain.ts';
import { findServer } from './server.ts';
import { titleOf } from './title.ts';
import type { Program, Project } from './types.ts';

/** A program of a project, and how sure it is that it is the one to run. */
export type Scored = { readonly program: Program; readonly score: number; readonly aside: boolean };

/** Programs of tests, examples and benchmarks, by name or by where their sources are. */
const aside =
  /(^|[-_./])(un)?(tests?|unittests?|testing|regress(ion)?|unit|examples?|samples?|demos?|bench|benchmarks?|mock|fuzz(er|ing)?)([-_./\d]|$)|tests?$/i;

/** The programs of a project, the most likely first. */
export function rankPrograms(repo: Inventory, project: Project): readonly Scored[] {
  const own = [
    project.name ?? '',
    titleOf(repo, project.dir) ?? '',
    posix.basename(project.dir),
    posix.basename(repo.root),
  ]
    .filter((name) => name !== '')
    .map(plain);
  // The only one of a project is the one to run, whatever it is called.
  const only = project.programs.length === 1 && project.libraries.length === 0;
  return project.programs
    .slice(0, 60)
    .map((program, at) => ({
      program,
      score: score(repo, program, own) + leads(program, project) - at / 100,
      aside:
        isAside(repo, program, project.dir) &&
        !(only && /example|demo|sample/i.test(program.name) && !isOfHeader(repo, program, project.dir)),
    }))
    .map((each) => ({ ...each, score: each.score - (each.aside ? 10 : 0) }))
    .toSorted((a, b) => b.score - a.score);
}

/**
 * Whether a project is there to be linked to: it installs a library of its own name, or has only examples and tests to run.
 */
export function isLibrary(repo: Inventory, project: Project, ranked: readonly Scored[]): boolean {
  const [best] = ranked;
  if (!best) return true;
  if (best.aside)
    return project.libraries.length > 0 || project.programs.every(({ name }) => aside.test(name));
  // It calls itself one, and no program is called like it.
  const title = project.name ?? titleOf(repo, project.dir) ?? '';
  if (
    /^lib(?!r(a|e|is))[a-z0-9_+-]+$/.test(title) &&
    !ranked.some(({ program }) => isOf(title, program.name))
  )
    return true;
  // What has to be asked for beside a library that is made by itself shows how it is used.
  if (project.system === 'make' && project.libraries.length > 0 && project.target === undefined)
    return ranked.every(({ program }) => program.installed !== true);
  const name = plain(project.name ?? '');
  const library =
    name !== '' &&
    project.libraries.some((each) => plain(each.replace(/^lib/, '')) === name.replace(/^lib/, ''));
  return library && best.score < 3 && !isOnlyTool(ranked);
}

/** The one program that a library installs with itself is what it is used by on a command line. */
function isOnlyTool(ranked: readonly Scored[]): boolean {
  const [only, ...others] = ranked.filter(({ aside: isBeside }) => !isBeside);
  return only !== undefined && others.length === 0 && only.program.installed === true && only.score > 0;
}

/** `libfoo` and `foo`, `foo-cli`. */
function isOf(library: string, program: string): boolean {
  return plain(program).startsWith(plain(library).replace(/^lib/, ''));
}

/** `tool` beside `toolc` and `tool-gen`. */
function leads({ name }: Program, { programs }: Project): number {
  return programs.some((other) => other.name !== name && other.name.startsWith(name)) ? 0.5 : 0;
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

function isAside(repo: Inventory, { name, sources }: Program, dir: string): boolean {
  const below = (path: string) => within(dir, path);
  // Where it begins tells; what it is linked to is anywhere.
  const begins = repo.search(sources, mainFunction, 1).map(({ path }) => path);
  const own = begins.length > 0 ? begins : sources;
  return aside.test(name) || (own.length > 0 && own.every((path) => aside.test(below(path))));
}

function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
}
