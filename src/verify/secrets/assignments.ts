import { isPlaceholder } from './placeholder.ts';
import { hasUrlWithPassword } from './urls.ts';

/** Names whose value is a secret; `GPG_KEY`, `TOKEN_TTL` and `PASSWORD_FILE` are none of them. */
const secretName =
  /(?:PASSWORD|PASSWD|PASSPHRASE|SECRET|TOKEN|CREDENTIALS?|API_?KEY|ACCESS_?KEY|PRIVATE_?KEY|SECRET_?KEY|ENCRYPTION_?KEY|SIGNING_?KEY|MASTER_?KEY|ACCOUNT_?KEY|AUTH_?KEY|AUTH|(?:^|_)(?:PASS|PWD|PAT|KEY_BASE))(?:_(?:\d+|RO|RW|PROD|DEV|STAGING|BASE64|B64|VALUE))?$/;
/** What build tools put into the browser's bundle, by this prefix, is meant to be public. */
const publicName = /^(?:NEXT_PUBLIC|NUXT_PUBLIC|EXPO_PUBLIC|PUBLIC|VITE|REACT_APP|GATSBY)_|PUBLIC_?KEY$/;
/** A path, a URL, a number, a time, a name made of words: what such a variable holds that is not the secret. */
const plainValue = [
  /^(?:\.{0,2}\/|~\/|[A-Za-z]:\\)/,
  /^[a-z][a-z0-9+.-]*:\/\//,
  /^-?\d{1,9}(?:\.\d+)?[a-z]{0,2}$/,
  /^(?:[A-Z]?[a-z]+|[A-Z]+)(?:[-_. :](?:[A-Z]?[a-z]+|[A-Z]+))*$/,
  /^[a-z]{3,}(?:[A-Z][a-z]{2,}){1,3}$/,
];

const longestLine = 16_384;

export type Assignment = { readonly name: string; readonly value: string };

/** Does the name say that its value is a secret, and is the value one? A URL with a password counts under any name. */
export function isSecretAssignment({ name, value }: Assignment): boolean {
  if (hasUrlWithPassword(value)) return true;
  const upper = name
    .replaceAll(/([a-z\d])([A-Z])/g, '$1_$2')
    .replaceAll(/[-.:]/g, '_')
    .toUpperCase();
  if (!secretName.test(upper) || publicName.test(upper)) return false;
  return value.length >= 6 && !plainValue.some((plain) => plain.test(value)) && !isPlaceholder(value);
}

/** The assignments of a file such as .env: `NAME=value`, quoted or not, after `export` or not; comments are left out. */
export function assignmentsOf(text: string): readonly Assignment[] {
  return text.split(/\r?\n/).flatMap((line) => {
    const found = /^\s*(?:export\s+)?([A-Za-z_][\w.-]*)\s*[=:](.*)$/.exec(line.slice(0, longestLine));
    const [, name, value = ''] = found ?? [];
    return name === undefined ? [] : [{ name, value: unquote(value.trim()) }];
  });
}

/** A value without its quotes; of one that has none, without the comment behind it. */
export function unquote(value: string): string {
  const quoted = /^(["'])(.*?)\1/.exec(value);
  return quoted?.[2] ?? (value.split(' #', 1)[0] as string).trim();
}
