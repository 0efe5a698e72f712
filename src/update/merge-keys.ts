import { isDeepStrictEqual } from 'node:util';

type Value = unknown;
type Path = readonly string[];
type Keyed = Readonly<Record<string, Value>>;

/** A key that is set, or removed where there is no value. `after` is the key that it follows in our version. */
export type Edit = { readonly path: Path; readonly value?: Value; readonly after?: string | undefined };
export type Edits = { readonly edits: readonly Edit[]; readonly overlaps: readonly Edit[] };

/**
 * What to change in the user's value so that it has what changed from the old one to ours, key by key. A list is one
 * value. Overlaps are the changes to what the user changed in another way.
 */
export function mergeKeys(old: Keyed, yours: Keyed, ours: Keyed, path: Path = []): Edits {
  const keys = [...new Set([...Object.keys(ours), ...Object.keys(old)])];
  const parts = keys.map((key): Edits => {
    const [before, theirs, wanted] = [old, yours, ours].map((object) => own(object, key));
    if (isDeepStrictEqual(before, wanted) || isDeepStrictEqual(theirs, wanted)) return none;
    const here = [...path, key];
    if (isKeyed(theirs) && isKeyed(wanted))
      return mergeKeys(isKeyed(before) ? before : {}, theirs, wanted, here);
    const after = Object.keys(ours)[Object.keys(ours).indexOf(key) - 1];
    const edit = wanted === undefined ? { path: here } : { path: here, value: wanted, after };
    return isDeepStrictEqual(before, theirs)
      ? { edits: [edit], overlaps: [] }
      : { edits: [], overlaps: [edit] };
  });
  return {
    edits: parts.flatMap(({ edits }) => edits),
    overlaps: parts.flatMap(({ overlaps }) => overlaps),
  };
}

const none: Edits = { edits: [], overlaps: [] };

export function isKeyed(value: Value): value is Keyed {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function own(object: Keyed, key: string): Value {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}
