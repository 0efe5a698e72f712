/** One call in a CMake script. */
export type Command = {
  /** Lower case: CMake does not tell the cases apart. */
  readonly name: string;
  readonly args: readonly string[];
  readonly line: number;
};

const most = 20_000;

/**
 * The commands of a CMakeLists.txt, in order; what is no command is skipped.
 * https://cmake.org/cmake/help/latest/manual/cmake-language.7.html#syntax
 */
export function parseCommands(text: string): readonly Command[] {
  const commands: Command[] = [];
  const start = /([A-Za-z_]\w*)[ \t]*\(|#\[(=*)\[|#[^\n]*|"(?:[^"\\]|\\[^])*"|\[(=*)\[/g;
  let line = 1;
  let counted = 0;
  const lineAt = (index: number) => {
    for (; counted < index; counted++) if (text.charCodeAt(counted) === 10) line++;
    return line;
  };
  for (let match = start.exec(text); match && commands.length < most; match = start.exec(text)) {
    const bracket = match[2] ?? match[3];
    if (bracket !== undefined) {
      const end = text.indexOf(`]${bracket}]`, start.lastIndex);
      if (end < 0) break;
      start.lastIndex = end;
      continue;
    }
    const [, name] = match;
    if (name === undefined) continue;
    const { args, end } = parseArguments(text, start.lastIndex);
    commands.push({ name: name.toLowerCase(), args, line: lineAt(match.index) });
    start.lastIndex = end;
  }
  return commands;
}

function parseArguments(text: string, from: number): { args: string[]; end: number } {
  const token = /\(|\)|#\[(=*)\[|#[^\n]*|"((?:[^"\\]|\\[^])*)"|\[(=*)\[|(?:[^\s()#"\\]|\\[^])+/g;
  token.lastIndex = from;
  const args: string[] = [];
  let depth = 1;
  for (let match = token.exec(text); match; match = token.exec(text)) {
    const [all, comment, quoted, bracket] = match;
    if (all === '(') depth++;
    if (all === ')') depth--;
    if (depth === 0) break;
    if (comment !== undefined || bracket !== undefined) {
      const end = text.indexOf(`]${comment ?? bracket}]`, token.lastIndex);
      if (end < 0) return { args, end: text.length };
      if (bracket !== undefined) args.push(text.slice(token.lastIndex, end));
      token.lastIndex = end + (comment ?? bracket ?? '').length + 2;
    } else if (quoted !== undefined) args.push(quoted.replaceAll(/\\(["\\$])/g, '$1'));
    else if (!all.startsWith('#')) args.push(all);
    if (args.length > most) break;
  }
  return { args, end: token.lastIndex === 0 ? text.length : token.lastIndex };
}
