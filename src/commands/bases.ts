import { catalog } from '../bases/catalog.ts';
import { listPairs } from '../bases/pairs.ts';
import type { Host } from '../cli.ts';
import { ExitCode } from '../errors.ts';
import { basesAsText } from '../report/bases.ts';
import { loadStacks } from '../stacks/load.ts';

/** `bases`: the base images that are known, and which builder goes with which runtime. */
export async function runBases({ ui }: Host): Promise<ExitCode> {
  const pairs = listPairs(await loadStacks());
  if (ui.asJson) ui.json({ ok: true, images: catalog, pairs });
  else ui.print(basesAsText(catalog, pairs));
  return ExitCode.done;
}
