import { placeOf, type Source } from './sources.ts';
import type { Written } from './writable.ts';

/** A field that has to be given: `dir: PathBuf` */
const field =
  /\b(?:path|(?:\w{1,20}_)?(?:dir|directory|root|folder))\s*:\s*(?:std::path::)?PathBuf(?=\s*[,}])/g;

/** It is no positional argument, or need not be given. https://docs.rs/clap/latest/clap/_derive/ */
const optional =
  /\b(?:long|short|env|default_\w+|from_global|subcommand|flatten|skip|last|hide|option|switch|required(?!\s*=\s*true))\b/;

/** What brackets and commas do not count in, and these. */
const tokens = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)'|\/\/[^\n]*|[{}()[\],]/g;

/** The directory that the command which serves must be given: `Serve(ServeArgs)`, `Serve { dir: PathBuf }`. */
export function wantedDirectory(sources: readonly Source[], word: string): Written | undefined {
  const owner = new RegExp(
    String.raw`^${word.replaceAll(/[^a-z]/gi, '')}(?:cmd|command|args|opts?|options)?$`,
    'i',
  );
  for (const source of sources.filter(({ text }) => /\b(?:Parser|Args|Subcommand)\b/.test(text))) {
    for (const match of source.text.matchAll(field)) {
      const before = source.text.slice(Math.max(0, match.index - 1500), match.index);
      const start = [...before.matchAll(/\b([A-Z]\w*)\s*\{/g)].at(-1);
      if (start === undefined || !owner.test(start[1] as string)) continue;
      if (!isParsed(before.slice(0, start.index))) continue;
      const attributes = attributesOf(before.slice(start.index + start[0].length));
      if (attributes === undefined || optional.test(attributes)) continue;
      return {
        value: '/data',
        from: placeOf(source, match.index),
        confidence: 'medium',
        why: 'the directory that it is given',
        volume: true,
      };
    }
  }
  return undefined;
}

/** A variant of commands, or a struct that is read from the arguments. */
function isParsed(before: string): boolean {
  if (!/\bstruct\s+$/.test(before)) return !/\b(?:impl|for|enum|trait)\s+$/.test(before);
  const derives = before.slice(before.lastIndexOf('#[derive('));
  return /^#\[derive\([^)]*\b(?:Parser|Args|StructOpt)\b/.test(derives) && !/[;}]/.test(derives);
}

/** What stands above a field without its texts, which may reach over lines; nothing where the field is none of this owner. */
function attributesOf(fields: string): string | undefined {
  let depth = 0;
  let start = 0;
  for (const { 0: token, index } of fields.matchAll(tokens)) {
    if (/^[{([]$/.test(token)) depth += 1;
    if (/^[})\]]$/.test(token)) depth -= 1;
    if (depth < 0) return undefined;
    if (token === ',' && depth === 0) start = index;
  }
  return depth === 0 ? fields.slice(start).replaceAll(/"(?:[^"\\]|\\.)*"/g, '') : undefined;
}
