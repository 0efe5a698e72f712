import { posix } from 'node:path';
import { programDirs } from '../image/resolve.ts';
import type { FileEntry, Image } from '../image/types.ts';
import type { Finder } from './finder.ts';
import { startProgram, type Start } from './start.ts';

/** Programs in front of others: what they start is the service. */
const wrappers = new Set(['tini', 'tini-static', 'dumb-init', 'catatonit', 'env']);

/** What the image's configuration starts, by the argument that names it. */
export function startsOf(image: Image, find: Finder): ReadonlyMap<string, Start> {
  const { Entrypoint, Cmd, Healthcheck } = image.config;
  const [kind, ...health] = Healthcheck.Test;
  const commands = [[...Entrypoint, ...Cmd], kind === 'CMD' ? health : []];
  const programs = commands.flatMap(([program, ...rest]) => {
    if (program === undefined) return [];
    return wrappers.has(posix.basename(program)) ? [program, ...wrapped(rest)] : [program];
  });
  return new Map(programs.map((program) => [program, startProgram(program, image, find)]));
}

function wrapped(args: readonly string[]): readonly string[] {
  const dashes = args.indexOf('--');
  const program = dashes < 0 ? args.find((arg) => !/^-|^\w+=/.test(arg)) : args[dashes + 1];
  return program === undefined ? [] : [program];
}

/** Every other program that the kernel could start: those that a bare name would find, and the rest. */
export function programsOf(
  image: Image,
  find: Finder,
  started: ReadonlySet<string>,
): readonly { readonly entry: FileEntry; readonly onPath: boolean }[] {
  const dirs = new Set(programDirs(image).map((dir) => find.real(posix.resolve('/', dir))));
  const isProgram = ({ path, mode, elf }: FileEntry) =>
    // Libraries have an interpreter too when they say their version if run; they have a name.
    elf?.interpreter !== undefined && elf.soname === undefined && mode & 0o111 && !started.has(path);
  return [...image.files.values()]
    .filter(isProgram)
    .map((entry) => ({ entry, onPath: dirs.has(find.real(posix.dirname(entry.path))) }));
}
