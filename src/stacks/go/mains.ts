import { posix } from 'node:path';
import type { GoHints } from './go-hints.ts';
import type { Module } from './module.ts';

/** A main package that may be the service. */
export type Main = {
  /** Relative to the root. */
  readonly dir: string;
  /** Its first file and the line of the package clause, for the evidence. */
  readonly path: string;
  readonly line: number;
  /** How much its place in the tree says for it; below 0: an example or a tool of the developers. */
  readonly score: number;
};

/** More directories than people look through. */
const mostDirectories = 1500;
const beside =
  /(?:^|\/)(?:[\w-]*examples?|_?samples?|demos?|docs?|hack|tools?|toolbox|scripts?|tests?|e2e|integration[\w-]*|testing|testutils?|benchmarks?|bench|ci|contrib|mocks?|fixtures|internal\/(?:cmd|tools?|gen\w*)|gen|generators?|codegen|playground|fuzz|misc|dev|infra|devtools|third_party|seeds?|seeders?|migrat\w+|magefiles|build|plugins?)(?:\/|$)|(?:^|[/_-])(?:gen|generate|gen-?docs?|doc-?gen|test|mock|bench|lint|release|seed|migrat\w+|stub)(?:[/_-]|$)/;
/** A file that somebody tries something with, in the root. */
const tried = /^(?:debug|test|check|demo|example|try|scratch)[_-]|[_-](?:debug|test|check|demo|example)\.go$/;
const served = /(?:^|[-_])(?:server|serve|api|web|app|main|http|https|service|backend|daemon|srv)$/;

/** The main packages of a module, the most likely by its place first. */
export function listMains(module: Module, hints: Pick<GoHints, 'mains' | 'released'>): readonly Main[] {
  const tags = new Set<string>();
  const dirs = [...module.packages.keys()].toSorted((a, b) => depth(a) - depth(b) || (a < b ? -1 : 1));
  return dirs
    .slice(0, mostDirectories)
    .flatMap((dir) => {
      if (!(module.packages.get(dir) ?? []).some((path) => saysMain(module, path))) return [];
      const file = module
        .files(dir, tags)
        .find(({ pkg, code }) => pkg === 'main' && code.includes('func main('));
      if (!file) return [];
      const line = file.code.slice(0, file.code.search(/\bpackage\b/)).split('\n').length;
      return [{ dir, path: file.path, line, score: scoreOf({ dir, path: file.path }, module, hints) }];
    })
    .map((main, _, all) => (isServerOfPair(main, all) ? { ...main, score: main.score + 5 } : main))
    .toSorted(
      (a, b) =>
        b.score - a.score ||
        depth(a.dir) - depth(b.dir) ||
        partsOf(b, module) - partsOf(a, module) ||
        (a.dir < b.dir ? -1 : 1),
    );
}

/** How many packages of the repository it is put together from: a helper beside the program needs few. */
function partsOf({ dir }: Main, module: Module): number {
  const own = `${module.mod.module}/`;
  return new Set(
    module.files(dir, new Set()).flatMap(({ imports }) => imports.filter((path) => path.startsWith(own))),
  ).size;
}

/** Cheaper than to read it as Go; most files are no main package. */
function saysMain({ repo }: Module, path: string): boolean {
  return !path.endsWith('_test.go') && /^package main\b/m.test(repo.read(path) ?? '');
}

function scoreOf(
  { dir, path: file }: Pick<Main, 'dir' | 'path'>,
  module: Module,
  { mains, released }: Pick<GoHints, 'mains' | 'released'>,
): number {
  const path = dir === module.dir ? '' : dir.slice(module.dir === '' ? 0 : module.dir.length + 1);
  if (mains.includes(dir)) return 90;
  // Who has an image made of one of several commands puts the Dockerfile beside it.
  const out = released.includes(dir) || (path !== '' && module.repo.has(`${dir}/Dockerfile`)) ? 10 : 0;
  const last = posix.basename(path);
  const name = nameOf(module).replace(/-(?:server|api|service|go)$/, '');
  const own = [name, `${name}d`, `${name}-server`, `${name}-api`].indexOf(last);
  const command = /(?:^|\/)cmds?\//.test(path) || path === 'cmd';
  if (path !== '' && isBesideThePoint(path) && !(command && own === 0))
    return out > 0 ? out : -50 - depth(path);
  if (path === '') return (tried.test(posix.basename(file)) ? 30 : 50) + out;
  return (
    out +
    20 +
    (command ? 20 : 0) +
    (own >= 0 ? 20 + (own > 0 ? 4 : 0) : 0) +
    (served.test(last) ? 10 : 0) -
    depth(path)
  );
}

/** What a module is called: the last word of its path that is no version; the directory's where it has none. */
export function nameOf({ mod, dir, repo }: Module): string {
  const words = mod.module.split('/').filter((word) => !/^v\d+$/.test(word));
  const last = words.at(-1)?.replace(/\.v\d+$/, '') ?? '';
  const owner = words.at(-2) ?? '';
  if (/^(?:server|api|backend|service|web|go|frontend|core)$/.test(last) && /^[\w-]+$/.test(owner))
    return `${owner}-${last}`;
  return !/^(?:main|app|example|src|)$/.test(last) ? last : posix.basename(dir === '' ? repo.root : dir);
}

/** frps beside frpc: the pair is named by its last letter. */
function isServerOfPair({ dir }: Main, all: readonly Main[]): boolean {
  const stem = /^(.*\w\w)s$/.exec(dir)?.[1];
  return stem !== undefined && all.some((other) => other.dir === `${stem}c`);
}

function depth(path: string): number {
  return path === '' ? 0 : path.split('/').length;
}

/** An example, a test or a tool of the repository, by where it is. */
export function isBesideThePoint(dir: string): boolean {
  return beside.test(dir);
}
