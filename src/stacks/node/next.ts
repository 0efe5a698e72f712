import type { Inventory } from '../../inventory/types.ts';
import type { Step } from '../../recipe/types.ts';
import { join, type Package } from './package.ts';
import semver from 'semver';

export type Next = {
  /** The settings say `output: 'export'`: it is a set of pages, and no server. */
  readonly exports: boolean;
  /** The server and what it needs are gathered by the build; before Next 12 it cannot. */
  readonly standalone: boolean;
  /** Makes it so, without a change of the user’s file. */
  readonly steps: readonly Step[];
  readonly config?: string;
};

/** How Next is built: https://nextjs.org/docs/app/api-reference/config/next-config-js/output */
export function readNext(repo: Inventory, own: Package, inWorkspace: boolean): Next {
  const name = ['next.config.ts', 'next.config.mjs', 'next.config.js', 'next.config.cjs'].find((each) =>
    repo.has(join(own.dir, each)),
  );
  const content =
    name === undefined ? '' : (repo.read(join(own.dir, name)) ?? '').replaceAll(/^\s*\/\/.*$/gm, '');
  const range = { ...own.devDependencies, ...own.dependencies }['next'] ?? '';
  const major = semver.coerce(range)?.major ?? 99;
  const output = /\boutput\s*:\s*['"`](\w+)['"`]/.exec(content)?.[1];
  const config = name === undefined ? {} : { config: join(own.dir, name) };
  if (output === 'export') return { exports: true, standalone: false, steps: [], ...config };
  if (major < 12) return { exports: false, standalone: false, steps: [], ...config };
  if (output === 'standalone' && !inWorkspace)
    return { exports: false, standalone: true, steps: [], ...config };
  return { exports: false, standalone: true, steps: wrap(name, own, inWorkspace, major), ...config };
}

function wrap(name: string | undefined, own: Package, inWorkspace: boolean, major: number): readonly Step[] {
  const root = !inWorkspace
    ? ''
    : major < 15
      ? `, experimental: { ...given.experimental, outputFileTracingRoot: '/app' }`
      : `, outputFileTracingRoot: '/app'`;
  const at = (file: string) => `/app/${join(own.dir, file)}`;
  const comment = {
    comment:
      'The server and only what it imports, in a directory of its own: Next calls it standalone. The settings in the repository stay as they are.',
  };
  if (name === undefined) {
    const content = `const given = {};\nexport default { ...given, output: 'standalone'${root} };`;
    return [comment, { file: at('next.config.mjs'), content }];
  }
  const extension = name.slice('next.config'.length);
  const user = `next.config.user${extension}`;
  const commonJs = extension === '.cjs' || (extension === '.js' && own.type !== 'module');
  const imported = extension === '.ts' ? './next.config.user' : `./${user}`;
  const content = [
    ...(extension === '.ts' ? ['// @ts-nocheck'] : []),
    commonJs ? `const loaded = require('${imported}');` : `import config from '${imported}';`,
    ...(commonJs ? ['const config = loaded.default ?? loaded;'] : []),
    `const standalone = (given) => ({ ...given, output: 'standalone'${root} });`,
    `${commonJs ? 'module.exports =' : 'export default'} typeof config === 'function' ? async (...args) => standalone(await config(...args)) : standalone(config);`,
  ].join('\n');
  return [comment, { run: [`mv ${name} ${user}`] }, { file: at(name), content }];
}
