import type { Inventory } from '../../inventory/types.ts';

/** A child process of the name `node`, without a shell: https://nodejs.org/api/child_process.html; fork() takes what runs itself. */
const call = /\b(?:spawn|spawnSync|execFile|execFileSync|execFileAsync|execa|execaSync)\(\s*['"`]node['"`]/;

/** Does the program start `node` by its name? Distroless has it beside the PATH. */
export function callsNode(repo: Inventory, sources: readonly string[]): boolean {
  return repo.search(sources, call, 1).length > 0;
}
