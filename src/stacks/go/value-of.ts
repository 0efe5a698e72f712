import { posix } from 'node:path';
import { block, findAll, type Found } from './lines.ts';
import type { Program } from './program.ts';
import { defaultOfKey, defaultOfName } from './setting-default.ts';

/** How many names lead from a call to a text, and how many functions and fields are followed on the way. */
const mostSteps = 6;
const mostAsked = 12;
/** A name or a call, which may have another in it. */
const expression = String.raw`([\w.*&]+(?:\((?:[^()\n]|\([^()\n]*\))*\))?)`;

type Search = { readonly program: Program; readonly asked: Set<string> };

/**
 * What an expression is unless settings say otherwise, followed through variables, fields, parameters and functions of the program; undefined
 * for what is no text then, and for a literal, which is no setting.
 * @returns a path; `/*` stands for a name in it that is not known
 */
export function valueOf(given: string, at: Found, program: Program): string | undefined {
  return follow(given, at, { program, asked: new Set() }, 0);
}

function follow(whole: string, at: Found, search: Search, step: number): string | undefined {
  const given = whole.trim().replace(/^[*&]+/, '');
  if (step > mostSteps) return undefined;
  const literal = /^["`]([^"`]*)["`]$/.exec(given)?.[1];
  if (literal !== undefined) return step === 0 ? undefined : literal;
  const [, called, told = ''] = /^([\w.]+)\(([^]*)\)$/.exec(given) ?? [];
  if (called !== undefined) return ofCall(called, told, at, search, step);
  if (!/^[A-Za-z_][\w.]*$/.test(given)) return undefined;
  const name = given.split('.').at(-1) ?? '';
  return (
    defaultOfName(name, search.program) ??
    (given.includes('.') ? undefined : ofLocal(name, at, search, step)) ??
    ofField(name, search, step)
  );
}

function ofCall(called: string, told: string, at: Found, search: Search, step: number): string | undefined {
  const first = argumentsOf(told)[0] ?? '';
  if (/^(?:file)?path\.(?:Clean|Abs)$/.test(called)) return follow(first, at, search, step + 1);
  if (/^(?:file)?path\.Join$/.test(called)) {
    const parent = follow(first, at, search, step + 1);
    return parent === undefined ? undefined : posix.join(parent, '*');
  }
  if (/^(?:file)?path\.Dir$/.test(called)) {
    const file = follow(first, at, search, step + 1);
    return file === undefined ? undefined : posix.dirname(file);
  }
  const key = /\.(?:Get)?String$/.test(called) ? /^"([\w.-]+)"$/.exec(told)?.[1] : undefined;
  return key === undefined ? ofFunction(called, search) : defaultOfKey(key, search.program);
}

/** A function of the program that says one text and else what it is told: `if env == "" { return "data" }; return env`. */
function ofFunction(called: string, search: Search): string | undefined {
  const name = called.split('.').at(-1) ?? '';
  if (!isNew(`${name}()`, search)) return undefined;
  const [head] = findAll(
    search.program.files,
    new RegExp(String.raw`^func (?:\([^)\n]*\) )?${name}\([^)\n]*\) \(?(?:\w+ )?string\b[^\n]*\{$`, 'gm'),
  );
  if (!head) return undefined;
  const body = block(head.file.code, head.match.index + head.match[0].length - 1);
  const texts = [...body.matchAll(/\breturn ["`]([^"`\n]{1,120})["`]/g)].map((match) => match[1]);
  return texts.length === 1 ? texts[0] : undefined;
}

/** A variable of the function, or what that is called with. */
function ofLocal(name: string, at: Found, search: Search, step: number): string | undefined {
  const before = at.file.code.slice(Math.max(0, at.match.index - 20_000), at.match.index);
  const head = [...before.matchAll(/^func (?:\([^)\n]*\) )?(\w+)\(([^)\n]*)\)/gm)].at(-1);
  if (!head) return undefined;
  const assigned = [
    ...before
      .slice(head.index)
      .matchAll(new RegExp(String.raw`\b${name}(?:,\s*\w+)?\s*:?=(?!=)\s*([^\n]+)`, 'g')),
  ];
  const last = assigned.at(-1)?.[1];
  const value = last === undefined ? undefined : follow(last, at, search, step + 1);
  if (value !== undefined) return value;
  const [, called = '', parameters = ''] = head;
  const index = parameters.split(',').findIndex((each) => each.trim().split(/\s/, 1)[0] === name);
  if (index < 0 || !isNew(`${called} ${index}`, search)) return undefined;
  const calls = findAll(
    search.program.files,
    new RegExp(String.raw`(?<!func )(?<!\) )\b${called}\(((?:[^()]|\([^()\n]*\)){0,600})\)`, 'g'),
  );
  return firstOf(calls, ({ match }) => argumentsOf(match[1] ?? '')[index], search, step);
}

/** What a field of a struct is given: `&Store{dir: cfg.Dir}`, `s.dir = dir`. */
function ofField(name: string, search: Search, step: number): string | undefined {
  if (!isNew(`.${name}`, search)) return undefined;
  const given = findAll(
    search.program.files,
    new RegExp(String.raw`(?:\.${name}\s*=(?!=)|\b${name}:)\s*${expression}[,;\s}]`, 'g'),
  );
  return firstOf(given, ({ match }) => match[1], search, step);
}

function firstOf(
  places: readonly Found[],
  read: (place: Found) => string | undefined,
  search: Search,
  step: number,
): string | undefined {
  for (const place of places.slice(0, 4)) {
    const given = read(place);
    const value = given === undefined ? undefined : follow(given, place, search, step + 1);
    if (value !== undefined) return value;
  }
  return undefined;
}

function isNew(what: string, { asked }: Search): boolean {
  if (asked.size >= mostAsked || asked.has(what)) return false;
  asked.add(what);
  return true;
}

/** Of a call, whose arguments may be calls; longer ones are none that name a directory. */
function argumentsOf(told: string): readonly string[] {
  return told
    .slice(0, 600)
    .split(/,(?![^()]*\))/)
    .map((each) => each.trim());
}
