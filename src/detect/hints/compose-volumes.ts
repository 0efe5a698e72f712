import { tableOf } from '../../inventory/tables.ts';
import { inside } from '../../inventory/paths.ts';
import { expand } from '../../dockerfile/variables.ts';
import type { Inventory } from '../../inventory/types.ts';
import { dataPath } from './data-path.ts';
import { listOf, pathFrom, textOf } from './values.ts';

/**
 * Directories of the container that a service of compose keeps data in, absolute: volumes with a name, and directories of the
 * host that the repository does not have. Sources, settings and sockets that are mounted are none.
 * https://docs.docker.com/reference/compose-file/services/#volumes
 */
export function dataVolumes(repo: Inventory, dir: string, volumes: unknown): readonly string[] {
  return listOf(volumes).flatMap((volume) => {
    const written = textOf(volume);
    const table = tableOf(volume);
    // Where the developer stands.
    const local = written?.replace(/^\$(?:PWD|\{PWD\}|\(pwd\))/, '.');
    const text = local === undefined ? undefined : (expand(local, new Map()) ?? local);
    const [host, target, mode] =
      text === undefined
        ? [textOf(table.source) ?? '', textOf(table.target) ?? '', table.read_only === true ? 'ro' : '']
        : partsOf(text);
    const path = dataPath(target);
    if (path === undefined || /(?:^|,)ro\b/.test(mode)) return [];
    return isOfHost(host) || isSource(repo, dir, host) || hasSources(repo, dir, path) ? [] : [path];
  });
}

/** `data:/data`, `./data:/data:rw`, `/data`. */
function partsOf(text: string): readonly [string, string, string] {
  const [first = '', second, third = ''] = text.split(':');
  return second === undefined ? ['', first, ''] : [first, second, third];
}

/** The docker socket, the time of day: something that the host has already. */
function isOfHost(host: string): boolean {
  return /^\/(?:etc|proc|sys|dev|run|var\/run|var\/lib\/docker|tmp)(?:\/|$)/.test(host);
}

function isSource(repo: Inventory, dir: string, host: string): boolean {
  if (!host.startsWith('.')) return false;
  const path = pathFrom(dir, host);
  return path === undefined || path === '' || repo.has(path) || holdsFiles(repo, path);
}

/** A volume over what the repository has would hide it, or show what it was at an earlier time. */
function hasSources(repo: Inventory, dir: string, path: string): boolean {
  return path.startsWith('/app/') && holdsFiles(repo, inside(dir, path.slice('/app/'.length)));
}

function holdsFiles(repo: Inventory, dir: string): boolean {
  return repo.below(dir).some((file) => !/\/\.git(?:keep|ignore)$/.test(file));
}
