import { settingsPath } from './base.ts';
import { mergeJson, parse } from './merge-json.ts';
import { mergeText, type Merged, type Versions } from './merge-text.ts';

/** Merges one file: line by line, which keeps it as the user laid it out; where lines overlap, by keys if its kind has them. */
export async function mergeFile(path: string, versions: Versions): Promise<Merged> {
  const merged = mergeText(versions);
  if (path === settingsPath) {
    const { mergeSettings } = await import('./merge-settings.ts');
    return mergeSettings(versions, merged);
  }
  if (!path.endsWith('.json') || parse(versions.yours) === undefined) return merged;
  // Lines that merge can still lack a comma.
  if (merged.clean && parse(merged.content) !== undefined) return merged;
  const content = mergeJson(versions);
  if (content) return { clean: true, content };
  return merged.clean ? { clean: false } : merged;
}
