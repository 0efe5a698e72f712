import { posix } from 'node:path';
import type { Inventory } from '../../inventory/types.ts';
import type { Package } from '../node/package.ts';

/** Tools that rebuild and show pages while somebody works on them. */
const watcher =
  /(?:^|[\s/])(?:gulp|grunt|browser-sync|live-server|lite-server|webpack-dev-server|webpack serve|parcel|sass|node-sass|tailwindcss|postcss|onchange|chokidar)(?:\s|$)/;
const linked = /<(?:script|link)\b[^>]{0,400}?\b(?:src|href)\s*=\s*["']?([^"'\s>]{1,300})/gi;

/**
 * Is the page in a package's directory there with all the scripts and styles that it names, so that what `start` runs only keeps
 * them fresh? Then its files are served as they are.
 */
export function isWatchedPage(repo: Inventory, { dir, scripts }: Package): boolean {
  if (!watcher.test(scripts['start'] ?? '')) return false;
  const text = repo.read(posix.join(dir, 'index.html'));
  if (text === undefined) return false;
  const local = [...text.matchAll(linked)]
    .map((match) => (match[1] as string).replace(/[?#].*$/, ''))
    .filter((path) => path !== '' && !/^(?:[a-z][a-z\d+.-]*:|\/\/|data:)/i.test(path))
    .filter((path) => /\.(?:css|m?js)$/.test(path));
  return local.length > 0 && local.every((path) => repo.has(posix.join(dir, path.replace(/^\//, ''))));
}
