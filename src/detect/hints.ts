import type { Inventory } from '../inventory/types.ts';
import type { AnswerId } from '../pipeline.ts';
import type { Fact, Hints } from './types.ts';

/** What was given by flags or saved, by answer; it goes before whatever the repository says. */
export type Given = Readonly<Partial<Record<AnswerId, Fact>>>;

const none: Hints = { env: {}, apt: [], args: {}, needs: [] };

/** The hints of a directory: see detect/types.ts. */
export function readHints(repo: Inventory, given: Given): (dir: string) => Hints {
  void repo;
  const { start, build, port, health, service } = given;
  const said: Hints = {
    ...none,
    ...(start && { start }),
    ...(build && { build }),
    ...(port && { port }),
    ...(health && { health }),
    ...(service && { service }),
  };
  return () => said;
}
