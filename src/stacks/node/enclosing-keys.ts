/** Where a place of a file in JavaScript stands. */
export type Enclosing = {
  /** Names of the objects around it, the outermost first: of `const a = { b: z.object({ port` they are `a`, `b`. */
  readonly keys: readonly string[];
  /** It is in the body of a function. */
  readonly inFunction: boolean;
};

/** What brackets do not count in, and these; what has no end is read once, or is short. */
const tokens = /\/\/[^\n]*|\/\*(?:[^*]|\*(?!\/))*(?:\*\/)?|(['"])(?:(?!\1)[^\\\n]|\\.){0,300}\1|[{}()[\]]/g;
/** What stands before an object: a key or a name, and the calls that it is handed to. */
const named = /\b([A-Za-z_$][\w$]{0,60})['"]?\s{0,20}[:=]\s{0,20}(?:[\w$.]{1,60}\(\s{0,20}){0,3}$/;
const body = /(?:=>|\)|\b(?:try|else|finally|do))\s*$/;
const deepest = 12;

/** The objects and functions that places of a text are in; undefined for one in a comment or a string. The places rise. */
export function enclosingKeys(text: string, places: readonly number[]): readonly (Enclosing | undefined)[] {
  const open: number[] = [];
  const found: (Enclosing | undefined)[] = [];
  const isBefore = (end: number) => found.length < places.length && (places[found.length] as number) < end;
  for (const { 0: token, index } of text.matchAll(tokens)) {
    while (isBefore(index)) found.push(around(text, open));
    // A key in quotes begins with them.
    while (token.length > 1 && isBefore(index + token.length))
      found.push(places[found.length] === index ? around(text, open) : undefined);
    if (/^[{([]$/.test(token)) open.push(index);
    else if (token.length === 1) open.pop();
    if (found.length === places.length) return found;
  }
  while (isBefore(Infinity)) found.push(around(text, open));
  return found;
}

function around(text: string, open: readonly number[]): Enclosing {
  const before = open
    .slice(-deepest)
    .filter((at) => text[at] === '{')
    .map((at) => text.slice(Math.max(0, at - 200), at));
  return {
    keys: before.flatMap((each) => named.exec(each)?.[1] ?? []),
    inFunction: before.some((each) => body.test(each)),
  };
}
