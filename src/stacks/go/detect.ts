import { posix } from 'node:path';
import { inside } from '../../inventory/paths.ts';
import type { Candidate, Detector, Refusal, Scene, Service } from '../../detect/types.ts';
import { readGoHints } from './go-hints.ts';
import { isBesideThePoint, listMains, type Main } from './mains.ts';
import { withoutWindows } from './graphical.ts';
import { openModules, type Module } from './module.ts';
import { readService } from './service.ts';

export const detector: Detector = { stack: 'go', detect };

/** More modules than that are examples of something, and the first that serve are the ones that are meant. */
const mostModules = 120;
const mostMains = 6;

function detect(scene: Scene): readonly Candidate[] {
  const modules = openModules(scene.repo).slice(0, mostModules);
  const own = modules.filter(({ dir }) => !isBesideThePoint(dir) && !isShared(dir));
  const found = own.flatMap((module) => detectModule(module, scene));
  // Examples with a go.mod of their own are what the repository is there for only where it has nothing else.
  if (own.length > 0 && found.length > 0) return found;
  return modules.flatMap((module) => detectModule(module, scene));
}

/** A module that is there for the others of the repository, whatever it can do by itself. */
function isShared(dir: string): boolean {
  return /(?:^|\/)(?:shared|common|libs?|pkg|utils?)$/.test(dir);
}

function detectModule(module: Module, scene: Scene): readonly Candidate[] {
  const hints = scene.hints(module.dir);
  const mains = listMains(module, readGoHints(module, hints));
  const above = module.manifest === undefined && module.dir === '' ? scene.repo.above('go.mod') : undefined;
  if (above !== undefined && mains.length > 0) return [partOf(above, scene.repo.root, mains)];
  const { mains: shown, refusal } = withoutWindows(module, mains.slice(0, mostMains));
  if (refusal) return [refusal];
  const likely = [...shown, ...mains.slice(mostMains)].filter(({ score }) => score >= 0);
  // Examples and tools of a library are not what it is there for.
  const meant = likely.length > 0 ? likely : isLibrary(module) ? [] : mains.slice(0, 1);
  // Whoever names one may mean any of them.
  const [first, ...rest] = hints.service === undefined ? meant.slice(0, mostMains) : mains;
  if (first === undefined) return [libraryOf(module, mains.length > 0)];
  const service: Service = readService(module, first, undefined, scene);
  return [service, ...rest.map((main) => readService(module, main, service, scene))];
}

function libraryOf({ dir, manifest }: Module, hasMains: boolean): Refusal {
  const what = inside(dir, manifest === undefined ? '*.go' : 'go.mod');
  const why = hasMains ? 'only its examples and tools have a package main' : 'it has no package main';
  return {
    found: 'refusal',
    stack: 'go',
    dir,
    reason: `${what} is a library: ${why}`,
    hint: 'an image is made of a program: run this in the directory of one',
  };
}

/** Its packages are those of a module whose rest lies outside of what is containerized. */
function partOf(above: string, root: string, mains: readonly Main[]): Refusal {
  const own = mains.find(({ dir }) => dir === '');
  const program = posix.join(posix.relative(posix.join(root, above), root), (own ?? mains[0])?.dir ?? '');
  return {
    found: 'refusal',
    stack: 'go',
    dir: '',
    reason: `this directory is part of a module of Go: its go.mod is in ${above}`,
    hint: `run add there, with --service ${program}`,
    // What only has programs below it may be about something else, such as pages that a package of it embeds.
    ...(own && { rank: 0.95 }),
  };
}

/** It has packages that others may import. */
function isLibrary({ packages, files }: Module): boolean {
  const tags = new Set<string>();
  return [...packages.keys()]
    .filter((dir) => !/(?:^|\/)(?:internal|_?examples?|tools?|cmd)(?:\/|$)/.test(dir))
    .slice(0, 40)
    .some((dir) => files(dir, tags).some(({ pkg }) => pkg !== 'main'));
}
