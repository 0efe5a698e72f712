import { isTable } from '../../inventory/tables.ts';
/** A parsed element: text, or its children by name; an element that is there more than once is a list. */
type Node = unknown;

/** The elements of a name below one; none where it has none, or is broken. */
export function children(node: Node, ...path: readonly string[]): readonly Node[] {
  return path.reduce<readonly Node[]>(
    (nodes, name) =>
      nodes.flatMap((each) => {
        const value = isTable(each) ? each[name] : undefined;
        return Array.isArray(value) ? (value as Node[]) : value === undefined ? [] : [value];
      }),
    [node],
  );
}

/** The text of the first element of a path. */
export function textOf(node: Node, ...path: readonly string[]): string | undefined {
  const [first] = children(node, ...path);
  if (typeof first === 'string') return first.trim();
  const text = isTable(first) ? first['#text'] : undefined;
  return typeof text === 'string' ? text.trim() : undefined;
}

/** The texts of every element of a name, at any depth: plugins take the same setting at several places. */
export function textsDeep(node: Node, name: string, depth = 0): readonly string[] {
  if (depth > 30) return [];
  if (Array.isArray(node)) return node.flatMap((each) => textsDeep(each, name, depth + 1));
  if (!isTable(node)) return [];
  return Object.entries(node).flatMap(([key, value]) => {
    if (key !== name) return textsDeep(value, name, depth + 1);
    return (Array.isArray(value) ? (value as Node[]) : [value])
      .map((each) => textOf({ each }, 'each'))
      .filter((text) => text !== undefined && text !== '') as string[];
  });
}
