import { inside } from '../../inventory/paths.ts';
import type { Frontend } from '../frontend/frontend.ts';
import { readEmbeds } from './embeds.ts';
import type { Generator } from './generated.ts';
import type { Program } from './program.ts';

/** Without something in its place the compiler refuses what embeds it. */
export function readPlaceholders(
  program: Program,
  frontends: readonly Frontend[],
  generators: readonly Generator[],
): readonly string[] {
  return readEmbeds(program)
    .filter(
      ({ there, path }) =>
        !there &&
        !generators.some(({ makes }) => makes?.includes(path)) &&
        !frontends.some(
          ({ wants }) => `${wants}/`.startsWith(`${path}/`) || `${path}/`.startsWith(`${wants}/`),
        ),
    )
    .map(({ path, pattern }) =>
      /\.\w+$/.test(pattern) && !pattern.includes('*')
        ? path
        : inside(path, `none${/\.\w+$/.exec(pattern)?.[0] ?? '.html'}`),
    );
}
