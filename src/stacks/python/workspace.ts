import { posix } from 'node:path';
import { dirOf, inside, within } from '../../inventory/paths.ts';
import { type Table, tableOf } from '../../inventory/tables.ts';
import type { Inventory } from '../../inventory/types.ts';
import { normalName, parseRequirement } from './requirements.ts';
import { at, listOf, textOf } from './tables.ts';

/** Where a project is installed from that needs more than its own directory. */
export type Workspace = {
  /** The directory that holds all of it, relative to the root of the repository. */
  readonly dir: string;
  /** Where uv is run. */
  readonly from: string;
  /** What the workspace that uv is run in calls the project. */
  readonly member?: string;
  readonly isLocked: boolean;
  /** Where no directory is among what the project names beside it: these files, relative to the root of the repository. */
  readonly files?: readonly string[];
};

/** The uv workspace above a project, or what holds it and the directories beside it that it names. */
export function workspaceOf(repo: Inventory, dir: string, pyproject: Table): Workspace | undefined {
  const member = textOf(at(pyproject, 'project').name);
  if (dir === '' || member === undefined || at(pyproject, 'tool', 'uv').workspace !== undefined)
    return undefined;
  return memberOf(repo, dir, pyproject, member) ?? besides(repo, dir, pyproject);
}

/** Where the lock file of a workspace has its versions, or it needs other members: https://docs.astral.sh/uv/concepts/projects/workspaces/ */
function memberOf(repo: Inventory, dir: string, pyproject: Table, member: string): Workspace | undefined {
  for (let above = dirOf(dir); ; above = dirOf(above)) {
    const rules = at(repo.toml(inside(above, 'pyproject.toml')), 'tool', 'uv', 'workspace');
    if (isAmong(rules.members, within(above, dir)) && !isAmong(rules.exclude, within(above, dir))) {
      const isLocked = repo.has(inside(above, 'uv.lock'));
      const needsIt = sourcesOf(pyproject).some(({ source }) => source.workspace === true);
      return isLocked || needsIt ? { dir: above, from: above, member, isLocked } : undefined;
    }
    if (above === '') return undefined;
  }
}

/** Packages of other directories of the repository: https://docs.astral.sh/uv/concepts/projects/dependencies/#path */
function besides(repo: Inventory, dir: string, pyproject: Table): Workspace | undefined {
  const isLocked = repo.has(inside(dir, 'uv.lock'));
  const paths = sourcesOf(pyproject)
    .map(({ source }) => textOf(source.path) ?? '')
    .filter((path) => leadsOut(path) && (isLocked || !isAbove(path)))
    .map((path) => posix.join(dir, path).replace(/^\.?\/?$|\/$/g, ''));
  const [first] = paths;
  if (first === undefined || paths.some((path) => !isProject(repo, path))) return undefined;
  const parts = dir.split('/');
  const depth = parts.findIndex((_, index) => {
    const above = `${parts.slice(0, index + 1).join('/')}/`;
    return paths.some((path) => !`${path}/`.startsWith(above));
  });
  return { dir: parts.slice(0, depth < 0 ? 0 : depth).join('/'), from: dir, isLocked };
}

/** Can it be installed from? */
export function isProject(repo: Inventory, dir: string): boolean {
  return ['pyproject.toml', 'setup.py'].some((name) => repo.has(inside(dir, name)));
}

/** Out of the directory that it is named in. */
export function leadsOut(path: string): boolean {
  return /^\.\.(?:\/|$)/.test(posix.normalize(path));
}

/** The library that an example lies in. */
export function isAbove(path: string): boolean {
  return /^(?:\.\.\/?)+$/.test(path);
}

/** An entry of tool.uv.sources: the name of a requirement, and where uv takes it from. */
export type Source = { readonly name: string; readonly source: Table };

/** Where uv takes what the project needs from, if not from an index: https://docs.astral.sh/uv/concepts/projects/dependencies/#dependency-sources */
export function sourcesOf(pyproject: Table): readonly Source[] {
  const needed = new Set(
    listOf(at(pyproject, 'project').dependencies).flatMap(
      (each) => parseRequirement(textOf(each) ?? '', '')?.name ?? [],
    ),
  );
  return Object.entries(at(pyproject, 'tool', 'uv', 'sources'))
    .filter(([name]) => needed.has(normalName(name)))
    .flatMap(([name, value]) =>
      (Array.isArray(value) ? value : [value]).map((source) => ({ name, source: tableOf(source) })),
    );
}

function isAmong(patterns: unknown, path: string): boolean {
  return listOf(patterns).some((pattern) => fits(textOf(pattern) ?? '', path));
}

/** `packages/*`, `libs/lib-*`, `apps/**`; by hand, as a pattern of a repository is no expression to run. */
function fits(pattern: string, path: string): boolean {
  const wanted = posix.normalize(pattern).replace(/\/$/, '').split('/');
  const parts = path.split('/');
  const deep = wanted.indexOf('**');
  if (deep < 0 && wanted.length !== parts.length) return false;
  return (
    parts.length > deep &&
    wanted.slice(0, deep < 0 ? undefined : deep).every((each, index) => fitsName(each, parts[index] ?? ''))
  );
}

function fitsName(pattern: string, name: string): boolean {
  const [head = '', ...rest] = pattern.split('*');
  const tail = rest.at(-1);
  if (tail === undefined) return name === head;
  return name.length >= head.length + tail.length && name.startsWith(head) && name.endsWith(tail);
}
