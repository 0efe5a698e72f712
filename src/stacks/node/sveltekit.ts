import type { Inventory } from '../../inventory/types.ts';
import type { Step } from '../../recipe/types.ts';
import { join, type Package } from './package.ts';
import semver from 'semver';

export type SvelteKit = {
  /** Its pages are written by the build, and need no server. */
  readonly exports: boolean;
  /** Where the server is written. */
  readonly output: string;
  /** Puts the adapter for a server in the place of one for a platform. */
  readonly steps: readonly Step[];
};

/** https://svelte.dev/docs/kit/adapter-node */
export function readSvelteKit(repo: Inventory, own: Package): SvelteKit {
  const name = ['svelte.config.js', 'svelte.config.mjs', 'svelte.config.ts'].find((each) =>
    repo.has(join(own.dir, each)),
  );
  const content =
    name === undefined ? '' : (repo.read(join(own.dir, name)) ?? '').replaceAll(/^\s*\/\/.*$/gm, '');
  if (/adapter-static/.test(content)) return { exports: true, output: 'build', steps: [] };
  const output = /\bout\s*:\s*['"`]([\w./-]+)['"`]/.exec(content)?.[1]?.replace(/^\.\//, '') ?? 'build';
  if (/adapter-node|svelte-adapter-bun/.test(content) || name === undefined)
    return { exports: false, output, steps: [] };
  const range = { ...own.dependencies, ...own.devDependencies }['@sveltejs/kit'] ?? '';
  const adapter = (semver.coerce(range)?.major ?? 2) < 2 ? '1' : '5';
  const extension = name.slice('svelte.config'.length);
  const file = [
    `import adapter from '/adapter/node_modules/@sveltejs/adapter-node/index.js';`,
    `import config from './svelte.config.user${extension}';`,
    `export default { ...config, kit: { ...config.kit, adapter: adapter() } };`,
  ].join('\n');
  return {
    exports: false,
    output: 'build',
    steps: [
      {
        comment:
          'A server for node in the place of the adapter for a platform. The settings in the repository stay as they are.',
      },
      {
        run: [
          `npm install --prefix /adapter --no-audit --no-fund --legacy-peer-deps @sveltejs/adapter-node@${adapter}`,
          `mv ${name} svelte.config.user${extension}`,
        ],
        caches: ['/root/.npm'],
        network: true,
      },
      { file: `/app/${join(own.dir, name)}`, content: file },
    ],
  };
}
