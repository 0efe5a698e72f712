import { inside } from '../../inventory/paths.ts';
import { findFrontend, missingOutputs, type Frontend } from '../frontend/frontend.ts';
import { readEmbeds } from './embeds.ts';
import type { Program } from './program.ts';
import type { RunTimeFiles } from './run-time-files.ts';

/** What is embedded, or read at run time, and not there. */
export function readFrontends(program: Program, { base, files }: RunTimeFiles): readonly Frontend[] {
  const embeds = readEmbeds(program);
  const read = files.map(({ path }) => inside(base, path));
  const wanted = [
    ...embeds.filter(({ there }) => !there).map(({ path }) => path),
    ...files.filter(({ built }) => built).map(({ path }) => inside(base, path)),
    ...missingOutputs([...embeds.map(({ path }) => path), ...read], program.module.repo),
  ];
  const found = [...new Set(wanted)].flatMap((path) => findFrontend(path, program.module.repo) ?? []);
  return found.filter(
    (each, index) =>
      found.findIndex(({ pkg, wants }) => pkg.dir === each.pkg.dir || wants === each.wants) === index,
  );
}
