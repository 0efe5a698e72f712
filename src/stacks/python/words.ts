import type { Before } from './start.ts';

/** Without the package manager that would put it into its environment, and with Python's own way to run a module. */
export function unwrap(all: readonly string[]): readonly string[] {
  const words = all[0] === 'exec' || all[0] === 'env' ? all.slice(1) : all;
  const [tool = '', verb = ''] = words;
  if (/^(?:poetry|pipenv|pdm|uv|hatch|rye)$/.test(tool) && verb === 'run') {
    const from = words.findIndex((word, at) => at > 1 && !word.startsWith('-'));
    return from < 0 ? [] : unwrap(words.slice(from));
  }
  const program = tool.replace(/^.*\//, '');
  if (/^python(?:3(?:\.\d+)?)?$/.test(program)) {
    const flag = /^-[uOBIE]+$/;
    const from = words.findIndex((word, at) => at > 0 && !flag.test(word));
    const rest = from < 0 ? [] : words.slice(from);
    return rest[0] === '-m'
      ? [rest[1]?.replace(/\.__main__$/, '') ?? '', ...rest.slice(2)]
      : ['python', ...rest];
  }
  return [program, ...words.slice(1)];
}

/** Flags with their values, and the application: the last word that no flag takes as its value. */
export function split(
  rest: readonly string[],
  program: string,
): { readonly flags: readonly string[]; readonly target?: string } {
  const switches =
    /^--?(?:reload|factory|proxy-headers|no-\S+|preload|daemon|D|R|statsd|access-log|debug|asyncio|call|capture-output|enable-stdio-inheritance|log-syslog|check-config|print-config)$/;
  const at = rest.findIndex(
    (word, index) =>
      !word.startsWith('-') &&
      (index === 0 ||
        !rest[index - 1]?.startsWith('-') ||
        rest[index - 1]?.includes('=') ||
        switches.test(rest[index - 1] ?? '')),
  );
  if (at < 0) return { flags: rest };
  const target = rest[at] as string;
  return {
    flags: rest.toSpliced(at, 1),
    ...(program === 'uwsgi' && /\.(?:ini|yaml|json)$/.test(target) ? {} : { target }),
  };
}

/** Flags less those that match, each with its value. */
export function keep(flags: readonly string[], drop: RegExp): readonly string[] {
  return flags.filter((word, at) => {
    const before = flags[at - 1] ?? '';
    if (word.startsWith('-')) return !drop.test(word);
    return !(drop.test(before) && !before.includes('='));
  });
}

export function valueOf(words: readonly string[], flag: string): string | undefined {
  const at = words.findIndex((word) => word === flag || word.startsWith(`${flag}=`));
  if (at < 0) return undefined;
  const word = words[at] as string;
  return word.includes('=') ? word.slice(word.indexOf('=') + 1) : words[at + 1];
}

export function literal(env: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(env).filter(([name, value]) => name !== 'PORT' && !value.includes('$')),
  );
}

/** Programs that run before the server, if Python can run them. */
export function earlier(words: readonly string[], must: boolean): readonly Before[] {
  const [program = '', ...rest] = words;
  if (/collectstatic|compilemessages/.test(words.join(' ')) || program === 'cd' || program === 'export')
    return [];
  if (program === 'python') return [{ argv: rest, must }];
  return /^(?:flask|alembic|django|aerich|celery)$/.test(program)
    ? [{ argv: ['-m', program, ...rest], must }]
    : [];
}

/** The commands of a shell script that Python runs, as one line; what else it does is left out. Undefined: there is none. */
export function lineOfScript(script: string): string | undefined {
  const joined = script.replaceAll(/\\\n/g, ' ');
  const defaults = defaultsOf(joined);
  const kept = joined
    .split('\n')
    .map((line) =>
      filled(line, defaults)
        .trim()
        .replace(/^exec\s+/, ''),
    )
    .filter((line) =>
      /^(?:\w+=\S+\s+)*(?:python3?|gunicorn|uvicorn|hypercorn|daphne|flask|streamlit|fastapi|alembic|celery|waitress-serve|poetry run|uv run|pipenv run)\s/.test(
        line,
      ),
    )
    .filter((line) => !/\bpip\b|&\s*$|\||`|\$\(/.test(line));
  // What comes after a server that goes to the background is another program beside it.
  const daemon = kept.findIndex(
    (line) => /\bgunicorn\s/.test(line) && /\s(?:--daemon|-D)(?:\s|$)/.test(line),
  );
  if (daemon >= 0) kept.length = daemon + 1;
  // Without this a shell goes on after what failed.
  const stops = /^(?:set\s+-\w*e|#!.*\s-\w*e)/m.test(script);
  return kept.length === 0 ? undefined : kept.join(stops ? ' && ' : ' ; ');
}

/** What a script gives its variables where nobody sets them: `WORKERS=${WORKERS:-1}`. */
function defaultsOf(script: string): ReadonlyMap<string, string> {
  const given = /^\s*(?:export\s+)?([A-Z_]\w*)=["']?(?:\$\{\1:?-([\w.:/-]*)\}|([\w.:/-]+))["']?\s*$/gm;
  return new Map([...script.matchAll(given)].map(([, name = '', one, other]) => [name, one ?? other ?? '']));
}

/** With these in place of the variables; the port is the one that the image has. */
function filled(line: string, defaults: ReadonlyMap<string, string>): string {
  return line.replaceAll(/\$\{([A-Z_]\w*):?-([\w.:/-]*)\}|\$\{?([A-Z_]\w*)\}?/g, (all, one, value, other) => {
    const name = String(one ?? other);
    const known = defaults.get(name);
    if (name === 'PORT') return one === undefined && known !== undefined ? `\${PORT:-${known}}` : all;
    return known ?? (one === undefined ? all : String(value));
  });
}

/** Arguments that have a program listen: `serve`, `server`, `--port 8000`. */
export function serves(words: readonly string[]): boolean {
  return words.some((word) =>
    /^(?:serve|server|runserver|run-server|web|webserver|api|ui)$|^--(?:port|hosts?|bind|listen)\b/.test(
      word,
    ),
  );
}
