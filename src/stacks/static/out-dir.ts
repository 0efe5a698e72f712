import { isTable } from '../../inventory/tables.ts';
import { posix } from 'node:path';
import type { Fact } from '../../detect/types.ts';
import { place, type Inventory } from '../../inventory/types.ts';
import { major } from '../node/major.ts';
import { allDependencies, join, text, type Package } from '../node/package.ts';
import { readAngular } from './angular.ts';
import { insidePath, type HostSettings } from './hosts.ts';
import { servedDirectory } from './serves-itself.ts';
import { valueOf } from './setting.ts';
import type { SiteTool } from './site-tool.ts';
import { viteOut } from './vite-out.ts';

/**
 * Where a build puts the files, relative to the package: the likely ones, the likeliest first. One alone where it is told: by the
 * build script, or the tool's settings.
 */
export function findOut(
  repo: Inventory,
  pkg: Package,
  tool: SiteTool,
  script: string,
  hosts: HostSettings,
): readonly Fact[] {
  const told = [...fromScript(pkg, script), ...fromSettings(repo, pkg, tool, script)].flatMap(within(pkg));
  const [first] = told;
  if (first) return [first];
  const start = pkg.scripts['start'] ?? '';
  const served = servedDirectory(start);
  const usual = defaultOf(repo, pkg, tool);
  const likely = [
    ...(served !== undefined && served !== '.' ? [fact(served, `${pkg.path}: scripts.start`, 'high')] : []),
    ...(hosts.publish ? [hosts.publish] : []),
    ...usual,
  ].flatMap(within(pkg));
  const seen = new Set<string>();
  return likely.filter(({ value }) => !seen.has(value) && seen.add(value)).slice(0, 4);
}

const flags =
  /(?:--out-?[dD]ir|--output-path|--output-dir|--dist-dir|--dest|--output|--outdir|--destination)[= ]["']?([\w./@-]+)/;

function fromScript(pkg: Package, script: string): readonly Fact[] {
  const from = `${pkg.path}: build script`;
  // `react-scripts build && mv build ../public`
  const moved = /\bmv (?:-\w+ )?[\w./-]+ ([\w./@-]+)\s*$/.exec(script)?.[1];
  const flag = flags.exec(script)?.[1] ?? /\bBUILD_PATH=["']?([\w./@-]+)/.exec(script)?.[1];
  const short = /\bparcel\b.*\s-d ([\w./@-]+)/.exec(script)?.[1];
  return [moved, flag, short].flatMap((value) => (value === undefined ? [] : [fact(value, from, 'high')]));
}

type Place = { readonly files: string; readonly key: string; readonly below?: string };

const places: Readonly<Record<string, readonly Place[]>> = {
  next: [{ files: 'next.config', key: 'distDir' }],
  astro: [{ files: 'astro.config', key: 'outDir' }],
  sveltekit: [{ files: 'svelte.config', key: 'pages' }],
  eleventy: [
    { files: 'eleventy.config', key: 'output' },
    { files: '.eleventy', key: 'output' },
  ],
  'vue-cli': [{ files: 'vue.config', key: 'outputDir' }],
  umi: [{ files: '.umirc', key: 'outputPath' }],
  expo: [],
  webpack: [
    'webpack.config',
    'webpack.prod',
    'webpack.common',
    'webpack.production',
    'webpack.config.prod',
    'config/webpack.prod',
    'config/webpack.common',
    'build/webpack.prod.conf',
    'rspack.config',
  ].map((files) => ({ files, key: 'path' })),
  'react-router': [{ files: 'react-router.config', key: 'buildDirectory', below: 'client' }],
};

function fromSettings(repo: Inventory, pkg: Package, tool: SiteTool, script: string): readonly Fact[] {
  if (tool.id === 'angular') return [readAngular(repo, pkg)?.out].filter((each) => each !== undefined);
  if (tool.id === 'vite') return [viteOut(repo, pkg, script)].filter((each) => each !== undefined);
  if (tool.id === 'vitepress' || tool.id === 'vuepress') return ofDocs(repo, pkg, tool, script);
  if (tool.id === 'hexo') return ofHexo(repo, pkg);
  if (tool.id === 'docusaurus-1')
    return search(repo, pkg.dir, 'siteConfig', valueOf('projectName')).map((found) => ({
      ...found,
      value: posix.join(tool.out, found.value),
    }));
  return (places[tool.id] ?? []).flatMap(({ files, key, below }) =>
    search(repo, pkg.dir, files, valueOf(key)).map((found) =>
      below === undefined ? found : { ...found, value: posix.join(found.value, below) },
    ),
  );
}

function ofDocs(repo: Inventory, pkg: Package, { id }: SiteTool, script: string): readonly Fact[] {
  const argument = new RegExp(`\\b${id} build ([\\w][\\w./-]*)`).exec(script)?.[1];
  const root = insidePath(argument ?? '') ?? '';
  const settings = join(root, `.${id}/config`);
  const key = id === 'vitepress' ? 'outDir' : 'dest';
  const [out] = search(repo, pkg.dir, settings, valueOf(key));
  const from = argument === undefined ? pkg.path : `${pkg.path}: build script`;
  if (out) return [{ ...out, value: id === 'vitepress' ? posix.join(root, out.value) : out.value }];
  return [fact(join(root, `.${id}/dist`), from, 'high')];
}

function ofHexo(repo: Inventory, { dir }: Package): readonly Fact[] {
  const path = join(dir, '_config.yml');
  const file = repo.yaml(path);
  const value = isTable(file) ? text(file['public_dir']) : '';
  return value === '' ? [] : [fact(value, path, 'high')];
}

function defaultOf(repo: Inventory, pkg: Package, tool: SiteTool): readonly Fact[] {
  const framework = !['webpack', 'script', 'parcel'].includes(tool.id);
  // Adapters of Astro for a platform move the pages to where that looks for them.
  if (tool.id === 'astro')
    return ['dist', '.vercel/output/static', 'dist/client'].map((dir) => fact(dir, 'Astro’s own', 'high'));
  if (tool.id === 'vite' && '@cloudflare/vite-plugin' in allDependencies(pkg))
    return [fact('dist/client', `${pkg.path}: @cloudflare/vite-plugin`, 'high')];
  if (tool.id === 'nuxt' && major(pkg, 'nuxt') < 3) return [fact('dist', 'Nuxt 2’s own', 'high')];
  if (framework) return [fact(tool.out, `${tool.label}'s own`, 'high')];
  const names = ['dist', 'build', 'public', 'out', '_site', 'www'];
  // A directory that git ignores is what a build makes.
  const ignored = repo.search(
    [join(pkg.dir, '.gitignore'), '.gitignore'],
    new RegExp(`^/?(${names.join('|')})/?\\s*$`),
    3,
  );
  const pages = names.filter((name) => repo.has(join(pkg.dir, `${name}/index.html`)));
  return [
    ...ignored.map((hit) => fact(hit.match[1] ?? tool.out, place(hit), 'medium')),
    ...pages.map((name) => fact(name, join(pkg.dir, `${name}/index.html`), 'medium')),
    fact(tool.out, 'a guess', 'low'),
    ...(repo.has(join(pkg.dir, 'index.html')) ? [fact('.', join(pkg.dir, 'index.html'), 'low')] : []),
  ];
}

function search(repo: Inventory, dir: string, name: string, pattern: RegExp): readonly Fact[] {
  const paths = ['js', 'ts', 'mjs', 'mts', 'cjs'].map((ext) => join(dir, `${name}.${ext}`));
  return repo.search(paths, pattern, 1).map((hit) => fact(hit.match[1] ?? '', place(hit), 'high'));
}

function fact(value: string, from: string, confidence: Fact['confidence']): Fact {
  return { value, from, confidence };
}

/** What leads out of the repository is no answer. */
function within({ dir }: Package) {
  return (found: Fact): readonly Fact[] => {
    const value = posix.normalize(found.value.replace(/^\/(?:app\/)?/, '')).replace(/\/+$/, '') || '.';
    return posix.join(dir, value).startsWith('..') ? [] : [{ ...found, value }];
  };
}
