import { inside } from '../../inventory/paths.ts';
import { tableOf } from '../../inventory/tables.ts';
import type { Inventory } from '../../inventory/types.ts';
import { at, listOf, textOf } from './tables.ts';

/** What a uv.lock says of how it is installed. */
export type Sync = {
  /**
   * Files beside it that are enough for what is not of the repository; absent: what others publish is in the repository too.
   * https://docs.astral.sh/uv/guides/integration/docker/#intermediate-layers
   */
  readonly reads?: readonly string[];
  /** `>=3.11, <3.13`, of all members. */
  readonly python?: string;
};

/**
 * What the lock file in a directory says. With --frozen uv asks it alone for the members, not their manifests:
 * astral-sh/uv:crates/uv/src/commands/project/sync.rs
 */
export function syncOf(repo: Inventory, dir: string): Sync {
  const lock = tableOf(repo.toml(inside(dir, 'uv.lock')));
  const python = textOf(lock['requires-python']);
  const names = ['pyproject.toml', 'uv.toml', 'uv.lock'].filter((name) => repo.has(inside(dir, name)));
  const settings = [
    at(repo.toml(inside(dir, 'pyproject.toml')), 'tool', 'uv'),
    tableOf(repo.toml(inside(dir, 'uv.toml'))),
  ];
  const places = [
    ...listOf(lock.package).map((each) => at(each, 'source').registry),
    ...settings.flatMap((each) => [
      ...listOf(each['find-links']),
      each['index-url'],
      ...listOf(each.index).map((index) => tableOf(index).url),
    ]),
  ].flatMap((each) => textOf(each) ?? []);
  const isHere = places.some((each) => !/^https?:\/\//.test(each));
  return {
    ...(lock.package !== undefined && !isHere && { reads: names }),
    ...(python !== undefined && { python }),
  };
}
