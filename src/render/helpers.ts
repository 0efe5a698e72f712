import { shellWord } from '../ui/shell.ts';
import { fullName } from './references.ts';

/**
 * What templates may call besides Handlebars' own blocks. Quoting is for where a value lands: `json` for exec-form
 * Dockerfile instructions and source code, `yaml` for a YAML scalar, `shell` for a word of a command line.
 */
export const helpers = {
  fullName,
  eq: (a: unknown, b: unknown): boolean => a === b,
  json: (value: unknown): string => JSON.stringify(value),
  yaml: (value: string | boolean): string =>
    typeof value === 'string' && isPlain(value) ? value : escaped(JSON.stringify(value)),
  shell: shellWord,
};

/** Characters that JSON leaves as they are and YAML does not print (https://yaml.org/spec/1.2.2/#51-character-set). */
function escaped(json: string): string {
  return json.replaceAll(
    /[\u007F-\u009F\u2028\u2029\uFEFF\uFFFE\uFFFF]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/**
 * May it stand unquoted? Only what begins like a word, or is a directory such as `.` or `../..`, and is none of YAML's own words; anything else is written as a
 * JSON string, which is a YAML scalar too (https://yaml.org/spec/1.2.2/#13-terminology).
 */
function isPlain(value: string): boolean {
  return (
    /^([a-z][\w./-]*|\.|\.\.(\/\.\.)*)$/i.test(value) && !/^(y|n|yes|no|on|off|true|false|null)$/i.test(value)
  );
}
