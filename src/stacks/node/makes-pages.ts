import type { Inventory } from '../../inventory/types.ts';
import { allDependencies, join, type Package } from './package.ts';

/** Tools that make pages and little else; what a bundler is given may as well be an application of a phone. */
const tools = [
  'vite',
  'react-scripts',
  '@vue/cli-service',
  '@angular/core',
  '@sveltejs/kit',
  'parcel',
  'astro',
  'gatsby',
  'nuxt',
  'preact-cli',
  'html-webpack-plugin',
];

/** Whether a package is seen to make pages: it has a tool for them, or the page that its bundle is loaded by. */
export function makesPages(repo: Inventory, pkg: Package): boolean {
  const asked = allDependencies(pkg);
  return (
    tools.some((name) => asked[name] !== undefined) ||
    ['', 'public', 'src', 'static'].some((dir) => repo.has(join(pkg.dir, join(dir, 'index.html'))))
  );
}
