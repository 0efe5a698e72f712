/** As far as a struct reaches, in characters. */
const longest = 8000;

/** `Metrics` in `impl Default for Metrics {` or `struct Metrics {`, as far as it reaches. */
export function ownerOf(text: string, index: number): string {
  const before = text.slice(Math.max(0, index - longest), index);
  const starts = [
    ...before.matchAll(
      /^(?:impl\b(?:<[^>\n]*>)?\s+(?:[\w:<>]+\s+for\s+)?|(?:pub(?:\([^)\n]*\))?\s+)?struct\s+)(\w+)/gm,
    ),
  ];
  const last = starts.at(-1);
  return last === undefined || /^\}/m.test(before.slice(last.index)) ? '' : (last[1] ?? '');
}
