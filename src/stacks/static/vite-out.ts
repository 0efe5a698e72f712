import { posix } from 'node:path';
import type { Fact } from '../../detect/types.ts';
import { dirOf, within } from '../../inventory/paths.ts';
import { place, type Hit, type Inventory } from '../../inventory/types.ts';
import { join, type Package } from '../node/package.ts';
import { insidePath } from './hosts.ts';
import { valueOf } from './setting.ts';

/**
 * Where `vite build` puts the files, relative to the package; undefined where nothing says it.
 * https://vite.dev/config/build-options.html#build-outdir
 */
export function viteOut(repo: Inventory, pkg: Package, script: string): Fact | undefined {
  const configs = viteConfigs(repo, pkg, script);
  const [out] = repo.search(configs, valueOf('outDir'));
  const [setting] = repo.search(configs, valueOf('root'));
  const root = rootOf(pkg, script, setting);
  if (root === '' && !out) return undefined;
  const hit = out ?? setting;
  const said = out && valueIn(pkg, out);
  return {
    // A path that is made absolute does not begin at the root.
    value: said?.absolute === true ? said.path : posix.join(root, said?.path ?? 'dist'),
    from: hit ? place(hit) : `${pkg.path}: build script`,
    confidence: 'high',
  };
}

/** The directory of index.html: `vite build client`, or `root` of its settings. */
export function viteRoot(repo: Inventory, pkg: Package, script: string): string {
  const [setting] = repo.search(viteConfigs(repo, pkg, script), valueOf('root'));
  return rootOf(pkg, script, setting);
}

function rootOf(pkg: Package, script: string, setting: Hit | undefined): string {
  const argument = /\bvite build ([\w][\w./-]*)/.exec(script)?.[1];
  return insidePath(argument ?? (setting && valueIn(pkg, setting).path) ?? '') ?? '';
}

/** The settings that a script names, `vite build -c config/vite.ts`, else those of the usual names. */
export function viteConfigs(repo: Inventory, { dir }: Package, script: string): readonly string[] {
  const line = script.split(/&&|[;|]/).find((each) => callsVite.test(each)) ?? '';
  const named = /\s(?:-c|--config)[\s=]+["']?([\w./-]+)/.exec(line)?.[1];
  const path = named === undefined ? '' : posix.normalize(join(dir, named));
  if (repo.has(path)) return [path];
  return ['js', 'ts', 'mjs', 'mts', 'cjs'].map((ext) => join(dir, `vite.config.${ext}`));
}

/** In a line of a script; vite-node and vitest are other programs. */
export const callsVite = /(?:^|[\s'"/])vite(?=[\s'"]|$)/;

/** A path of such a file; what is made absolute begins at the directory of the file, or at that of the package. */
function valueIn(
  { dir }: Package,
  { path, match }: Hit,
): { readonly path: string; readonly absolute: boolean } {
  const [line, value = ''] = match;
  const beside = /__dirname|import\.meta|new URL/.test(line);
  return {
    path: beside ? posix.join(dirOf(within(dir, path)), value) : value,
    absolute: beside || /resolve|join/.test(line),
  };
}
