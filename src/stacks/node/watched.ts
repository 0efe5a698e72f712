import { isTable } from '../../inventory/tables.ts';
import type { Inventory } from '../../inventory/types.ts';
import { join, text, type Package } from './package.ts';
import { firstFile } from './words.ts';

const takes =
  /^(-w|--watch|-e|--ext|-i|--ignore|-n|--name|--env|--delay|--config|-V|--signal|--max-memory-restart)$/;

/**
 * What nodemon, pm2 and their like keep running: a command line as their settings have it, or the words of one.
 * https://github.com/remy/nodemon#config-files https://pm2.keymetrics.io/docs/usage/application-declaration/
 */
export function watched(
  repo: Inventory,
  own: Package,
  name: string,
  words: readonly string[],
): string | readonly string[] | undefined {
  const joined = words.find((word) => word.startsWith('--exec='));
  const exec = words.findIndex((word) => word === '--exec' || word === '-x');
  const inside = exec >= 0 ? words[exec + 1] : joined?.slice('--exec='.length);
  const rest = words
    .filter((_, at) => exec < 0 || (at !== exec && at !== exec + 1))
    .filter((word) => word !== joined && !/^(start|reload|restart)$/.test(word));
  const at = firstFile(rest, takes);
  const file = at < 0 ? undefined : (rest[at] as string);
  if (inside !== undefined) {
    const runner = /^(ts-node|tsx|node|babel-node|ts-node-esm)(\s+-.*)?$/.test(inside);
    return runner && file !== undefined ? `${inside} ${file}` : inside;
  }
  if (file === undefined) return fromSettings(repo, own);
  if (/(^|\/)(ecosystem[\w.-]*|process|pm2[\w.-]*)\.(c?js|json|ya?ml)$/.test(file)) {
    const script = /["']?script["']?\s*:\s*["']([^"']+)["']/.exec(repo.read(join(own.dir, file)) ?? '')?.[1];
    return script === undefined || /^(npm|yarn|node|pnpm)\s/.test(script) ? script : ['node', script];
  }
  const args = rest.slice(at + 1).filter((word) => !/^--(no-daemon|watch|attach)?$/.test(word));
  if (/^(npm|yarn|pnpm|node)$/.test(file) && name !== 'nodemon') return [file, ...args];
  return [file.endsWith('.ts') ? 'ts-node' : 'node', file, ...args];
}

function fromSettings(repo: Inventory, own: Package): string | readonly string[] | undefined {
  const settings = repo.json(join(own.dir, 'nodemon.json'));
  const line = isTable(settings) ? text(settings['exec']) : '';
  if (line !== '') return line;
  return own.main === '' ? undefined : ['node', own.main];
}
