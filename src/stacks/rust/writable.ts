import { posix } from 'node:path';
import type { Fact } from '../../detect/types.ts';
import { placeOf, type Source } from './sources.ts';

/** A directory that the program writes to, relative to its working directory, or absolute. */
export type Written = Fact & { readonly why: string; readonly volume: boolean };

const patterns: readonly {
  readonly pattern: RegExp;
  readonly why: string;
  readonly file: boolean;
  readonly volume: boolean;
}[] = [
  {
    pattern: /"sqlite:(?:\/\/)?(\/?(?:\.\/)?[\w./-]+)(?:\?[^"]*)?"/g,
    why: 'the database',
    file: true,
    volume: true,
  },
  {
    pattern: /"((?:\.?\/)?[\w./-]+\.(?:db|sqlite3?|redb|sled))"/g,
    why: 'the database',
    file: true,
    volume: true,
  },
  {
    pattern: /create_dir(?:_all)?\(\s*&?"((?:\.?\/)?[\w./-]+)"/g,
    why: 'what it creates',
    file: false,
    volume: true,
  },
  { pattern: /File::create\(\s*&?"((?:\.?\/)?[\w./-]+)"/g, why: 'what it creates', file: true, volume: true },
  {
    pattern:
      /\b\w*(?:upload|data|storage|cache|store|log)s?_?(?:dir|path|folder|directory)?\w*"?\s*[,:=)(]?[^"\n]{0,60}"((?:\.\/)?[a-z_][\w-]*(?:data|uploads?|storage|cache|store|logs?|files)|(?:\.\/)?(?:data|uploads?|storage|cache|logs?))\/?"/gi,
    why: 'what it keeps',
    file: false,
    volume: true,
  },
];

/** Paths in the source that are written to. */
export function writtenBy(sources: readonly Source[]): readonly Written[] {
  const found = new Map<string, Written>();
  for (const source of sources) {
    for (const { pattern, why, file, volume } of patterns) {
      for (const match of source.text.matchAll(pattern)) {
        const path = posix.normalize(match[1] as string);
        const value = file ? posix.dirname(path) : path.replace(/\/$/, '');
        if (
          /^\.\.|memory|^\/(etc|proc|sys|dev|tmp|usr)\b/.test(path) ||
          value.startsWith('..') ||
          value === '/'
        )
          continue;
        if (!found.has(value))
          found.set(value, { value, from: placeOf(source, match.index), confidence: 'medium', why, volume });
      }
    }
  }
  const all = [...found.values()];
  return all.filter(
    ({ value }) =>
      !all.some(
        (other) => other.value !== value && (value.startsWith(`${other.value}/`) || other.value === '.'),
      ),
  );
}
