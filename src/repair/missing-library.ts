import { packageOf } from '../verify/closure/providers.ts';
import type { Failure, Repair } from './types.ts';

/** What a loader, or an interpreter that loads one, says of a library that is not there. */
const loading = /(lib[\w.+-]+\.so[\d.]*): cannot open shared object file/;

/**
 * Packages that Debian 13 has under a name that ends in t64, as their ABI has a time of 64 bits on some machine
 * (https://wiki.debian.org/ReleaseGoals/64bit-time); those that services use.
 */
const renamed = new Set([
  'libasound2',
  'libcurl4',
  'libcurl3-gnutls',
  'libevent-2.1-7',
  'libgnutls30',
  'libmagic1',
  'libpng16-16',
  'libreadline8',
  'libssl3',
  'libuv1',
  'libvips42',
  'libwebsockets19',
  'libxmlsec1',
  'libzip4',
]);

/** A library that a program of the image is linked against or opens, and the base lacks. */
export function missingLibrary({ libraries, logs }: Failure): Repair | undefined {
  const soname = loading.exec(logs)?.[1] ?? libraries[0];
  if (soname === undefined) return undefined;
  const name = packageOf(soname);
  return {
    answer: 'packages',
    value: renamed.has(name) ? `${name}t64` : name,
    why: `the image lacks ${soname}`,
  };
}
