import { catalog } from './catalog.ts';
import type { KnownImage } from './identify.ts';
import { languageEnd } from './languages.ts';
import type { Reference } from './reference.ts';
import { findRelease } from './releases.ts';

/** The last builds for a release, by what is in the image (GoogleContainerTools/distroless:SUPPORT_POLICY.md and its history). */
const lastBuilds: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  12: { nodejs: '2026-02-27', java: '2026-02-27', python: '2026-05-12', other: '2026-09-01' },
};

const name =
  /^gcr\.io\/distroless\/(static|base|base-nossl|cc|java-base|java(\d+)|nodejs(\d+)|python3)(?:-debian(\d+))?$/;
/** Images without a release in their name are of this one now (distroless pull request 1987). */
const current = '13';

/** What is known of an image of Google’s distroless; undefined when it is none. */
export function identifyDistroless(reference: Reference): KnownImage | undefined {
  const [, image = '', java, node, named] = name.exec(reference.name) ?? [];
  if (image === '') return undefined;
  const debian = named ?? current;
  const entry = catalog.find((each) => each.name === `gcr.io/distroless/${image}-debian${debian}`);
  const release = findRelease('debian', debian);
  const interpreter = entry?.interpreter ?? interpreterOf(java, node);
  const ended =
    lastBuilds[debian]?.[image.replace(/^(nodejs|java|python).*/, '$1')] ?? lastBuilds[debian]?.['other'];
  const language =
    java !== undefined
      ? languageEnd('Java', java)
      : node === undefined
        ? undefined
        : languageEnd('Node.js', node);
  const ends = [entry?.eol.date, ended, language, ...(Number(debian) < 12 ? [release?.end] : [])];
  const hasLibc = image !== 'static';
  return {
    end: ends.filter((end) => end !== undefined).toSorted()[0],
    what:
      ended === undefined && interpreter
        ? `${interpreter.language} ${interpreter.version}`
        : `distroless for Debian ${debian}`,
    ...(named === undefined && {
      unqualified: `${reference.name} moves to the next Debian by itself, away from what the builder links against; write ${reference.name}-debian${current}`,
    }),
    debug: /^debug\b/.test(reference.tag ?? ''),
    tag: 'nonroot',
    glibc: hasLibc ? release?.glibc : undefined,
    libstdcxx: hasLibc && !image.startsWith('base') ? release?.libstdcxx : undefined,
    interpreter,
  };
}

function interpreterOf(java: string | undefined, node: string | undefined): KnownImage['interpreter'] {
  if (java !== undefined) return { language: 'Java', version: java };
  return node === undefined ? undefined : { language: 'Node.js', version: node };
}
