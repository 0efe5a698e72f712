import { isSecretAssignment } from '../../verify/secrets/assignments.ts';
import { entropyOf } from '../../verify/secrets/placeholder.ts';
import { scanText } from '../../verify/secrets/scan.ts';

const strong = /pass|pwd|secret|private|credential|passphrase/i;
const weak = /token|auth|salt|dsn|cookie|api_?key|access_?key|(?:^|_)keys?(?:$|_)|webhook|license/i;
/** What build tools put into the browser's bundle is public by its name. */
const shown = /^(?:NEXT_PUBLIC|NUXT_PUBLIC|EXPO_PUBLIC|PUBLIC|VITE|REACT_APP|VUE_APP|NG_APP|GATSBY)_/;

/**
 * May the value of a variable be a secret? Stricter than the check of images: an example of a password is no fact to carry
 * into an image either, as the service would run with it.
 */
export function looksSecret(name: string, value: string): boolean {
  if (strong.test(name)) return true;
  if (/^(?:true|false|on|off|yes|no|\d{1,9}|)$/i.test(value)) return false;
  if (weak.test(name) && !shown.test(name)) return true;
  if (/:\/\/[^/\s]*:[^/\s]*@/.test(value) || isSecretAssignment({ name, value })) return true;
  if (scanText(value, { tokens: 'all', keys: true }).length > 0) return true;
  return /^[\w+=-]{24,}$/.test(value) && /\d/.test(value) && entropyOf(value) > 3.8;
}
