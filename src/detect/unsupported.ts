import type { Inventory } from '../inventory/types.ts';
import type { Refusal } from './types.ts';
import { languageRefusals } from './unsupported/language-refusals.ts';
import { otherRefusals } from './unsupported/other-refusals.ts';
import { scriptRefusals } from './unsupported/script-refusals.ts';

/**
 * What a repository holds that no stack of ours takes: languages without a distroless fit, and what is no service at all. Its rank
 * says how surely it is what the directory is about: an app in Ruby has a package.json for its assets, and must not be taken for
 * an app in Node.
 */
export function findUnsupported(repo: Inventory): readonly Refusal[] {
  return [...scriptRefusals(repo), ...languageRefusals(repo), ...otherRefusals(repo)];
}
