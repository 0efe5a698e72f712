import { run } from '../process/run.ts';
import type { Engine } from './engine.ts';

/** Removes an image of ours by its tag; that it is gone already is fine. */
export async function removeImage({ command }: Engine, tag: string): Promise<void> {
  await run(command, ['image', 'rm', '--force', tag]);
}
