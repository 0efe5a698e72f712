import type { Inventory } from '../../inventory/types.ts';
import type { Step } from '../../recipe/types.ts';
import type { Locked } from './locked-packages.ts';
import { join, type Package } from './package.ts';
import semver from 'semver';
import { satisfies } from './semver.ts';

export type Next = {
  /** The settings say `output: 'export'`: it is a set of pages, and no server. */
  readonly exports: boolean;
  /** The server and what it needs are gathered by the build; before Next 12.0.4 it cannot. */
  readonly standalone: boolean;
  /** That server is CommonJS, and its package says that its files are ES modules. */
  readonly mistaken: boolean;
  /** Makes it so, without a change of the user’s file. */
  readonly steps: readonly Step[];
  readonly config?: string;
};

/**
 * How Next is built: https://nextjs.org/docs/app/api-reference/config/next-config-js/output. Measured on the packages of the registry:
 * 12.0.4 to 12.1 call it `experimental.outputStandalone`, and before 13 the server that it writes is CommonJS whatever the package is.
 * @param locked what the lock file holds
 */
export function readNext(
  repo: Inventory,
  own: Package,
  inWorkspace: boolean,
  locked: readonly Locked[],
): Next {
  const name = ['next.config.ts', 'next.config.mjs', 'next.config.js', 'next.config.cjs'].find((each) =>
    repo.has(join(own.dir, each)),
  );
  const content =
    name === undefined ? '' : (repo.read(join(own.dir, name)) ?? '').replaceAll(/^\s*\/\/.*$/gm, '');
  const version = versionOf(own, locked);
  const output = /\boutput\s*:\s*['"`](\w+)['"`]/.exec(content)?.[1];
  const plain = { exports: false, standalone: false, mistaken: false, steps: [] };
  const config = name === undefined ? {} : { config: join(own.dir, name) };
  if (output === 'export') return { ...plain, exports: true, ...config };
  if (satisfies(version, '<12.0.4')) return { ...plain, ...config };
  const mistaken = satisfies(version, '<13') && own.type === 'module';
  const steps =
    output === 'standalone' && !inWorkspace && !satisfies(version, '<12.2')
      ? []
      : wrap(name, own, inWorkspace, version);
  return { ...plain, standalone: true, mistaken, steps, ...config };
}

/** What an install gets, as far as the lock file or the range tells: of `^12.0.7` the last 12, of `latest` a new one. */
function versionOf(own: Package, locked: readonly Locked[]): string {
  const range = { ...own.devDependencies, ...own.dependencies }['next'] ?? '';
  const held = locked.find(({ name, version }) => name === 'next' && satisfies(version, range));
  if (held && semver.coerce(held.version)) return held.version;
  const least = semver.coerce(range) ?? new semver.SemVer('99.0.0');
  return /^[v=~\s]*\d+\.\d+/.test(range) ? least.version : `${least.major}.99.0`;
}

function wrap(
  name: string | undefined,
  own: Package,
  inWorkspace: boolean,
  version: string,
): readonly Step[] {
  const settings = settingsOf(inWorkspace, version);
  const at = (file: string) => `/app/${join(own.dir, file)}`;
  const comment = {
    comment:
      'The server and only what it imports, in a directory of its own: Next calls it standalone. The settings in the repository stay as they are.',
  };
  if (name === undefined) {
    const content = `const given = {};\nexport default { ...given, ${settings} };`;
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
    `const standalone = (given) => ({ ...given, ${settings} });`,
    `${commonJs ? 'module.exports =' : 'export default'} typeof config === 'function' ? async (...args) => standalone(await config(...args)) : standalone(config);`,
  ].join('\n');
  return [comment, { run: [`mv ${name} ${user}`] }, { file: at(name), content }];
}

/** The fields to set, in JavaScript. */
function settingsOf(inWorkspace: boolean, version: string): string {
  const early = satisfies(version, '<12.2');
  const root = inWorkspace ? [`outputFileTracingRoot: '/app'`] : [];
  const trial = [
    ...(early ? ['outputStandalone: true'] : []),
    ...(satisfies(version, '<15') ? root : []),
  ].join(', ');
  return [
    ...(early ? [] : [`output: 'standalone'`]),
    ...(satisfies(version, '<15') ? [] : root),
    ...(trial === '' ? [] : [`experimental: { ...given.experimental, ${trial} }`]),
  ].join(', ');
}
