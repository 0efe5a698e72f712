import type { Fact } from '../../detect/types.ts';
import { toPort } from '../../detect/names.ts';
import { place, type Hit, type Inventory } from '../../inventory/types.ts';
import { codeHits } from './loopback.ts';

/** A port that is an option with a default, and the line of the address beside it if that is the machine's own. */
type OptionPort = { readonly port: Fact; readonly loopback?: Hit };

/** `("http.port,p", value<int>()->default_value(8080))`, and the same of cxxopts with the number in quotes. */
const option =
  /\(\s*"(?:\w,)?((?:(?:https?|web|webui|server|listen|rest|api)[._-])?)port(?:,\w)?"\s*,[^;\n]{0,200}?default_value\s*\(\s*"?(\d{2,5})"?\s*\)/i;

/** What a client is told by an option of that name. */
const asked = /client|remote|upstream|database|broker|connect/i;

/**
 * The port of a server that takes it by an option of Boost.Program_options or cxxopts.
 * https://www.boost.org/doc/libs/release/doc/html/program_options.html
 */
export function optionPort(repo: Inventory, own: readonly string[]): OptionPort | undefined {
  const hit = codeHits(repo, own, option, 8).find(({ match }) => !asked.test(match.input ?? ''));
  const port = hit && toPort(hit.match[2] as string);
  if (!hit || port === undefined) return undefined;
  const prefix = (hit.match[1] as string).replace('.', '\\.');
  const address = new RegExp(
    `\\(\\s*"(?:\\w,)?${prefix}(?:address|addr|host|bind|ip|listen)(?:,\\w)?"\\s*,[^;\\n]{0,200}?default_value\\s*\\(\\s*"(?:127\\.0\\.0\\.1|localhost)"`,
    'i',
  );
  const [loopback] = codeHits(repo, [hit.path], address, 1);
  return { port: { value: port, from: place(hit), confidence: 'medium' }, ...(loopback && { loopback }) };
}
