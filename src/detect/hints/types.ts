import type { Inventory } from '../../inventory/types.ts';
import type { Hints } from '../types.ts';

/** What one file says of a directory, which need not be its own: a compose file tells of the directories that it builds from. */
export type Said = Partial<Omit<Hints, 'service'>> & { readonly dir: string };

/** Reads the files of one kind that lie in a directory. Throws for nothing that they hold. */
export type HintReader = (repo: Inventory, dir: string) => readonly Said[];
