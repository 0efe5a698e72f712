import { placeOf, type Source } from './sources.ts';
import type { Written } from './writable.ts';

/** `default_value = "."` of a path and what that is called, `path.unwrap_or_else(|| PathBuf::from("."))` */
const here =
  /\bdefault_value(?:_t|_os)?\s*(?:=|\()\s*"\.\/?"[^\n]*(?:\n[^\n]*)?|^[^\n]*\bPathBuf::from\(\s*"\.\/?"/gm;
const serves = /\b(?:ServeDir|Files::new|NamedFile|FileServer|WalkDir|warp::fs|read_dir)\b/;
const others = /conf|template|migrat|\blogs?_/i;

/** The working directory, where a program serves what is in it unless it is told otherwise: `/` of an image is none for that. */
export function servedDirectory(sources: readonly Source[]): Written | undefined {
  const own = sources.filter(({ path }) =>
    /(?:^|\/)(?:main|args?|cli|config|opts?|options|settings|server)\.rs$/.test(path),
  );
  if (!sources.some(({ text }) => serves.test(text))) return undefined;
  for (const source of own) {
    const match = [...source.text.matchAll(here)].find(([text]) => !others.test(text));
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
