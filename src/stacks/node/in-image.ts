import { within } from '../../inventory/paths.ts';
import type { App } from './app.ts';
import { join } from './package.ts';

/** Where the package is in the image: the root of its workspace is /app. */
export function inImage({ own, install, start }: Pick<App, 'own' | 'install' | 'start'>): string {
  const { root } = install.workspace;
  const inside = within(root.dir, own.dir);
  const dir = join(inside, start.dir);
  return dir === '' ? '/app' : `/app/${dir}`;
}
