import { posix } from 'node:path';
import { place, type Inventory } from '../../inventory/types.ts';

/** Arguments without which a server only says how it is used; `{port}` stands for the port. */
export type Usage = {
  readonly args: readonly string[];
  readonly from: string;
  /** What it serves: a directory of the repository, or an empty one of the image. */
  readonly serves?: { readonly repo: string } | { readonly empty: string };
};

/** `usage: %s /path/to/wwwroot [flags]`, `Usage: http-server <address> <port> <doc_root>`, `hint: nweb Port-Number Top-Directory` */
const usage = /["\s](?:usage|hint)\s*:?(?:\\[nt]|\s)*(?:%s|\.?\/?\w[\w.-]*)\s+([^"\\;]+)/i;

const served = [
  'www',
  'wwwroot',
  'webroot',
  'web_root',
  'htdocs',
  'docroot',
  'public',
  'html',
  'web',
  'static',
];

const empty = '/srv';

/** The arguments that a server must have, by its usage text; undefined where it says something that is not understood. */
export function usageOf(repo: Inventory, dir: string, sources: readonly string[]): Usage | undefined {
  const [hit] = repo.search(sources, usage);
  if (!hit) return undefined;
  const required = (hit.match[1] as string).trim().replace(/\s*\[.*$/s, '');
  if (required === '') return undefined;
  const found = served
    .map((name) => posix.join(dir, name))
    .find((path) => repo.below(path).some((each) => /\.html?$/.test(each)));
  const where = found === undefined ? empty : posix.join('/app', posix.relative(dir, found));
  const args = required.split(/\s+/).map((word) => valueOf(word, where));
  if (args.length > 4 || args.includes(undefined)) return undefined;
  return {
    args: args as readonly string[],
    from: place(hit),
    ...(args.includes(where) && { serves: found === undefined ? { empty } : { repo: found } }),
  };
}

/** What stands for it: a word of the usage text that names a port, a directory, an address or a number of threads. */
function valueOf(word: string, directory: string): string | undefined {
  const name = word.replaceAll(/[<>{}()]/g, '').toLowerCase();
  if (name.startsWith('-') || name.includes('|') || name.includes('=')) return undefined;
  if (/(^|[-_])port/.test(name)) return '{port}';
  if (/(root|dir|directory|folder)$|^\/path\/to\/\S*(www|dir|root|site|html)/.test(name)) return directory;
  if (/^(address|addr|host|ip|bind)([-_]?(address|addr|ip))?$/.test(name)) return '0.0.0.0';
  if (/^(num[-_]?)?(threads?|workers?)([-_]?(num|number|count))?$/.test(name)) return '1';
  return undefined;
}
