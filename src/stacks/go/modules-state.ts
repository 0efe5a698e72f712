import { clean, inside, within } from '../../inventory/paths.ts';
import { posix } from 'node:path';
import { nameOf } from './mains.ts';
import type { Module } from './module.ts';
import type { Program } from './program.ts';
import { unlockedModule } from './unlocked.ts';
import { isVendored, readVendor } from './vendor.ts';

/** How the build gets the modules that a program requires. */
export type ModulesState =
  /** As go.mod and go.sum say, which is the default. */
  | { readonly how: 'locked' }
  /** They are in the repository. */
  | { readonly how: 'vendor' }
  /** Something lacks in go.mod or go.sum; the build fills it in, in its own stage. */
  | {
      readonly how: 'mod' | 'tidy' | 'init';
      readonly why: string;
      readonly edits: readonly string[];
      /** Of the module that is made. */
      readonly path?: string;
    }
  /** From before modules: a directory vendor and no go.mod. */
  | { readonly how: 'gopath'; readonly path: string };

/** https://go.dev/ref/mod#go-sum-files, #vendoring */
export function readModulesState(program: Program): ModulesState {
  const { module, imports, files } = program;
  const { repo, dir, mod, manifest } = module;
  if (manifest === undefined) {
    const path = guessPath(module);
    const vendor = repo.hasDir(inside(dir, 'vendor')) || repo.hasDir(inside(dir, 'Godeps'));
    if (vendor && path !== undefined) return { how: 'gopath', path };
    return { how: 'init', why: 'there is no go.mod', edits: [], path: path ?? nameOf(module) };
  }
  const outside = mod.replaces.filter(({ path }) => !isInside(inside(dir, ''), path, program));
  if (outside.length > 0) {
    const edits = outside.flatMap(({ module: name }) => {
      const version = mod.requires.find(({ path }) => path === name)?.version ?? '';
      return [
        `-dropreplace=${name}`,
        ...(/^v0\.0\.0(?:-0001|$)/.test(version) ? [`-droprequire=${name}`] : []),
      ];
    });
    return {
      how: 'tidy',
      why: `${manifest} replaces modules by directories that are not here: the published ones are taken`,
      edits,
    };
  }
  if (readVendor(module) === 'fits') return { how: 'vendor' };
  const needed = mod.requires.filter(({ path }) => !module.local.some((each) => each.path === path));
  if (needed.length === 0 && [...imports.keys()].some(isOfModule) && module.work === undefined)
    return { how: 'tidy', why: `${manifest} does not require what is imported`, edits: [] };
  if (needed.length === 0 || module.work) return { how: 'locked' };
  const sums = repo.read(inside(dir, 'go.sum'));
  if (sums === undefined) return { how: 'mod', why: `${manifest} has no go.sum beside it`, edits: [] };
  const lacking = needed.find(
    ({ path, version, indirect }) =>
      !indirect && !mod.replaced.has(path) && !sums.includes(`${path} ${version} `),
  );
  if (lacking) return { how: 'mod', why: `go.sum does not know ${lacking.path}`, edits: [] };
  const minor = Number(mod.go?.value.split('.')[1] ?? 0);
  const unlocked = minor < 17 ? unlockedModule(sums, mod.replaced) : undefined;
  if (unlocked !== undefined)
    return { how: 'mod', why: `go.sum does not know the newest ${unlocked} that is required`, edits: [] };
  const paths = [...mod.requires.map(({ path }) => path), ...module.local.map(({ path }) => path)];
  const unknown =
    files.length > 0 &&
    [...imports.keys()].find(
      (path) => isOfModule(path) && !paths.some((each) => path === each || path.startsWith(`${each}/`)),
    );
  return typeof unknown === 'string'
    ? { how: 'mod', why: `${manifest} does not require ${unknown}`, edits: [] }
    : { how: 'locked' };
}

/** Not of the standard library, and not C. */
function isOfModule(path: string): boolean {
  return /^[^/]+\.[^/]+\//.test(path);
}

function isInside(dir: string, path: string, { module: { repo } }: Program): boolean {
  const target = clean(posix.join(dir, path));
  return !target.startsWith('..') && repo.has(inside(target, 'go.mod'));
}

/** Without a go.mod, what the imports of its own packages begin with; those that are at hand as another's come after the rest. */
function guessPath({ repo, files, packages, dir }: Module): string | undefined {
  const own = [...packages.keys()].map((each) => within(dir, each)).filter((each) => each !== '');
  const found = [...packages.keys()]
    .flatMap((at) => files(at, new Set()).flatMap(({ imports }) => imports))
    .flatMap((path) => {
      const tail = own.find((each) => path.endsWith(`/${each}`));
      return tail !== undefined && /^[\w./~-]+$/.test(path) ? [{ path, tail }] : [];
    });
  const first = found.find(({ path }) => !isVendored(repo, dir, path)) ?? found[0];
  return first?.path.slice(0, -first.tail.length - 1);
}
