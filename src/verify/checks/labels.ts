import type { Image } from '../image/types.ts';
import { listed } from '../listed.ts';
import { isPlaceholder, labelProblem, prefix } from '../labels/problem.ts';
import type { Check } from '../types.ts';

/** What tells a running container's origin: which program, which version, built of which commit, when. */
const wanted = ['title', 'version', 'revision', 'created'] as const;

/**
 * OCI labels (https://specs.opencontainers.org/image-spec/annotations/). None of them is needed to run, so one that is missing, or is
 * empty, warns; one that is there and wrong fails, as whoever reads it is misled. A build of ours is told no version, so `dev` and
 * `unknown` are fine then; in an image that was given they say that its real build was not told either, which warns.
 */
export const labels: Check = {
  id: 'labels',
  title: 'OCI labels: title, version, revision, created; none of them wrong',
  needs: [],
  run({ image, build }) {
    const { Labels } = image.config;
    const data = { labels: Labels };
    const wrong = Object.entries(Labels).flatMap(([key, value]) => {
      const problem = labelProblem(key, value);
      return problem === undefined ? [] : [`${key}=${JSON.stringify(value.slice(0, 100))}: ${problem}`];
    });
    if (wrong.length > 0) {
      return {
        status: 'fail',
        message: listed(wrong),
        hint: 'scanners, registries and Dependabot act on what it says; set it from a build argument with a default, or leave the label out',
        data,
      };
    }
    const missing = wanted.filter((name) => valueOf(image, name) === '');
    if (missing.length > 0) {
      return {
        status: 'warn',
        message: `no label ${missing.map((name) => prefix + name).join(', ')}`,
        hint: `nobody can tell what a running container was made of; add to the last stage:\n${linesFor(missing)}`,
        data,
      };
    }
    const placeholders = ['version', 'revision'].filter((name) => isPlaceholder(valueOf(image, name)));
    const told = wanted.map((name) => `${name} ${valueOf(image, name)}`).join(', ');
    if (placeholders.length === 0 || build) return { status: 'pass', message: told, data };
    return {
      status: 'warn',
      message: `the build was not told its ${placeholders.join(' and ')}: ${told}`,
      hint: 'pass them: docker build --build-arg VERSION=1.2.3 --build-arg COMMIT="$(git rev-parse HEAD)" --build-arg DATE="$(date -u +%Y-%m-%dT%H:%M:%SZ)" .',
      data,
    };
  },
};

function valueOf({ config }: Image, name: string): string {
  return config.Labels[prefix + name]?.trim() ?? '';
}

type Wanted = (typeof wanted)[number];

const lines: Readonly<Record<Wanted, { readonly arg?: string; readonly value: string }>> = {
  title: { value: 'my-svc' },
  version: { arg: 'VERSION=dev', value: '$VERSION' },
  revision: { arg: 'COMMIT=unknown', value: '$COMMIT' },
  created: { arg: 'DATE=1970-01-01T00:00:00Z', value: '$DATE' },
};

function linesFor(missing: readonly Wanted[]): string {
  const args = missing.flatMap((name) => lines[name].arg ?? []);
  const pairs = missing.map((name) => `${prefix}${name}="${lines[name].value}"`);
  return [...(args.length > 0 ? [`ARG ${args.join(' ')}`] : []), `LABEL ${pairs.join(' \\\n      ')}`].join(
    '\n',
  );
}
