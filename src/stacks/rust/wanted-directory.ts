import { placeOf, type Source } from './sources.ts';
import type { Written } from './writable.ts';

/** A positional argument of clap's derive that has to be given: `path: PathBuf` */
const field =
  /(?:#\[(?:arg|clap)\(([^\]\n]{0,200})\)\]\s*)?(?:pub\s+)?(?:\w{1,20}_)?(?:path|dir|directory|root|folder)\s*:\s*(?:std::path::)?PathBuf\b/g;

/** The directory that the command which serves must be given: `Serve(ServeArgs)`, `Serve { dir: PathBuf }`. */
export function wantedDirectory(sources: readonly Source[], word: string): Written | undefined {
  const owner = new RegExp(
    String.raw`^${word.replaceAll(/[^a-z]/gi, '')}(?:cmd|command|args|opts?|options)?$`,
    'i',
  );
  for (const source of sources.filter(({ text }) => /\b(?:Parser|Args|Subcommand)\b/.test(text))) {
    for (const match of source.text.matchAll(field)) {
      const before = source.text.slice(Math.max(0, match.index - 1500), match.index);
      const name = [...before.matchAll(/\b([A-Z]\w*)\s*\{/g)].at(-1)?.[1] ?? '';
      if (
        /\b(?:long|short|default_value|env|from_global|subcommand)/.test(match[1] ?? '') ||
        !owner.test(name)
      )
        continue;
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
