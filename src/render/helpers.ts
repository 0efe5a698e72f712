import { fullName } from './references.ts';

/**
 * What templates may call besides Handlebars' own blocks. Quoting is for where a value lands: `json` for exec-form
 * Dockerfile instructions and source code, `yaml` for a YAML scalar.
 */
export const helpers = {
  fullName,
  eq: (a: unknown, b: unknown): boolean => a === b,
  json: (value: unknown): string => JSON.stringify(value),
  yaml: (value: string | boolean): string =>
    typeof value === 'string' && isPlain(value) ? value : JSON.stringify(value),
};

/**
 * May it stand unquoted? Only what begins like a word, or is a directory such as `.` or `../..`, and is none of YAML's own words; anything else is written as a
 * JSON string, which is a YAML scalar too (https://yaml.org/spec/1.2.2/#13-terminology).
 */
function isPlain(value: string): boolean {
  return (
    /^([a-z][\w./-]*|\.|\.\.(\/\.\.)*)$/i.test(value) && !/^(y|n|yes|no|on|off|true|false|null)$/i.test(value)
  );
}
