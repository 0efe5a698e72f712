import type { Inventory } from '../../inventory/types.ts';
import { sh } from '../../recipe/quote.ts';
import { join } from './package.ts';

/**
 * Public mirrors of npm's registry, as they stand in lock files and settings that were written behind them; two of them are gone:
 * https://github.com/cnpm/cnpmcore, https://www.npmmirror.com (registry.npm.taobao.org before).
 */
const mirrors = [
  'registry.npm.taobao.org',
  'r.npm.taobao.org',
  'registry.nlark.com',
  'registry.npmmirror.com',
  'registry.cnpmjs.org',
  'r.cnpmjs.org',
  'mirrors.tencent.com/npm',
  'mirrors.cloud.tencent.com/npm',
  'mirrors.huaweicloud.com/repository/npm',
  'repo.huaweicloud.com/repository/npm',
] as const;

const literal = (text: string): string => text.replaceAll('.', String.raw`\.`);
const any = new RegExp(`//(${mirrors.map(literal).join('|')})(?=[/"'\\s]|$)`, 'm');

/**
 * A shell command that puts the registry itself in the place of its mirrors, in those of these files that name one; the hashes in a
 * lock file hold for what either sends. None: no mirror is named.
 * @param names relative to `dir`
 */
export function withoutMirrors(repo: Inventory, dir: string, names: readonly string[]): readonly string[] {
  const named = names
    .map((name) => ({ name, text: repo.read(join(dir, name)) ?? '' }))
    .filter(({ text }) => any.test(text));
  if (named.length === 0) return [];
  const texts = named.map(({ text }) => text);
  const hosts = mirrors.filter((each) => texts.some((text) => text.includes(`//${each}`)));
  const registry = `s#https?://(${hosts.map(literal).join('|')})#https://registry.npmjs.org#`;
  // Theirs is /@scope/name/download/@scope/name-1.0.0.tgz.
  const paths = texts.some((text) => text.includes('/download/'))
    ? String.raw`; s#(registry\.npmjs\.org/.+)/download/(@[^/]+/)?#\1/-/#`
    : '';
  return [`sed -Ei ${sh`${registry + paths}`} ${named.map(({ name }) => sh`${name}`).join(' ')}`];
}
