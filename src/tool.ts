import { readFileSync } from 'node:fs';
import { relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The package's own folder: both `src/` and the bundled `dist/` lie one below it. */
const packageRoot = new URL('../', import.meta.url);

export const tool: { readonly name: string; readonly version: string } = JSON.parse(
  readFileSync(new URL('package.json', packageRoot), 'utf8'),
);

/** The built-in template source, absolute. */
export const templatesDir = fileURLToPath(new URL('templates/', packageRoot));

/** The key in prepared.ts of a file of the built-in source, by its absolute path. */
export function preparedKey(path: string): string {
  return relative(templatesDir, path).split(sep).join('/');
}
