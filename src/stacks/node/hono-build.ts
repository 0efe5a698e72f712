import { place, type Inventory } from '../../inventory/types.ts';
import type { ChosenStart } from './choose-start.ts';
import { join, type Package } from './package.ts';

const settings = ['ts', 'js', 'mts', 'mjs'].map((each) => `vite.config.${each}`);

/**
 * What Vite writes where its settings have it built for Node: it listens, though no script starts it.
 * https://github.com/honojs/vite-plugins/tree/main/packages/build#readme
 */
export function byHonoBuild(repo: Inventory, own: Package): ChosenStart | undefined {
  if (!/\bvite build\b/.test(own.scripts['build'] ?? '')) return undefined;
  const paths = settings.map((name) => join(own.dir, name)).filter((path) => repo.has(path));
  const [asked] = repo.search(paths, /^\s*import\b.*\bfrom ['"]@hono\/vite-build\/node['"]/);
  if (!asked) return undefined;
  const named = (field: string, otherwise: string): string => {
    const [hit] = repo.search(paths, new RegExp(String.raw`\b${field}: *['"](?:\./)?([\w./-]+)['"]`));
    return hit?.match[1] ?? otherwise;
  };
  const cwd = named('outputDir', 'dist').replace(/\/+$/, '');
  const entry = join(cwd, named('output', 'index.js'));
  // It serves the files beside it from where it is started.
  return {
    start: { runs: 'file', entry, flags: [], args: [], env: {}, before: [], dir: '', cwd },
    fact: { value: `node ${entry}`, from: place(asked), confidence: 'high' },
    by: 'script',
  };
}
