import { posix } from 'node:path';
import type { Fact } from '../../detect/types.ts';
import { placeOf, type Source } from './sources.ts';

/** A directory that the program writes to, relative to its working directory, or absolute. */
export type Written = Fact & { readonly why: string; readonly volume: boolean };

const opens = String.raw`(?:open|establish|connect|create|new|parse|builder|DATABASE_URL|from_str)\w*\W{0,12}`;

const patterns: readonly {
  readonly pattern: RegExp;
  readonly why: string;
  /** The path is that of a file in it. */
  readonly file: boolean;
}[] = [
  { pattern: /"sqlite:(?:\/\/)?(\/?(?:\.\/)?[\w./-]+)(?:\?[^"]*)?"/g, why: 'the database', file: true },
  {
    pattern: /"((?:\.?\/)?[\w-]+\/[\w./-]+\.(?:db|sqlite3?|redb|sled))"/g,
    why: 'the database',
    file: true,
  },
  {
    // A name without a directory is one only where it is opened: others are put behind a directory.
    pattern: new RegExp(`${opens}"((?:\\./)?[\\w-]+\\.(?:db|sqlite3?|redb|sled))"`, 'g'),
    why: 'the database',
    file: true,
  },
  { pattern: /create_dir(?:_all)?\(\s*&?"((?:\.?\/)?[\w./-]+)"/g, why: 'what it creates', file: false },
  { pattern: /File::create\(\s*&?"((?:\.?\/)?[\w./-]+)"/g, why: 'what it creates', file: true },
  {
    pattern:
      /\b\w*(?:upload|data|storage|cache|store|logs?)_?(?:dir|path|folder|directory|root)\w*"?\s*[,:=(][^"\n;]{0,60}"((?:\.?\/)?[a-z_][\w/-]*)\/?"/gi,
    why: 'what it keeps',
    file: false,
  },
  {
    // fn default_data_dir() -> PathBuf { PathBuf::from("./data") }, which serde asks for a default
    pattern:
      /\bfn \w{0,40}(?:upload|data|storage|store|cache|logs?)s?_?(?:dir|path|folder|directory|root)\w{0,40}\(\)\s*->\s*(?:String|PathBuf|&'static str|Option<\w+>)\s*\{\s*(?:Some\(\s*)?(?:\w+::(?:from|new)\(\s*)?"((?:\.?\/)?[a-z_][\w/-]*)"/gi,
    why: 'what it keeps',
    file: false,
  },
  {
    // env::var("DATA_DIR").unwrap_or_else(|_| "./data".to_string())
    pattern:
      /\bvar\(\s*"\w*(?:UPLOAD|DATA|STORAGE|STORE|CACHE|LOG)S?_?(?:DIR|PATH|FOLDER|DIRECTORY|ROOT)"\s*\)[^;"]{0,120}?\bunwrap_or(?:_else)?\([^;"]{0,60}"((?:\.?\/)?[a-z_][\w/-]*)"/g,
    why: 'what it creates',
    file: false,
  },
  {
    // path = "./data/store/" of a file of settings
    pattern:
      /^\s*(?:path|dir|directory|folder)\s*=\s*"((?:\.?\/)?(?:data|storage|store|cache|uploads?|logs?)(?:\/[\w./-]*)?)"/gm,
    why: 'what it keeps',
    file: false,
  },
  {
    // arg!(--"data-dir" <DIR> "Where it keeps its data").default_value("/var/lib/shop")
    pattern:
      /(?:\barg!\(|\bArg::new\()[^\n]{0,60}\b(?:data|storage|store|uploads?|cache|logs?)[-_]?(?:dir|folder|directory)"(?:(?!\barg!\(|\bArg::)[\s\S]){0,400}?\.default_value\(\s*"(\.?\/[\w/-]+)"/g,
    why: 'what it keeps',
    file: false,
  },
  {
    pattern:
      /default_value(?:_t)?\s*=\s*"((?:\.?\/)?[a-z_][\w/-]*)\/?"[^\n]*\)\]\s*(?:pub\s+)?\w*(?:upload|data|storage|cache|store|logs?)_?(?:dir|path|folder|directory|root)/gi,
    why: 'what it keeps',
    file: false,
  },
];

/** As far as a variable is looked for after it, in characters. */
const reachOfName = 4000;

/** Paths in the source that are written to. */
export function writtenBy(sources: readonly Source[]): readonly Written[] {
  const found = new Map<string, Written>();
  for (const source of sources) {
    for (const { pattern, why, file } of patterns) {
      for (const match of source.text.matchAll(pattern)) {
        const path = posix.normalize(match[1] as string);
        const isFile = file || isOpened(source.text, match);
        const value = isFile ? posix.dirname(path) : path.replace(/\/$/, '');
        // Put behind another directory, or the name of a variable.
        const before = source.text.slice(source.text.lastIndexOf('\n', match.index) + 1, match.index);
        if (
          why === 'what it keeps' &&
          /format!|join\w*\(|\{\}|"[A-Z_]+"$|\b\w*(?:env|var)\w*\(\s*"[^"]*"$/.test(before + match[0])
        )
          continue;
        if (
          /^\.\.|memory|^tests?\/|^\/(etc|proc|sys|dev|tmp|usr)\b/.test(path) ||
          value.startsWith('..') ||
          value === '/'
        )
          continue;
        if (!found.has(value))
          found.set(value, {
            value,
            from: placeOf(source, match.index),
            confidence: 'medium',
            why,
            volume: true,
          });
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

/** What a variable such as `STORE_PATH` holds may be a file: `let path = env::var("STORE_PATH")…; File::create(&path)` */
function isOpened(text: string, { index, 0: match }: RegExpExecArray): boolean {
  if (!/^var\(\s*"\w*PATH"/.test(match)) return false;
  const before = text.slice(Math.max(0, index - 200), index);
  const name = /\blet\s{1,9}(?:mut\s{1,9})?(\w{1,60})\s{0,9}(?::[^=;]{1,60})?=\s{0,40}[\w:]{0,40}$/.exec(
    before,
  )?.[1];
  const after = text.slice(index + match.length, index + match.length + reachOfName);
  return (
    name !== undefined &&
    new RegExp(
      String.raw`(?:\bFile::(?:create|create_new|open)|\bOpenOptions\b[^;]{0,200}\.open)\(\s{0,40}&?${name}(?![\w.])`,
    ).test(after)
  );
}

/** Calls that make or fill a file or a directory, and those that open one to write, or a database in it. */
export const writing = {
  calls: String.raw`\b(?:create_dir(?:_all)?|fs::(?:write|copy|rename)|File::create(?:_new)?)\(`,
  opens: String.raw`\.create(?:_new)?\(true\)|\bConnection::open\(|\bsled::open\(|\bDatabase::create\(`,
};
/** The same, where no literal tells its name. */
const fills = new RegExp(String.raw`${writing.calls}\s*(?!")|${writing.opens}`);
/** Of what does not last, or is somebody's own. */
const elsewhere =
  /\btemp_dir\(|\btempfile\b|\bTempDir\b|\bhome_dir\(|\bProjectDirs\b|\b(?:data|config|cache)_(?:local_)?dir\(/;

/** It writes where only its settings tell: to be sure where it runs, as relative paths are from there. */
export function writesSomewhere(sources: readonly Source[]): Written | undefined {
  for (const source of sources) {
    const found = elsewhere.test(source.text) ? undefined : fills.exec(source.text);
    if (found)
      return {
        value: '.',
        from: placeOf(source, found.index),
        confidence: 'low',
        why: 'what it creates',
        volume: false,
      };
  }
  return undefined;
}
