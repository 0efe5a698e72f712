import { place, type Inventory } from '../../inventory/types.ts';

/** A line of the usage text: `-d  Do not daemonize (run in foreground)`, `-s, --server  run in server mode`. */
const usage =
  /["\s](-{1,2}[a-zA-Z][\w-]*)\b(?:[\s,|]+--[\w-]+)?[^"\n-]{0,30}?(?:(?:do not|don't|never) (?:daemoni[sz]e|go to (?:the )?background|fork)|(?:run|stay|keep) in (?:the )?foreground|run (?:in|as) (?:a |the )?server)/i;

/**
 * The flag that keeps a server in the foreground, where it goes to the background without, as a container ends with its first
 * process; or that makes a server of what is a client too.
 */
export function foregroundOf(
  repo: Inventory,
  sources: readonly string[],
): { readonly flag: string; readonly from: string } | undefined {
  const [hit] = repo.search(sources, usage);
  return hit && { flag: hit.match[1] as string, from: place(hit) };
}
