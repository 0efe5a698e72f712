import type { FileEntry, Image, Secret } from '../image/types.ts';
import type { Found } from './found.ts';
import { findHostModules } from './host-modules.ts';
import { ownerOf } from './places.ts';

/** What of a version control directory holds the sources' history or a login; HEAD alone, which some builds read, does not. */
const repository =
  /^(.*\/\.git)\/(?:objects\/(?:pack|[0-9a-f]{2})\/.+|config|index|packed-refs|logs\/.+)$|^(.*\/\.hg)\/(?:store\/.+|hgrc)$|^(.*\/\.svn)\/(?:wc\.db|entries)$/;

/** The secrets of every layer, also of what a later layer deletes; each path once, at the lowest layer that holds it. */
export function findInLayers(image: Image): readonly Found[] {
  const found = new Map<string, Found>();
  const add = (one: Omit<Found, 'where'>, isThere: () => boolean) => {
    const key = `${one.rule} ${one.what} ${one.path}`;
    if (found.has(key)) return;
    const all = isThere() ? one : { ...one, deleted: true as const };
    found.set(key, { ...all, where: whereOf(image, all) });
  };
  const repositories = new Set([...image.files.values()].flatMap((entry) => repositoryOf(entry) ?? []));
  for (const [index, { entries }] of image.layers.entries()) {
    const layer = index + 1;
    for (const entry of entries) {
      const { path, secrets = [] } = entry;
      for (const secret of secrets) {
        add({ ...secret, from: 'file', path, layer }, () => holds(image.files.get(path), secret));
      }
      const dir = repositoryOf(entry);
      if (dir === undefined) continue;
      const what = 'version control directory';
      add({ rule: 'repository', what, from: 'context', path: dir, layer }, () => repositories.has(dir));
    }
  }
  for (const { path, layer, what } of findHostModules(image)) {
    add({ rule: 'host-modules', what, from: 'context', path, layer }, () => hasBelow(image, path));
  }
  return [...found.values()];
}

/** A dependency that is a checkout was public as it is. */
function repositoryOf({ path, type }: FileEntry): string | undefined {
  if (type !== 'file') return undefined;
  const [, ...dirs] = repository.exec(path) ?? [];
  const dir = dirs.find((one) => one !== undefined);
  return dir !== undefined && ownerOf(path) === 'own' ? dir : undefined;
}

function holds(entry: FileEntry | undefined, secret: Secret): boolean {
  return entry?.secrets?.some(({ rule }) => rule === secret.rule) ?? false;
}

function hasBelow({ files }: Image, dir: string): boolean {
  for (const path of files.keys()) if (path.startsWith(`${dir}/`)) return true;
  return false;
}

function whereOf({ layers }: Image, { path, layer, deleted }: Omit<Found, 'where'>): string {
  return `${path}, layer ${layer} of ${layers.length}${deleted ? ', deleted later' : ''}`;
}
