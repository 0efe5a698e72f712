import type { Hit, Inventory } from '../../inventory/types.ts';
import { findChecked } from './checked.ts';

const variable = String.raw`process\.env(?:\.|\[['"])([A-Z][A-Z0-9_]*)\b(?:['"]\])?`;
/** TypeScript is told that it is there; a client gets it as it is. */
const asserted = new RegExp(String.raw`\b${variable}(?:!|\s+as\s+string\b)`, 'g');
const handed = new RegExp(
  String.raw`(?:\bnew [\w.]{1,60}\(|\b(?:neon|postgres|createClient|createBrowserClient|createServerClient|invariant)\(|\b(?:apiKey|connectionString)\s*:)\s*${variable}\s*(?:[,)}]|$|(?:\|\||\?\?)\s*(?:['"]['"]|process))`,
  'g',
);
/** An argument in a line of its own; nothing is no value either. */
const alone = new RegExp(
  String.raw`^${variable}(?:\s*(?:\|\||\?\?)\s*process\.env\.\w{1,80})?(?:\s*(?:\|\||\?\?)\s*['"]['"])?,?$`,
);
const guard = /\bif\s*\(([^\n]{0,200}!\s*[^\n]{1,200})/;
const declared = new RegExp(
  String.raw`\b(?:const|let|var)\s+([A-Za-z_]\w{0,80})\b[^=\n]{0,60}=\s*${variable}(?!\s*(?:\|\||\?\?))`,
  'g',
);

type Text = {
  readonly whole: string;
  readonly lines: readonly string[];
  /** Names of the file that stand for a variable. */
  readonly names: ReadonlyMap<string, string>;
};

/** Names of variables without which a module ends. */
export function askedFor(
  repo: Inventory,
  files: readonly string[],
  unneeded: ReadonlySet<string>,
): readonly string[] {
  const known = new Map<string, Text>();
  const textOf = (path: string): Text => {
    const text = known.get(path) ?? takeApart(repo.read(path) ?? '');
    known.set(path, text);
    return text;
  };
  const plain = repo
    .search(files, /\bprocess\.env\b/, 400)
    .flatMap((hit) => givenTo(textOf(hit.path), hit))
    .filter((name) => !unneeded.has(name));
  const guarded = repo.search(files, guard, 200).flatMap((hit) => guardedBy(textOf(hit.path), hit));
  // Also where the check itself is left out: what it would hand on is used all the same.
  const checked = findChecked(repo, files).flatMap(({ name, required }) => (required ? [name] : []));
  return [...new Set([...guarded, ...checked, ...plain])].slice(0, 40);
}

function takeApart(whole: string): Text {
  const names = new Map<string, string>();
  for (const [, name = '', stands = ''] of whole.matchAll(declared))
    if (!names.has(name)) names.set(name, stands);
  return { whole, lines: whole.split('\n'), names };
}

/** What a line hands on as if it were there. */
function givenTo({ lines }: Text, { line, match: { input = '' } }: Hit): readonly string[] {
  const text = input.slice(0, 500);
  const before = lines[line - 2]?.trimEnd() ?? '';
  const argument = /[(,]$/.test(before) ? (alone.exec(text.trim())?.[1] ?? []) : [];
  return [...text.matchAll(asserted), ...text.matchAll(handed)].map(([, name = '']) => name).concat(argument);
}

/** `if (!process.env.X) throw`; of a name of the file, the variable that it stands for; of SvelteKit's, its own. */
function guardedBy({ whole, lines, names }: Text, { line, match }: Hit): readonly string[] {
  if (!lines.slice(line - 1, line + 2).some((each) => /\bthrow\b/.test(each))) return [];
  const asked = [...(match[1] as string).matchAll(/!\s*(process\.env\.|env\.)?([A-Za-z_]\w{0,80})/g)];
  return asked.flatMap(([, of = '', name = '']) => {
    if (of === '') return names.get(name) ?? [];
    if (!/^[A-Z][A-Z0-9_]*$/.test(name)) return [];
    return of === 'process.env.' || whole.includes('$env/dynamic/') ? [name] : [];
  });
}
