import type { Inventory } from '../../inventory/types.ts';
import type { App } from './app.ts';
import { builtByMake } from './built-by-make.ts';
import { calledPrograms } from './called-programs.ts';
import type { ChosenStart } from './choose-start.ts';
import { leavesRepository } from './leaves-repository.ts';
import { migrationNotes } from './migrations.ts';

/**
 * What one should know of a program before its image is built.
 * @param misplaced a development dependency that the program runs with
 */
export function notesOf(
  repo: Inventory,
  { own, host, build, install, migration }: App,
  chosen: ChosenStart,
  sources: readonly string[],
  misplaced: string | undefined,
): readonly string[] {
  return [
    ...install.notes,
    ...(host.closed === undefined
      ? []
      : [`${host.closed} listens on localhost: in the image it listens on every address`]),
    ...(misplaced === undefined
      ? []
      : [
          `${misplaced} is a development dependency, and the program runs with it: the image has all of them`,
        ]),
    ...(build.loader === undefined
      ? []
      : ['it compiles as it starts: a build script would make it smaller and faster to start']),
    ...(migration === undefined
      ? migrationNotes(repo, own, chosen, sources, build.fact)
      : [`${JSON.stringify(migration.line)} makes the tables of its SQLite database before it starts`]),
    ...besideNotes(chosen),
    ...(build.commands.length === 0 && build.loader === undefined ? makeNotes(repo, own) : []),
    ...leavingNotes(own),
    ...calledPrograms(own),
  ];
}

/** A container has one program. */
function besideNotes({ start: { entry, beside = [] }, fact }: ChosenStart): readonly string[] {
  return beside.map((file) => `${fact.from} starts ${file} too: the image starts ${entry} alone`);
}

function makeNotes(repo: Inventory, own: App['own']): readonly string[] {
  const made = builtByMake(repo, own);
  return made === undefined
    ? []
    : [
        `${made.from} builds by ${JSON.stringify(made.line)}, which no script does, nor the image: --build adds it`,
      ];
}

/** Scripts that a build would run, if what they need were here. */
function leavingNotes(own: App['own']): readonly string[] {
  return Object.keys(own.scripts).flatMap((id) => {
    const outside = /^(?:heroku-post)?build\b/.test(id) ? leavesRepository(own, id) : undefined;
    return outside === undefined
      ? []
      : [
          `${own.path}: scripts.${id} needs ${outside}, which is outside of this directory: the image does not run it`,
        ];
  });
}
