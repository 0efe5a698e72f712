import { formatPlatform, isPlatform, machinePlatform, type Platform } from './platform.ts';
import { ArchiveProblem, quoted } from './problem.ts';

/** Which image of an archive is meant, where it holds several. */
export type Choice = {
  /** Its name, as it was saved. */
  readonly name?: string | undefined;
  /** Without one it is this machine's. */
  readonly platform?: Platform | undefined;
};

/** An image that could be chosen. */
export type Candidate = {
  readonly names: readonly string[];
  /** Where the archive says it before the configuration does. */
  readonly platform?: Platform | undefined;
};

/**
 * Takes the only image, else that of the name, else that of the platform.
 * @throws ArchiveProblem that names what there is when this leaves none or several
 */
export function chooseImage<T extends Candidate>(candidates: readonly T[], { name, platform }: Choice): T {
  const named =
    name === undefined
      ? candidates
      : candidates.filter(({ names }) => names.some((each) => canonical(each) === canonical(name)));
  if (named.length === 0) {
    throw new ArchiveProblem(`has no image ${quoted(name ?? '')}`, `it has: ${namesOf(candidates)}`);
  }
  const wanted = platform ?? machinePlatform();
  const fitting =
    named.length === 1 ? named : named.filter((each) => each.platform && isPlatform(each.platform, wanted));
  const [only, another] = fitting;
  if (only && !another) return only;
  const platforms = [
    ...new Set(named.flatMap((each) => (each.platform ? formatPlatform(each.platform) : []))),
  ];
  if (!only && platforms.length > 0) {
    throw new ArchiveProblem(
      `has no image for ${formatPlatform(wanted)}`,
      `it has: ${platforms.slice(0, 20).join(', ')}; choose with --platform OS/ARCH`,
    );
  }
  throw new ArchiveProblem(`holds several images: ${namesOf(named)}`, 'choose one with --image NAME');
}

function namesOf(candidates: readonly Candidate[]): string {
  const names = candidates.flatMap((each) => each.names.slice(0, 1));
  const shown = names.slice(0, 10).map((name) => (/^[\w./:@-]{1,100}$/.test(name) ? name : quoted(name)));
  return shown.join(', ') || `${candidates.length} without a name`;
}

/** `app`, `app:latest` and `docker.io/library/app:latest` are one name. */
function canonical(name: string): string {
  const short = name.replace(/^docker\.io\/(library\/)?|^localhost\/(?=[^/]*$)/, '');
  return /:[^/]*$/.test(short) || short.includes('@') ? short : `${short}:latest`;
}
