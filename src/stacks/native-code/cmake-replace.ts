/**
 * A text with the values of its `${NAME}`, as far as they are known; undefined where the values are longer than that together.
 * https://cmake.org/cmake/help/latest/manual/cmake-language.7.html#variable-references
 */
export function replaceVariables(
  text: string,
  longest: number,
  valueOf: (name: string) => string | undefined,
): string | undefined {
  let length = 0;
  // Counted while it grows: what is checked afterwards may be too long for a string by then.
  const replaced = text.replaceAll(/\$\{(\w+)\}/g, (all, name: string) => {
    if (length > longest) return '';
    const value = valueOf(name) ?? all;
    length += value.length;
    return length > longest ? '' : value;
  });
  return length > longest ? undefined : replaced;
}
