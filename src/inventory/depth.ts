const deepest = 500;
/** `- - - x`, and a line that is indented further than anybody writes. */
const deepLines = [/^[ \t]*(?:[-?:][ \t]+){100}/m, /^ {1000}/m];

/**
 * A text that is nested no deeper than parsers can follow: they recurse, and at the end of the stack V8 does not throw but ends
 * the process when a regular expression is compiled there.
 * @throws Error for anything deeper
 */
export function checkDepth(text: string): string {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    // [ and {, ] and }: brackets in strings count too, which only matters where hundreds are not closed.
    if (code === 0x5b || code === 0x7b) depth++;
    else if ((code === 0x5d || code === 0x7d) && depth > 0) depth--;
    if (depth > deepest) throw new Error('nested too deeply');
  }
  if (deepLines.some((pattern) => pattern.test(text))) throw new Error('nested too deeply');
  return text;
}
