import { noLibraries } from '../bases/fits.ts';
import { findBase } from '../bases/find.ts';
import type { AnswerId, OptionId } from '../pipeline.ts';
import type { Target } from '../stacks/schema.ts';
import { checkLine, checkPackages, checkPath, checkPaths, checkRegistry } from './kinds.ts';

type Values = Readonly<Partial<Record<AnswerId, string>>>;

/** What nobody is asked for and most never need: a flag, absent unless it is given or was saved. */
export type Option = {
  readonly id: OptionId;
  readonly help: string;
  /** Absent: a switch, which is taken back by `--no-…`; a value is taken back by `none`. */
  readonly placeholder?: string;
  /** Absent: of both. */
  readonly of?: 'add';
  /** What is wrong with a value; undefined when nothing is. */
  readonly check?: (value: string) => string | undefined;
  /** The option without which it means nothing. */
  readonly needs?: OptionId;
  /** Why it cannot be had with the target. */
  readonly misfit?: (target: Target) => string | undefined;
};

export const options: readonly Option[] = [
  {
    id: 'registry',
    help: 'mirror that every base image comes from, under its full name: PREFIX/docker.io/library/golang',
    placeholder: 'PREFIX',
    check: checkRegistry,
  },
  {
    id: 'pin',
    help: 'base images by digest too, as the engine or the registry has them now',
  },
  {
    id: 'extra-ca',
    help: 'certificates of authorities that the build trusts besides the public ones, as PEM',
    placeholder: 'FILE',
    check: checkPath,
  },
  {
    id: 'extra-ca-runtime',
    help: 'the service trusts them too',
    needs: 'extra-ca',
  },
  {
    id: 'packages',
    help: 'Debian libraries to add to a distroless base, such as libpq5,libvips42t64',
    placeholder: 'NAMES',
    check: checkPackages,
    misfit: ({ runtime, link }) => noLibraries(findBase(runtime), link),
  },
  {
    id: 'tz',
    help: 'time zones, where neither the program nor the base has them (0.6 MB)',
  },
  {
    id: 'service',
    of: 'add',
    help: 'which of several, by its name or directory',
    placeholder: 'NAME',
    check: checkLine,
  },
  {
    id: 'start',
    of: 'add',
    help: 'how it starts, as a command line',
    placeholder: 'COMMAND',
    check: checkLine,
  },
  {
    id: 'build',
    of: 'add',
    help: 'how it is built, as a command line',
    placeholder: 'COMMAND',
    check: checkLine,
  },
  {
    id: 'apt',
    of: 'add',
    help: 'Debian packages to build with, such as libvips-dev',
    placeholder: 'NAMES',
    check: checkPackages,
  },
  {
    id: 'files',
    of: 'add',
    help: 'files and directories of the repository that it reads at run time, such as views,config.json',
    placeholder: 'PATHS',
    check: checkPaths,
  },
  {
    id: 'writable',
    of: 'add',
    help: 'directories that it writes to, such as /data',
    placeholder: 'PATHS',
    check: checkPaths,
  },
];

export function optionsOf(command: 'new' | 'add'): readonly Option[] {
  return options.filter(({ of = command }) => of === command);
}

/** Takes an option back that an earlier run saved. */
export function isNothing(option: Option, value: string): boolean {
  return value === (option.placeholder === undefined ? 'false' : 'none');
}

/** What to type to take it back. */
export function flagOfNothing({ id, placeholder }: Option): string {
  return placeholder === undefined ? `--no-${id}` : `--${id} none`;
}

/** Answers as words of a command line: a switch has no value. */
export function flagsOf(values: Values): readonly string[] {
  const switches = new Set<string>(
    options.flatMap(({ id, placeholder }) => (placeholder === undefined ? [id] : [])),
  );
  return Object.entries(values).flatMap(([id, value]) => {
    if (!switches.has(id)) return [`--${id}`, value];
    return [value === 'true' ? `--${id}` : `--no-${id}`];
  });
}
