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

/** Programs that packages download by themselves, which the registry does not have: `sass_binary_site=…`, `…/-/binary/…`. */
const setting = '^[a-z_-]+[_-](mirror|host|site|cdnurl|url)[ =]';
const binary = String.raw`\/-\/binary\/`;
const download = new RegExp(`${setting}.*$|^.*${binary}.*$`, 'gim');
const notDownload = `/${setting}|${binary}/I!`;
/** The file of a package in the paths of a mirror. */
const theirs = /\/download\/(?:@[^/\s]+\/)?[^/\s]+\.tgz/;

/**
 * A shell command that puts the registry itself in the place of its mirrors, in those of these files that name one; the hashes in a
 * lock file hold for what either sends. None: no mirror is named.
 * @param names relative to `dir`
 */
export function withoutMirrors(repo: Inventory, dir: string, names: readonly string[]): readonly string[] {
  const named = names
    .map((name) => {
      const text = repo.read(join(dir, name)) ?? '';
      return { name, text, packages: text.replaceAll(download, '') };
    })
    .filter(({ packages }) => any.test(packages));
  if (named.length === 0) return [];
  const texts = named.map(({ packages }) => packages);
  const hosts = mirrors.filter((each) => texts.some((text) => text.includes(`//${each}`)));
  const lines = named.some(({ text, packages }) => text !== packages) ? notDownload : '';
  const registry = `${lines}s#https?://(${hosts.map(literal).join('|')})#https://registry.npmjs.org#`;
  // Theirs is /@scope/name/download/@scope/name-1.0.0.tgz.
  const paths = texts.some((text) => theirs.test(text))
    ? String.raw`; s#(registry\.npmjs\.org/.+)/download/(@[^/]+/)?([^/]+\.tgz)#\1/-/\3#`
    : '';
  return [`sed -Ei ${sh`${registry + paths}`} ${named.map(({ name }) => sh`${name}`).join(' ')}`];
}
