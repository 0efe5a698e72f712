/** One instruction of a Dockerfile, its continued lines joined. */
export type Instruction = {
  /** In capitals. */
  readonly keyword: string;
  /** `--name=value` flags, by name; those that may come more than once have several values. */
  readonly flags: ReadonlyMap<string, readonly string[]>;
  /** What follows the flags. */
  readonly rest: string;
  /** Of its first line, from 1. */
  readonly line: number;
};

const takesHeredoc = new Set(['RUN', 'COPY', 'ADD']);

/**
 * The instructions of a Dockerfile as BuildKit reads them (moby/buildkit:frontend/dockerfile/parser/parser.go): the `escape` directive,
 * continued lines, comments and empty lines between them, here-documents. What is no instruction is left to the build to refuse.
 */
export function parseInstructions(text: string): readonly Instruction[] {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  const escape = escapeOf(lines);
  const continued = escape === '`' ? /`[ \t]*$/ : /\\[ \t]*$/;
  const found: Instruction[] = [];
  for (let at = 0; at < lines.length; at++) {
    const first = at;
    const parts: string[] = [];
    for (; at < lines.length; at++) {
      const line = lines[at] as string;
      if (isIgnored(line)) {
        if (parts.length === 0) break;
        continue;
      }
      parts.push(line.replace(continued, ''));
      if (!continued.test(line)) break;
    }
    const instruction = parseOne(parts.join(''), first + 1);
    if (instruction === undefined) continue;
    found.push(instruction);
    if (takesHeredoc.has(instruction.keyword)) at = afterHeredocs(lines, at, instruction.rest);
  }
  return found;
}

function isIgnored(line: string): boolean {
  return line.trim() === '' || line.trimStart().startsWith('#');
}

/** Directives stand at the top, before any other comment. */
function escapeOf(lines: readonly string[]): string {
  for (const line of lines) {
    const [, key, value] = /^\s*#\s*([A-Za-z]\w*)\s*=\s*(.+?)\s*$/.exec(line) ?? [];
    if (key === undefined) return '\\';
    if (key.toLowerCase() === 'escape') return value as string;
  }
  return '\\';
}

function parseOne(text: string, line: number): Instruction | undefined {
  const [, keyword, after = ''] = /^\s*([A-Za-z]+)(?:\s+([\s\S]*))?$/.exec(text) ?? [];
  if (keyword === undefined) return undefined;
  const flags = new Map<string, string[]>();
  let rest = after.trim();
  for (;;) {
    const [whole, name, value = ''] = /^--([a-z][a-z-]*)(?:=("[^"]*"|\S+))?(?:\s+|$)/.exec(rest) ?? [];
    if (whole === undefined || name === undefined) break;
    flags.set(name, [...(flags.get(name) ?? []), value.replace(/^"(.*)"$/, '$1')]);
    rest = rest.slice(whole.length);
  }
  return { keyword: keyword.toUpperCase(), flags, rest, line };
}

/** Index of the last line of the here-documents that an instruction begins; `at` when it begins none. */
function afterHeredocs(lines: readonly string[], at: number, text: string): number {
  let end = at;
  // Three `<` are a string of the shell.
  for (const [, dash, , name = ''] of text.matchAll(/(?<!<)<<(-?)(["']?)([A-Za-z_]\w*)\2/g)) {
    const rest = lines.slice(end + 1);
    const length = rest.findIndex((line) => (dash === '-' ? line.replace(/^\t+/, '') : line) === name);
    if (length < 0) return at;
    end += length + 1;
  }
  return end;
}
