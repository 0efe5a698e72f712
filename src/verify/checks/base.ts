import { identify } from '../../bases/identify.ts';
import { builderImages, rootOf } from '../../dockerfile/graph.ts';
import { readStages, type Stage } from '../../dockerfile/stages.ts';
import { describeDistribution, judgeDistribution } from '../base/distribution.ts';
import { judgeBuilder, judgeRuntime, type Terms, type Verdict } from '../base/judge.ts';
import { judgePair } from '../base/pairing.ts';
import type { Image } from '../image/types.ts';
import type { Check, Finding } from '../types.ts';

/**
 * What the image is made from. It fails for a base that is past its end, that nobody keeps up to date, that is a debug variant, whose
 * name or tag moves, or that does not fit what the builder makes. A base that is not known warns: that is a gap in what we know and no
 * proven defect. So does a builder that moves or has ended, as it is not shipped. A tag without a digest passes, since that is how we
 * generate, unless distroless.yaml says `verify: { base: { pin: required } }`. Without a Dockerfile, labels and os-release tell.
 */
export const base: Check = {
  id: 'base',
  title: 'the base image is known, in support, fixed to a release, and fits the builder',
  needs: [],
  run({ image, dockerfile, settings }) {
    const terms = { today: new Date().toISOString().slice(0, 10), pinned: settings.pinned };
    const stages = dockerfile === undefined ? [] : readStages(dockerfile, image.config);
    const last = stages.at(-1);
    return last ? judgeDockerfile(image, stages, rootOf(last), terms) : judgeImage(image, terms);
  },
};

function judgeDockerfile(image: Image, stages: readonly Stage[], from: Stage, terms: Terms): Finding {
  const { image: runtime, written, line } = from;
  const builders = builderImages(stages);
  const data = { base: runtime ?? written, line, builders: builders.map((builder) => builder.image) };
  const warnings = builders.flatMap((builder) => judgeBuilder(builder.image, terms));
  const made = builders.length > 0 ? `; made in ${data.builders.join(', ')}` : '';
  if (runtime === 'scratch') return sum(warnings, { status: 'pass', message: `scratch${made}`, data });
  if (runtime === undefined)
    return sum([unreadable(written), ...warnings], { status: 'pass', message: '', data });
  const known = identify(runtime);
  const verdicts = [
    ...judgeRuntime(runtime, terms),
    ...(known ? [] : [judgeDistribution(image, terms.today) ?? unknown(runtime, image)]),
    ...[judgePair(image, stages, runtime)].filter((each) => each !== undefined),
    ...warnings,
  ];
  const until = known?.end === undefined ? '' : `, supported until ${known.end}`;
  const pin = runtime.includes('@') ? '' : '; by tag, not by digest';
  return sum(verdicts, { status: 'pass', message: `${runtime}${until}${made}${pin}`, data });
}

/** All that is wrong, the worst first; `good` when nothing is. */
function sum(verdicts: readonly Verdict[], good: Finding): Finding {
  const worst = verdicts.filter(({ status }) => status === 'fail');
  const shown = worst.length > 0 ? worst : verdicts;
  const [first] = shown;
  if (!first) return good;
  return {
    status: first.status,
    message: shown.map(({ message }) => message).join('; '),
    hint: [...new Set(shown.map(({ hint }) => hint))].join('\n'),
    ...(good.data && { data: good.data }),
  };
}

function unknown(ref: string, image: Image): Verdict {
  const of = describeDistribution(image);
  return {
    status: 'warn',
    message: `${ref} is not known here${of === undefined ? '' : `; its files are of ${of}`}`,
    hint: 'nobody can tell here until when it gets security fixes; `create-distroless bases` lists what is known. If it is your own, say so: verify: { skip: { base: "our platform team keeps it" } }',
  };
}

function unreadable(written: string): Verdict {
  return {
    status: 'warn',
    message: `FROM ${written} cannot be told from the Dockerfile alone`,
    hint: 'give its build argument a default before the first FROM',
  };
}

function judgeImage(image: Image, terms: Terms): Finding {
  const named = image.config.Labels['org.opencontainers.image.base.name'];
  const distribution = judgeDistribution(image, terms.today);
  // A label is the name at the time of the build: what its tag is today says nothing of this image.
  const byLabel =
    named === undefined ? [] : judgeRuntime(named, { today: terms.today, pinned: false, past: true });
  const of = describeDistribution(image);
  const what = [named, of].filter((each) => each !== undefined).join('; ');
  return sum([...(distribution ? [distribution] : []), ...shellOf(image), ...byLabel], {
    status: 'pass',
    message: what || 'scratch: no distribution is in it',
    data: { base: named, distribution: of },
  });
}

/** The debug variants of distroless have their shell in a directory of its own. */
function shellOf({ files }: Image): readonly Verdict[] {
  if (!files.has('/busybox/sh') && !files.has('/busybox/busybox')) return [];
  return [
    {
      status: 'fail',
      message: 'the image is on a debug base of distroless: /busybox is in it',
      hint: 'build the last stage from the :nonroot tag; keep the debug variant for a stage that is never released',
    },
  ];
}
