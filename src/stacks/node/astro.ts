import { within } from '../../inventory/paths.ts';
import type { Inventory } from '../../inventory/types.ts';
import type { Step } from '../../recipe/types.ts';
import { major } from './major.ts';
import { join, type Package } from './package.ts';

/** How Astro's pages come to be: https://docs.astro.build/en/guides/on-demand-rendering/ */
export type Astro = {
  /** Some page is made when it is asked for. */
  readonly serves: boolean;
  /** Puts the adapter for a server in the place of one for a platform. */
  readonly steps: readonly Step[];
  /** After the build: what the adapter needs when it runs, where Node looks for it. */
  readonly after: readonly string[];
};

/** Which adapter fits which Astro, as its peer dependencies say: https://www.npmjs.com/package/@astrojs/node */
const adapters: Readonly<Record<number, number>> = { 2: 5, 3: 6, 4: 8, 5: 9, 6: 10, 7: 11 };

const source = /^src\/.*\.(?:astro|[cm]?[jt]sx?|mdx?)$/;

/** What its settings and its pages say. */
export function readAstro(repo: Inventory, own: Package): Astro {
  const { dir } = own;
  const name = ['mjs', 'ts', 'js', 'mts', 'cjs']
    .map((extension) => `astro.config.${extension}`)
    .find((each) => repo.has(join(dir, each)));
  const content =
    name === undefined ? '' : (repo.read(join(dir, name)) ?? '').replaceAll(/^\s*\/\/.*$/gm, '');
  if (/@astrojs\/node['"/]/.test(content)) return { serves: true, steps: [], after: [] };
  const outputs = /\boutput\s*:\s*['"](?:server|hybrid)['"]/.test(content);
  const adapted = /\badapter\s*[:,]/.test(content);
  const pages = repo.below(dir).filter((path) => source.test(within(dir, path)));
  const serves =
    outputs || (adapted && repo.search(pages, /\bprerender\s*=\s*false|\bserver:defer\b/, 1).length > 0);
  if (!serves || name === undefined) return { serves, steps: [], after: [] };
  const adapter = adapters[major(own, 'astro')] ?? 'latest';
  const user = name.replace('config', 'config.user');
  return {
    serves,
    steps: [
      {
        comment:
          'A server for node in the place of the adapter for a platform. The settings in the repository stay as they are.',
      },
      {
        run: [
          `npm install --prefix /adapter --no-audit --no-fund --legacy-peer-deps --install-strategy=nested @astrojs/node@${adapter}`,
          'mkdir -p node_modules/@astrojs',
          'cp -r /adapter/node_modules/@astrojs/node node_modules/@astrojs/',
          `mv ${name} ${user}`,
        ],
        caches: ['/root/.npm'],
        network: true,
      },
      {
        file: `/app/${join(dir, name)}`,
        content: [
          `import node from '@astrojs/node';`,
          `import config from './${user}';`,
          `export default { ...config, adapter: node({ mode: 'standalone' }) };`,
        ].join('\n'),
      },
    ],
    after: ['cp -r /adapter/node_modules/@astrojs/node/node_modules dist/'],
  };
}
