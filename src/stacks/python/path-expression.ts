import { posix } from 'node:path';
import { within } from '../../inventory/paths.ts';
import type { Sight } from './sight.ts';

/** Where the project is in the image: what is below it is told relative to it. */
const root = '/app';
/** Names lead to names; what is deeper than this is told by something that runs. */
const deepest = 12;

type Scope = {
  readonly sight: Sight;
  readonly file: string;
  readonly workdir: string;
  readonly depth: number;
  /** Names that may still be looked up, all in all: one that names itself would never end. */
  readonly steps: { left: number };
};

/**
 * The path that an expression of Python says: os.path.join, pathlib's `/`, names and settings that other lines assign, the
 * default of a variable of the environment. Absolute, the project's directory being /app; undefined: only a run would tell.
 * https://docs.python.org/3/library/os.path.html
 */
export function pathOf(sight: Sight, file: string, expression: string, workdir: string): string | undefined {
  const said = valueOf(expression, { sight, file, workdir, depth: 0, steps: { left: 40 } });
  return said === undefined ? undefined : posix.resolve(root, workdir, said);
}

/** The text between a bracket that is open and the one that closes it, from a position on. */
export function bracketed(text: string, from: number): string {
  let open = 0;
  for (let at = from; at < Math.min(text.length, from + 2000); at++) {
    if ('([{'.includes(text[at] as string)) open++;
    else if (')]}'.includes(text[at] as string) && --open < 0) return text.slice(from, at);
  }
  return '';
}

function valueOf(raw: string, scope: Scope): string | undefined {
  const text = raw.trim();
  if (text === '' || text.length > 500 || scope.depth > deepest) return undefined;
  const deeper = (each: string) => valueOf(each, { ...scope, depth: scope.depth + 1 });
  const either = parts(text, ' or ');
  if (either.length > 1) return deeper(either.at(-1) ?? '');
  const operator = ['/', '+'].find((each) => parts(text, each).length > 1);
  if (operator !== undefined)
    return joined(
      parts(text, operator).map(deeper),
      operator === '/' ? posix.join : (...all) => all.join(''),
    );
  const literal = /^[rub]?(['"])([^'"\\{}]*)\1$/.exec(text)?.[2];
  if (literal !== undefined) return literal;
  const formatted = /^r?f(?:"([^"\\]*)"|'([^'\\]*)')$/.exec(text)?.slice(1).find(Boolean);
  if (formatted !== undefined) return ofFormatted(formatted, deeper);
  if (text === '__file__') return posix.join(root, within(scope.sight.project.dir, scope.file));
  if (/^(?:os\.getcwd\(\)|os\.curdir|(?:pathlib\.)?Path(?:\.cwd)?\(\))$/.test(text))
    return posix.join(root, scope.workdir);
  if (text === 'os.pardir') return '..';
  const above = /^([\s\S]+)\.parent$/.exec(text)?.[1];
  if (above !== undefined) return mapped(deeper(above), posix.dirname);
  const many = /^([\s\S]+)\.parents\[(\d)\]$/.exec(text);
  if (many)
    return mapped(deeper(many[1] ?? ''), (path) =>
      posix.join(path, ...('..'.repeat(1 + Number(many[2])).match(/\.\./g) ?? [])),
    );
  const same = /^([\s\S]+)\.(?:resolve|absolute|as_posix|expanduser)\(\)$/.exec(text)?.[1];
  if (same !== undefined) return deeper(same);
  const called = /^([\w.]*)\(/.exec(text);
  if (called && text.endsWith(')'))
    return ofCall(called[1] ?? '', parts(text.slice(called[0].length, -1), ','), deeper);
  const name = /^(?:\w+\.)*(?:config\[['"](\w+)['"]\]|([A-Za-z_]\w*))$/.exec(text);
  return name
    ? (assigned(name[1] ?? name[2] ?? '', scope, deeper) ??
        (/\w\.\w+$/.test(text) ? setting(name[2] ?? '', scope) : undefined))
    : undefined;
}

/** An f-string, with what its fields are; a conversion or a format only a run would tell. */
function ofFormatted(text: string, value: (text: string) => string | undefined): string | undefined {
  const all = text
    .split(/(\{[^{}]{1,200}\})/)
    .map((part) => (part.startsWith('{') ? value(part.slice(1, -1)) : part));
  return all.some((part) => part === undefined || /[{}]/.test(part)) ? undefined : all.join('');
}

function ofCall(
  name: string,
  all: readonly string[],
  value: (text: string) => string | undefined,
): string | undefined {
  const [first = '', second = ''] = all;
  if (/^(?:os\.path\.)?join$|\.joinpath$/.test(name)) return joined(all.map(value), posix.join);
  if (/^(?:os\.path\.)?dirname$/.test(name)) return mapped(value(first), posix.dirname);
  // Also django-environ's env.str("X", "default"), decouple's config("X", default="default").
  if (/^(?:os\.)?(?:getenv|environ\.get)$|config\.get$|^(?:config|env(?:\.(?:str|path))?)$/.test(name))
    return value(second.replace(/^\s*default\s*=(?!=)/, ''));
  // https://docs.pydantic.dev/latest/concepts/fields/: what it is by default goes first, or has that name.
  if (/^(?:pydantic\.)?Field$/.test(name)) {
    const given = all.map(
      (each) => /^\s*default(?:_factory\s*=\s*lambda\s*:|\s*=(?!=))(.*)$/s.exec(each)?.[1],
    );
    return value(given.find(Boolean) ?? first);
  }
  if (/^(?:(?:os\.path\.)?(?:abspath|realpath|normpath)|str|(?:pathlib\.)?Path|os\.fspath|)$/.test(name))
    return joined(all.map(value), posix.join);
  return undefined;
}

/** What is assigned to a name: in the same file, or anywhere to a constant. */
function assigned(
  name: string,
  scope: Scope,
  value: (text: string) => string | undefined,
): string | undefined {
  const { sight, file } = scope;
  if (scope.steps.left-- <= 0) return undefined;
  const files = /^[A-Z][A-Z0-9_]+$/.test(name) ? [file, ...sight.sources.slice(0, 60)] : [file];
  const pattern = new RegExp(
    `^\\s*(?:\\w+\\.)*(?:config\\[['"])?${name}(?:['"]\\])?\\s*(?::[^=]+)?=\\s*(?=[^=\\s])`,
  );
  // The first that can be told: a name is often given None before, or what another system has.
  for (const hit of sight.repo.search(files, pattern, 4)) {
    const lines = (sight.repo.read(hit.path) ?? '').split('\n').slice(hit.line - 1, hit.line + 9);
    // A backslash goes on in the next line.
    const text = firstStatement(lines.join('\n').slice(hit.match[0].length).replaceAll(/\\\n/g, ' '));
    const path =
      hit.path === file ? value(text) : valueOf(text, { ...scope, file: hit.path, depth: scope.depth + 1 });
    if (path !== undefined) return path;
  }
  return undefined;
}

/** What a class of settings says of `settings.data_dir`, wherever it is: `data_dir: Path = Path("./data")`. */
function setting(name: string, scope: Scope): string | undefined {
  const { sight, file } = scope;
  const others = sight.sources.slice(0, 60).filter((path) => path !== file);
  const pattern = new RegExp(`^[ \\t]+${name}[ \\t]*:[^=\\n]{1,80}=[ \\t]*(?=[^=\\s])`);
  if (name === '' || scope.steps.left-- <= 0) return undefined;
  const [hit] = sight.repo.search(others, pattern, 1);
  if (!hit) return undefined;
  const lines = (sight.repo.read(hit.path) ?? '').split('\n').slice(hit.line - 1, hit.line + 9);
  const text = firstStatement(lines.join('\n').slice(hit.match[0].length));
  return valueOf(text, { ...scope, file: hit.path, depth: scope.depth + 1 });
}

/** Up to the end of the line, and on while a bracket is open. */
function firstStatement(text: string): string {
  let open = 0;
  for (let at = 0; at < text.length; at++) {
    if ('([{'.includes(text[at] as string)) open++;
    else if (')]}'.includes(text[at] as string)) open--;
    else if (open <= 0 && /[\n#]/.test(text[at] as string)) return text.slice(0, at);
  }
  return text;
}

/** The parts between an operator that is in no bracket and in no quotes. */
function parts(text: string, operator: string): readonly string[] {
  const found: string[] = [];
  let [from, open, quote] = [0, 0, ''];
  for (let at = 0; at < text.length; at++) {
    const char = text[at] as string;
    if (quote !== '') quote = char === quote ? '' : quote;
    else if (`'"`.includes(char)) quote = char;
    else if ('([{'.includes(char)) open++;
    else if (')]}'.includes(char)) open--;
    else if (open === 0 && text.startsWith(operator, at)) {
      found.push(text.slice(from, at));
      from = at + operator.length;
    }
  }
  return [...found, text.slice(from)].filter((part) => part.trim() !== '' || operator !== ',');
}

function mapped(path: string | undefined, change: (path: string) => string): string | undefined {
  return path === undefined ? undefined : change(path);
}

function joined(
  all: readonly (string | undefined)[],
  join: (...all: string[]) => string,
): string | undefined {
  const known = all.filter((each) => each !== undefined);
  if (known.length !== all.length || known.length === 0) return undefined;
  // What is absolute begins anew.
  const from = known.findLastIndex((each) => each.startsWith('/'));
  return join === posix.join ? join(...known.slice(Math.max(from, 0))) : join(...known);
}
