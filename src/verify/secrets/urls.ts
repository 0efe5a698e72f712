import { isPlaceholder } from './placeholder.ts';

const withPassword =
  /\b([a-z][a-z0-9+.-]{1,20}):\/\/([^\s:/?#@"'<>`,;()\\]{0,200}):([^\s/?#@"'<>`]{3,300})@([\w.-]{1,255})/gi;
const exampleHost =
  /^(?:localhost|127\.|0\.0\.0\.0|host(?:name)?$|server$|proxy$)|(?:^|\.)(?:example(?:\.\w+)?|test|invalid|local|localhost)$/i;

/** Does a text hold a URL with a user's password that is not an example? `https://${USER}:${TOKEN}@host` is none. */
export function hasUrlWithPassword(text: string): boolean {
  return [...text.matchAll(withPassword)].some(([, , user = '', password = '', host = '']) => {
    if (exampleHost.test(host) || user === password || user.includes('$')) return false;
    return !isPlaceholder(decode(password));
  });
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
