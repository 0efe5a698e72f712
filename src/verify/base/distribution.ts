import { findRelease } from '../../bases/releases.ts';
import { followLinks } from '../image/resolve.ts';
import type { Image, OsRelease } from '../image/types.ts';
import type { Verdict } from './judge.ts';

/** What the image says of the distribution that its files are of. */
function osReleaseOf({ files }: Image): OsRelease | undefined {
  return (followLinks(files, '/etc/os-release') ?? followLinks(files, '/usr/lib/os-release'))?.osRelease;
}

/** What is wrong with the distribution of an image, whatever base it was made from. */
export function judgeDistribution(image: Image, today: string): Verdict | undefined {
  const os = osReleaseOf(image);
  const release = os && findRelease(os.id, os.version);
  if (release?.end === undefined || release.end >= today) return undefined;
  return {
    status: 'fail',
    message: `the image is of ${release.label}, which ended on ${release.end}`,
    hint: 'no security fix reaches its files any more; take a base of a release that is in support',
  };
}

/** `Debian 13, supported until 2030-06-30`; undefined when the image does not say of what it is. */
export function describeDistribution(image: Image): string | undefined {
  const os = osReleaseOf(image);
  if (!os) return undefined;
  const release = findRelease(os.id, os.version);
  if (release === undefined) return `${os.name} ${os.version}`.trim();
  return release.end === undefined ? release.label : `${release.label}, supported until ${release.end}`;
}
