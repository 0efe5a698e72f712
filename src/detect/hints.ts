import type { Inventory } from '../inventory/types.ts';
import type { AnswerId } from '../pipeline.ts';
import { appEngine } from './hints/app-engine.ts';
import { aptfile } from './hints/aptfile.ts';
import { nixpacks, railpack, railway } from './hints/build-platforms.ts';
import { compose } from './hints/compose.ts';
import { dockerfile } from './hints/dockerfile.ts';
import { dockerignore } from './hints/dockerignore.ts';
import { envExample } from './hints/env-example.ts';
import { fly } from './hints/fly.ts';
import { heroku } from './hints/heroku.ts';
import { procfile } from './hints/procfile.ts';
import { recorded } from './hints/recorded.ts';
import { render } from './hints/render.ts';
import type { HintReader, Said } from './hints/types.ts';
import { isUnique, uniqueNeeds } from './needs.ts';
import type { Fact, Hints } from './types.ts';

/** What was given by flags or saved, by answer; it goes before whatever the repository says. */
export type Given = Readonly<Partial<Record<AnswerId, Fact>>>;

/** Of two that say the same thing the first is believed: what tells of production goes before what tells of a developer's machine. */
const readers: readonly HintReader[] = [
  recorded,
  procfile,
  appEngine,
  fly,
  railpack,
  railway,
  nixpacks,
  render,
  heroku,
  aptfile,
  dockerfile,
  dockerignore,
  compose,
  envExample,
];

/** The hints of a directory: see detect/types.ts. Files of the directories above it are read too, as they may name it. */
export function readHints(repo: Inventory, given: Given): (dir: string) => Hints {
  const told = new Map<string, readonly (readonly Said[])[]>();
  const merged = new Map<string, Hints>();
  const allOf = (dir: string) => {
    const known = told.get(dir);
    if (known) return known;
    const said = readers.map((read) => read(repo, dir));
    told.set(dir, said);
    return said;
  };
  return (dir) => {
    const known = merged.get(dir);
    if (known) return known;
    const places = withParents(dir).map(allOf);
    const said = readers.flatMap((_, index) => places.flatMap((all) => all[index] ?? []));
    const hints = withGiven(merge(said.filter((each) => each.dir === dir)), given);
    merged.set(dir, hints);
    return hints;
  };
}

function withGiven(hints: Hints, { start, build, port, health, apt, service }: Given): Hints {
  return {
    ...hints,
    ...(start && { start }),
    ...(build && { build }),
    ...(port && { port }),
    ...(health && { health }),
    ...(apt && { apt: apt.value.split(',').map((value) => ({ ...apt, value })) }),
    ...(service && { service }),
  };
}

function merge(all: readonly Said[]): Hints {
  const first = <K extends 'start' | 'build' | 'port' | 'health'>(id: K) =>
    all.find((said) => said[id] !== undefined)?.[id];
  const [start, build, port, health] = [first('start'), first('build'), first('port'), first('health')];
  return {
    ...(start && { start }),
    ...(build && { build }),
    ...(port && { port }),
    ...(health && { health }),
    env: firstOfEach(all.map(({ env }) => env)),
    apt: all.flatMap(({ apt = [] }) => apt).filter(isUnique(({ value }) => value)),
    args: firstOfEach(all.map(({ args }) => args)),
    needs: uniqueNeeds(all.flatMap(({ needs = [] }) => needs)),
    writable: all.flatMap(({ writable = [] }) => writable).filter(isUnique(({ value }) => value)),
    ignored: all.flatMap(({ ignored = [] }) => ignored),
    notes: all.flatMap(({ notes = [] }) => notes),
  };
}

function firstOfEach(
  tables: readonly (Readonly<Record<string, Fact>> | undefined)[],
): Readonly<Record<string, Fact>> {
  const found = new Map<string, Fact>();
  for (const [name, fact] of tables.flatMap((table) => Object.entries(table ?? {})))
    if (!found.has(name)) found.set(name, fact);
  return Object.fromEntries(found);
}

/** `a/b` -> `a/b`, `a` and the root. */
function withParents(dir: string): readonly string[] {
  if (dir === '') return [''];
  const parts = dir.split('/');
  return [...parts.map((_, index) => parts.slice(0, parts.length - index).join('/')), ''];
}
