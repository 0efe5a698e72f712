import { isKeyed, mergeKeys, type Edit } from './merge-keys.ts';
import type { Versions } from './merge-text.ts';

/**
 * Merges JSON objects key by key, for where lines do not tell: package managers write the whole file anew, in another layout.
 * Undefined when something is not a JSON object or both changed the same key. The order of the user's keys is kept.
 */
export function mergeJson(versions: Versions): Buffer | undefined {
  const text = versions.yours.toString('utf8');
  const [old, yours, ours] = [versions.old, versions.yours, versions.ours].map(parse);
  if (!isKeyed(old) || !isKeyed(yours) || !isKeyed(ours)) return undefined;
  const { edits, overlaps } = mergeKeys(old, yours, ours);
  if (overlaps.length > 0) return undefined;
  const indent = /\n([ \t]+)"/.exec(text)?.[1] ?? 2;
  const merged = JSON.stringify(edits.reduce(apply, yours), undefined, indent);
  const end = text.includes('\r\n') ? '\r\n' : '\n';
  return Buffer.from((text.endsWith('\n') ? `${merged}\n` : merged).replaceAll('\n', end));
}

/** Undefined where it is not JSON. */
export function parse(content: Buffer): unknown {
  try {
    return JSON.parse(content.toString('utf8').replace(/^\uFEFF/, ''));
  } catch {
    return undefined;
  }
}

function apply(object: Readonly<Record<string, unknown>>, edit: Edit): Readonly<Record<string, unknown>> {
  const [key = '', ...rest] = edit.path;
  const entries = Object.entries(object);
  const at = entries.findIndex(([name]) => name === key);
  if (rest.length > 0) {
    const inner = apply(entries[at]?.[1] as Readonly<Record<string, unknown>>, { ...edit, path: rest });
    return Object.fromEntries(entries.with(at, [key, inner]));
  }
  if (!('value' in edit)) return Object.fromEntries(entries.filter(([name]) => name !== key));
  if (at >= 0) return Object.fromEntries(entries.with(at, [key, edit.value]));
  const place = entries.findIndex(([name]) => name === edit.after) + 1;
  return Object.fromEntries(entries.toSpliced(place, 0, [key, edit.value]));
}
