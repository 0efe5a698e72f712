import { catalog, type BaseImage } from './catalog.ts';

/** The catalog's entry for a reference such as `golang:1.26-trixie`; undefined when the image or its tag is not in it. */
export function findBase(ref: string): BaseImage | undefined {
  const [, name, tag = 'latest'] = /^(.+?)(?::([^/:]+))?$/.exec(ref.replace(/@.*$/, '')) ?? [];
  return catalog.find((image) => image.name === name && image.tags.includes(tag));
}

/**
 * The slim Debian that a runtime's libraries are of: its packages are built against the same libc.
 * @throws Error for a runtime without one; answers/options.ts has refused it before
 */
export function debianOf(runtime: string): string {
  const distribution = findBase(runtime)?.distribution;
  const debian = catalog.find((image) => image.name === 'debian' && image.distribution === distribution);
  if (!debian) throw new Error(`no Debian is known for ${runtime}`);
  return `debian:${debian.tags[0]}`;
}
