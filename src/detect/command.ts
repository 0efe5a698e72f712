import { parse } from 'shell-quote';

/** One program of a command line. */
export type SimpleCommand = {
  /** Assignments before it. */
  readonly env: Readonly<Record<string, string>>;
  /** The program and its arguments; `$PORT` and `${PORT:-8080}` stand in them as they were written. */
  readonly words: readonly string[];
};

/**
 * The programs of a command line that are joined by && or ;, in order; undefined for anything else that a shell would have to
 * do: pipes, redirections, loops, substitutions, the background.
 */
export function parseCommand(line: string): readonly SimpleCommand[] | undefined {
  if (/[\n`]|\$\(/.test(line)) return undefined;
  const tokens = tokensOf(line);
  if (!tokens) return undefined;
  const commands: string[][] = [[]];
  for (const token of tokens) {
    if (typeof token === 'string') commands.at(-1)?.push(token);
    else if ('comment' in token) break;
    else if (token.op === 'glob') commands.at(-1)?.push((token as { pattern: string }).pattern);
    else if (token.op === '&&' || token.op === ';') commands.push([]);
    else return undefined;
  }
  return commands.filter((words) => words.length > 0).map(split);
}

/** What no shell would take either is no command. */
function tokensOf(line: string): ReturnType<typeof parse<string>> | undefined {
  try {
    return parse(line, (name) => `$${name}`);
  } catch {
    return undefined;
  }
}

function split(all: readonly string[]): SimpleCommand {
  const start = all.findIndex((word) => !/^[A-Za-z_]\w*=/.test(word));
  const words = start < 0 ? [] : all.slice(start);
  const assignments = start < 0 ? all : all.slice(0, start);
  const env = Object.fromEntries(
    assignments.map((word) => [word.slice(0, word.indexOf('=')), word.slice(word.indexOf('=') + 1)]),
  );
  return { env, words };
}
