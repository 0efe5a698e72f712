import type { Candidate, Detector, Scene } from '../../detect/types.ts';
import { readGoHints } from './go-hints.ts';
import { listMains } from './mains.ts';
import { inside, openModules, type Module } from './module.ts';
import { readService } from './service.ts';

export const detector: Detector = { stack: 'go', detect };

/** More modules than that are examples of something, and the first that serve are the ones that are meant. */
const mostModules = 120;
const mostMains = 6;

function detect(scene: Scene): readonly Candidate[] {
  return openModules(scene.repo)
    .slice(0, mostModules)
    .flatMap((module) => detectModule(module, scene));
}

function detectModule(module: Module, scene: Scene): readonly Candidate[] {
  const mains = listMains(module, readGoHints(module, scene.hints(module.dir)).mains);
  const likely = mains.filter(({ score }) => score >= 0);
  // Examples and tools of a library are not what it is there for.
  const shown = likely.length > 0 ? likely : isLibrary(module) ? [] : mains.slice(0, 1);
  if (shown.length > 0)
    return shown.slice(0, mostMains).map((main, index) => readService(module, main, index === 0, scene));
  return [
    {
      found: 'refusal',
      stack: 'go',
      dir: module.dir,
      reason: `${inside(module.dir, module.manifest === undefined ? '*.go' : 'go.mod')} is a library: ${mains.length > 0 ? 'only its examples and tools have a package main' : 'it has no package main'}`,
      hint: 'an image is made of a program; --service names the directory of one',
    },
  ];
}

/** It has packages that others may import. */
function isLibrary({ packages, files }: Module): boolean {
  const tags = new Set<string>();
  return [...packages.keys()]
    .filter((dir) => !/(?:^|\/)(?:internal|_?examples?|tools?|cmd)(?:\/|$)/.test(dir))
    .slice(0, 40)
    .some((dir) => files(dir, tags).some(({ pkg }) => pkg !== 'main'));
}
