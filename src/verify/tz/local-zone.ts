import { posix } from 'node:path';
import { envOf } from '../image/env.ts';
import type { Image } from '../image/types.ts';

/** The zone that an image says local time is in, where that needs data. */
export type LocalZone = {
  /** Such as `Europe/Berlin`, or an absolute path. */
  readonly name: string;
  /** Where it is said, such as `TZ=Europe/Berlin`. */
  readonly said: string;
  readonly by: 'TZ' | '/etc/localtime';
};

/** What every C library and runtime falls back to, so that it needs no data. */
const utc = /^(?:Etc\/)?(?:UTC|UCT|GMT|Zulu|Universal|Greenwich|GMT[+-]?0)$/i;
/** A rule of POSIX such as `CET-1CEST,M3.5.0,M10.5.0` says all by itself (https://pubs.opengroup.org/onlinepubs/9799919799/basedefs/V1_chap08.html). */
const rule = /^(?:<[+\-\w]{3,}>|[A-Za-z]{3,})[+-]?\d/;

/** The image's own zone: TZ, else what /etc/localtime links to; undefined when local time is UTC or needs no data. */
export function localZone(image: Image): LocalZone | undefined {
  const value = envOf(image, 'TZ');
  if (value !== undefined) {
    const name = value.replace(/^:/, '');
    return utc.test(name) || rule.test(name) ? undefined : { name, said: `TZ=${value}`, by: 'TZ' };
  }
  const link = image.files.get('/etc/localtime');
  if (link?.type !== 'symlink' || link.target === undefined) return undefined;
  const name = posix.resolve('/etc', link.target).replace(/^.*\/zoneinfo\//, '');
  return utc.test(name)
    ? undefined
    : { name, said: `/etc/localtime -> ${link.target}`, by: '/etc/localtime' };
}
