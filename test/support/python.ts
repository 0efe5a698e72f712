import { openInventory } from '../../src/inventory/open.ts';
import { fixPins, type Fixes } from '../../src/stacks/python/pins.ts';
import { readProject } from '../../src/stacks/python/project.ts';
import { makeRepo } from './repo.ts';

/** What is done to the pins of a requirements.txt of these lines. */
export function fixesOf(...lines: readonly string[]): Fixes {
  const repo = openInventory(makeRepo({ 'requirements.txt': lines.join('\n'), 'app.py': '' }));
  return fixPins(readProject(repo, ''), repo, ['app.py']);
}
