import { placeOf, type Source } from './sources.ts';
import type { Written } from './writable.ts';

/** `default_value = "."` of a path, `path.unwrap_or_else(|| PathBuf::from("."))` */
const here = /(?:\bdefault_value(?:_t|_os)?\s*(?:=|\()\s*|\bPathBuf::from\(\s*|\bPath::new\(\s*)"\.\/?"/;

/** The working directory, where a program serves what is in it unless it is told otherwise: `/` of an image is none for that. */
export function servedDirectory(sources: readonly Source[]): Written | undefined {
  const own = sources.filter(({ path }) =>
    /(?:^|\/)(?:main|args?|cli|config|opts?|options|settings|server)\.rs$/.test(path),
  );
  for (const source of own) {
    const match = here.exec(source.text);
    if (match)
      return {
        value: '.',
        from: placeOf(source, match.index),
        confidence: 'medium',
        why: 'what it serves',
        volume: true,
      };
  }
  return undefined;
}
