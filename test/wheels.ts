/**
 * `npm run wheels [name…]`: asks PyPI which version of each distribution in `src/stacks/python/wheels.json`, and of those that are named, is
 * the first with a wheel for CPython 3.13 on Linux, and writes that down.
 */
import { compare, valid } from '@renovatebot/pep440';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const file = join(import.meta.dirname, '../src/stacks/python/wheels.json');
const known = JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;

type Listed = { readonly filename: string; readonly yanked?: boolean | string };

/** https://packaging.python.org/en/latest/specifications/platform-compatibility-tags/ */
function fits(filename: string): boolean {
  const [python = '', abi = '', platform = ''] = filename
    .replace(/\.whl$/, '')
    .split('-')
    .slice(-3);
  const minors = [...python.matchAll(/cp3(\d+)/g)].map(([, minor]) => Number(minor));
  const runs =
    /(?:^|\.)py3(?:\.|$)/.test(python) ||
    minors.includes(13) ||
    (abi === 'abi3' && minors.some((minor) => minor <= 13));
  return runs && /^(?:any|none|abi3|cp313)/.test(abi) && /(?:^|[._])any$|linux.*_x86_64/.test(platform);
}

/** The version of a wheel or a source distribution. */
function versionOf(filename: string): string | undefined {
  const version = filename.endsWith('.whl')
    ? filename.split('-')[1]
    : /-(\d[^-]*)\.(?:tar\.gz|zip|tar\.bz2)$/.exec(filename)?.[1];
  return version === undefined || !valid(version) || /(?:a|b|c|rc|dev|alpha|beta)\d*/.test(version)
    ? undefined
    : version;
}

/** The first version with a wheel; `''` where there is none and it has to be compiled; undefined: a pin of it needs nothing. */
async function firstOf(name: string): Promise<string | undefined> {
  const response = await fetch(`https://pypi.org/simple/${name}/`, {
    headers: { accept: 'application/vnd.pypi.simple.v1+json' },
  });
  if (!response.ok) throw new Error(`${name}: ${response.status}`);
  const { files } = (await response.json()) as { files: readonly Listed[] };
  const versions = new Map<string, { wheel: boolean; source: boolean; platform: boolean }>();
  for (const { filename, yanked } of files) {
    const version = yanked ? undefined : versionOf(filename);
    if (version === undefined) continue;
    const at = versions.get(version) ?? { wheel: false, source: false, platform: false };
    const isWheel = filename.endsWith('.whl');
    at.wheel ||= isWheel && fits(filename);
    at.source ||= !isWheel;
    at.platform ||= isWheel && !filename.endsWith('-any.whl');
    versions.set(version, at);
  }
  const all = [...versions].toSorted(([a], [b]) => compare(a, b));
  const newest = all.at(-1)?.[1];
  if (!newest?.platform) return undefined;
  const first = all.findIndex(([, { wheel }]) => wheel);
  if (first < 0) return newest.source ? '' : undefined;
  // Older ones without a wheel have to be there, and newer ones must not lack it.
  return first > 0 && all.slice(first).every(([, { wheel }]) => wheel) ? all[first]?.[0] : undefined;
}

const names = [...new Set([...Object.keys(known), ...process.argv.slice(2)])].toSorted();
const found: Record<string, string> = {};
for (let at = 0; at < names.length; at += 16) {
  const some = names.slice(at, at + 16);
  const versions = await Promise.all(some.map(firstOf));
  for (const [index, name] of some.entries()) {
    const version = versions[index];
    if (version !== undefined) found[name] = version;
  }
}
writeFileSync(file, `${JSON.stringify(found, undefined, 2)}\n`);
