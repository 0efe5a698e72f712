import { argumentsAt } from './arguments.ts';
import { boundBy } from './bound-by.ts';

/** An option of argparse, optparse or Click for where to listen. */
const where = String.raw`['"](--(?:(?:http|listen|server|web|bind)-)?(?:host|hostname|address|addr|bind|listen|ip|interface))['"](?=\s*,)(?:"[^"\n]*"|'[^'\n]*'|[^()"']){0,400}?\bdefault\s*=\s*`;

/** That is this machine only by default. */
const local = new RegExp(String.raw`${where}['"](?:127\.0\.0\.1|localhost)['"]`, 'g');

/** Every address by default: nobody connects to that. */
const everywhere = new RegExp(String.raw`${where}['"](?:0\.0\.0\.0|::)['"]`);

/** The name that its value has, where that is not the one of the option. */
const named = /(?:\bdest\s*=|^['"][\w-]+['"]\s*,)\s*['"](\w+)['"]/;

/** The option that has a program listen on every address: a server of what the program does is told its value. */
export function addressOption(text: string, done: string): string | undefined {
  return [...text.matchAll(local)].find(({ 1: option = '', index }) => {
    const name = named.exec(argumentsAt(text, index))?.[1] ?? option.slice(2).replaceAll('-', '_');
    return boundBy(done, name);
  })?.[1];
}

/** Does a program listen by what its options are when it is told none, whatever does that for it? */
export function listensByOption(text: string): boolean {
  return everywhere.test(text) && /['"]--(?:(?:http|listen|server|web)-)?port['"]/.test(text);
}
