const longest = 600;

/** What a call is given, from behind its parenthesis to the one that closes it, as far as that is near. */
export function argumentsAt(text: string, start: number): string {
  let depth = 1;
  for (let at = start; at < text.length && at < start + longest; at++) {
    if (text[at] === '(') depth++;
    if (text[at] === ')') depth--;
    if (depth === 0) return text.slice(start, at);
  }
  return text.slice(start, start + longest);
}
