import { inside } from '../../inventory/paths.ts';
import { tableOf } from '../../inventory/tables.ts';
import type { Inventory } from '../../inventory/types.ts';
import { serviceOfImage } from './known-services.ts';
import { textOf } from './values.ts';

/**
 * Does a compose file mean what a directory holds, where it runs the image that its authors publish
 * (`image: ghcr.io/acme/widget:latest` beside the sources of widget)?
 */
export function isOwnImage(repo: Inventory, dir: string, image: string): boolean {
  // A database beside an app that is named for it; and whatever everybody runs is published under a name alone.
  if (serviceOfImage(image) !== undefined || !image.includes('/')) return false;
  const name = plain(
    image
      .replace(/@.*$/, '')
      .replace(/:[^/]*$/, '')
      .split('/')
      .pop() ?? '',
  );
  return name.length > 2 && namesOf(repo, dir).some((each) => plain(each) === name);
}

/** What the manifests of a directory, and the heading of its README, call it. */
function namesOf(repo: Inventory, dir: string): readonly string[] {
  const at = (name: string) => inside(dir, name);
  const toml = (name: string, ...keys: readonly string[]) =>
    textOf(keys.reduce<unknown>((table, key) => tableOf(table)[key], repo.toml(at(name))));
  const module = /^module\s+(\S+)/m.exec(repo.read(at('go.mod')) ?? '')?.[1];
  const readme = ['README.md', 'readme.md', 'Readme.md'].map((name) => repo.read(at(name))).find(Boolean);
  return [
    textOf(tableOf(repo.json(at('package.json'))).name)
      ?.split('/')
      .pop(),
    module
      ?.replace(/\/v\d+$/, '')
      .split('/')
      .pop(),
    toml('Cargo.toml', 'package', 'name'),
    toml('pyproject.toml', 'project', 'name'),
    toml('pyproject.toml', 'tool', 'poetry', 'name'),
    /<artifactId>([\w.-]+)<\/artifactId>\s*<version>/.exec(repo.read(at('pom.xml')) ?? '')?.[1],
    titleOf(readme),
  ].filter((each) => each !== undefined);
}

/** The first heading, without pictures and marks: one word, or two. */
function titleOf(readme: string | undefined): string | undefined {
  const heading = /^#[ \t]+([^\n]{1,80})$/m.exec(readme?.slice(0, 3000) ?? '')?.[1];
  const words = heading?.match(/[\w.-]+/g) ?? [];
  return words.length > 2 ? undefined : words.join(' ');
}

/** `Widget-Server` is `widget`. */
function plain(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]/g, '')
    .replace(/(?<=.{3})(?:server|app|web|docker|image|js|py)$/, '');
}
