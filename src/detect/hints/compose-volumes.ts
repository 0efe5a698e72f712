import { tableOf } from '../../inventory/tables.ts';
import { expand } from '../../dockerfile/variables.ts';
import type { Inventory } from '../../inventory/types.ts';
import { listOf, pathFrom, textOf } from './values.ts';

/** What systems mount themselves, and where programs lie. */
const ofSystem =
  /^\/(?:tmp|proc|sys|dev|etc|run|var\/run|bin|sbin|lib|lib64|usr|root|boot|home)(?:\/|$)|^\/(?:app|code|src|workspace|var|opt|srv|mnt|media)$/;
/** What tools make anew. */
const made =
  /(?:^|\/)(?:node_modules|vendor|\.?venv|target|dist|build|static(?:files)?|assets|public|\.[\w-]+|__pycache__|cache|logs?)(?:\/|$)/i;

/**
 * Directories of the container that a service of compose keeps data in, absolute: volumes with a name, and directories of the
 * host that the repository does not have. Sources, settings and sockets that are mounted are none.
 * https://docs.docker.com/reference/compose-file/services/#volumes
 */
export function dataVolumes(repo: Inventory, dir: string, volumes: unknown): readonly string[] {
  return listOf(volumes).flatMap((volume) => {
    const written = textOf(volume);
    const table = tableOf(volume);
    const text = written === undefined ? undefined : (expand(written, new Map()) ?? written);
    const [host, target, mode] =
      text === undefined
        ? [textOf(table.source) ?? '', textOf(table.target) ?? '', table.read_only === true ? 'ro' : '']
        : partsOf(text);
    const path = target.replace(/^\/usr\/src\/app\//, '/app/').replace(/(?<=.)\/+$/, '');
    const isPlain = /^(?:\/[\w.-]+)+$/.test(path) && !path.split('/').includes('..');
    if (!isPlain || /(?:^|,)ro\b/.test(mode) || ofSystem.test(path) || made.test(path)) return [];
    if (/\.\w{1,10}$/.test(path) || isOfHost(host) || isSource(repo, dir, host)) return [];
    return [path];
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
  if (path === undefined || path === '' || repo.has(path)) return true;
  return repo.below(path).some((file) => !/\/\.git(?:keep|ignore)$/.test(file));
}
