import { posix } from 'node:path';
import { followLinks } from './resolve.ts';
import type { Image } from './types.ts';

/** The directories of an image that hold a Java runtime: its classes, with the program that starts them. */
export function javaHomes({ files }: Pick<Image, 'files'>): readonly string[] {
  const classes = /\/lib\/(?:modules|rt\.jar)$/;
  const homes = [...files.keys()]
    .filter((path) => classes.test(path))
    .map((path) => posix.dirname(posix.dirname(path)));
  return homes.filter((home) => followLinks(files, `${home}/bin/java`)?.type === 'file');
}
