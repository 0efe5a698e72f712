import { isMap, isScalar, parseDocument, stringify, type Document, type YAMLMap } from 'yaml';
import { isKeyed, mergeKeys, type Edit } from './merge-keys.ts';
import type { Merged, Versions } from './merge-text.ts';

type Keyed = Readonly<Record<string, unknown>>;

/** What the tool records for itself; everything else in distroless.yaml is the user's to set. */
const record = ['schema', 'tool', 'template', 'answers'];

/**
 * Merges distroless.yaml, by keys where lines overlap: a value that the user changed stays theirs, but the record of
 * answers is always this run's. Comments and the order of the user's keys are kept.
 * @param merged what merging its lines gave
 */
export function mergeSettings(versions: Versions, merged: Merged): Merged {
  const [old, yours, ours] = [versions.old, versions.yours, versions.ours].map(read);
  if (!old || !yours || !ours) return merged;
  const byLines = merged.clean ? read(merged.content) : undefined;
  const content = merged.clean && byLines ? merged.content : versions.yours;
  const edits = [
    ...(byLines ? [] : mergeKeys(old, yours, ours).edits),
    ...record.flatMap((section) => setSection(section, old, byLines ?? yours, ours)),
  ];
  return { clean: true, content: edits.length > 0 ? applyAll(content, edits) : content };
}

/** Undefined where it is not YAML with keys. */
function read(content: Buffer): Keyed | undefined {
  const document = parseDocument(content.toString('utf8'));
  const value: unknown = document.errors.length > 0 ? undefined : document.toJS();
  return isKeyed(value) ? value : undefined;
}

/** What to change in a section so that each of its keys that we know has our value. */
function setSection(section: string, old: Keyed, present: Keyed, ours: Keyed): readonly Edit[] {
  const pick = ({ [section]: value }: Keyed) => (value === undefined ? {} : { [section]: value });
  const [was, is, wanted] = [old[section], present[section], ours[section]];
  if (!isKeyed(is) || !isKeyed(wanted)) return mergeKeys(pick(present), pick(present), pick(ours)).edits;
  const known = new Set([...Object.keys(isKeyed(was) ? was : {}), ...Object.keys(wanted)]);
  const kept = Object.fromEntries(Object.entries(is).filter(([key]) => known.has(key)));
  return mergeKeys({ [section]: kept }, { [section]: kept }, { [section]: wanted }).edits;
}

function applyAll(content: Buffer, edits: readonly Edit[]): Buffer {
  const text = content.toString('utf8');
  const changed = edits.reduce((before, edit) => replaceValue(before, edit) ?? apply(before, edit), text);
  return Buffer.from(text.includes('\r\n') ? changed.replaceAll(/\r?\n/g, '\r\n') : changed);
}

/** A single value in place of another, so that everything around it stays as the user laid it out. */
function replaceValue(text: string, edit: Edit): string | undefined {
  const node = parseDocument(text).getIn(edit.path, true);
  if (!('value' in edit) || typeof edit.value === 'object' || !isScalar(node) || !node.range)
    return undefined;
  const [start, end] = node.range;
  // Within braces more has to be quoted; JSON always is.
  return [stringify(edit.value, { lineWidth: 0 }).trimEnd(), JSON.stringify(edit.value)]
    .map((value) => text.slice(0, start) + value + text.slice(end))
    .find((replaced) => parseDocument(replaced).getIn(edit.path) === edit.value);
}

function apply(text: string, edit: Edit): string {
  const document = parseDocument(text);
  if ('value' in edit) put(document, edit);
  else document.deleteIn(edit.path);
  return document.toString({ lineWidth: 0 });
}

function put(document: Document, edit: Edit): void {
  const parent = document.getIn(edit.path.slice(0, -1), true);
  const place = isMap(parent) && !document.hasIn(edit.path) ? placeAfter(parent, edit.after) : undefined;
  document.setIn(edit.path, edit.value);
  // A new key is put at the end: move it to where we write it.
  if (isMap(parent) && place !== undefined) parent.items.splice(place, 0, ...parent.items.splice(-1));
}

function placeAfter({ items }: YAMLMap, key: string | undefined): number {
  const at = items.findIndex((item) => (isScalar(item.key) ? item.key.value : item.key) === key);
  return at < 0 ? items.length : at + 1;
}
