import { identify, type KnownImage } from '../../bases/identify.ts';
import { readReference, type Reference } from '../../bases/reference.ts';
import type { Finding } from '../types.ts';

/** Something to say against an image. */
export type Verdict = Finding & { readonly status: 'fail' | 'warn'; readonly hint: string };

export type Terms = {
  /** ISO date. */
  readonly today: string;
  /** Policy: every base by digest. */
  readonly pinned: boolean;
  /** The name is of a build in the past: where it leads to today says nothing. */
  readonly past?: true;
};

/** Days before its end at which an image is spoken of. */
const noticeDays = 90;
/** Tags under which another release may be tomorrow. */
const moving = /^(?:latest|stable|lts|current|edge|rolling|devel|testing|unstable|sid|nightly)(?:-|$)/;

/** What is wrong with the image that the last stage runs on. Of one that is not known see `judgeUnknown`. */
export function judgeRuntime(ref: string, { today, pinned, past }: Terms): readonly Verdict[] {
  const reference = readReference(ref);
  const known = identify(ref);
  const fails = [
    unusable(known),
    known?.debug ? debugBase(ref) : undefined,
    reference.digest === undefined && !past ? notFixed(ref, reference, known) : undefined,
    ended(ref, known, today),
    pinned && reference.digest === undefined
      ? {
          message: `${ref} is not pinned by digest, which distroless.yaml requires (verify.base.pin)`,
          hint: 'write IMAGE:TAG@sha256:…; `create-distroless new --pin` asks for it',
        }
      : undefined,
  ].filter((each) => each !== undefined);
  if (fails.length > 0) return fails.map((each) => ({ status: 'fail', ...each }));
  return [...endsSoon(ref, known, today)];
}

/** What is wrong with an image that something is made in: it is not shipped, but what it makes is. */
export function judgeBuilder(ref: string, { today }: Terms): readonly Verdict[] {
  const reference = readReference(ref);
  const known = identify(ref);
  const problems = [
    unusable(known),
    reference.digest === undefined && isMoving(reference, known)
      ? movingTag(ref, reference, known)
      : undefined,
    ended(ref, known, today),
  ];
  return problems.flatMap((each) =>
    each === undefined ? [] : [{ ...each, status: 'warn' as const, message: `builder ${each.message}` }],
  );
}

type Problem = { readonly message: string; readonly hint: string };

function unusable(known: KnownImage | undefined): Problem | undefined {
  return known?.gone === undefined
    ? undefined
    : { message: `${known.what} is no longer kept up to date`, hint: known.gone };
}

function debugBase(ref: string): Problem {
  return {
    message: `${ref} is a debug base: it has a shell, and this is the stage that ships`,
    hint: `write FROM ${ref
      .replace(/@.*$/, '')
      .replace(/:debug-nonroot|:debug/, ':nonroot')
      .replace(/-dev$/, '')}; keep the debug variant in a stage of its own, built with --target debug`,
  };
}

function notFixed(ref: string, reference: Reference, known: KnownImage | undefined): Problem | undefined {
  if (isMoving(reference, known)) return movingTag(ref, reference, known);
  return known?.unqualified === undefined
    ? undefined
    : { message: `${ref} does not say of which Debian release it is`, hint: known.unqualified };
}

function isMoving({ tag }: Reference, known: KnownImage | undefined): boolean {
  return tag === undefined || tag === 'latest' || (known !== undefined && moving.test(tag));
}

function movingTag(ref: string, { tag }: Reference, known: KnownImage | undefined): Problem {
  return {
    message: `${ref} has ${tag === undefined ? 'no tag' : `the tag ${tag}`}: it is whatever is newest on the day of the build`,
    hint:
      known?.unqualified ??
      (known?.tag === undefined
        ? 'name a version, or pin it by digest: IMAGE:TAG@sha256:…'
        : `take :${known.tag}, which does not run as root, or pin it by digest: IMAGE:TAG@sha256:…`),
  };
}

function ended(ref: string, known: KnownImage | undefined, today: string): Problem | undefined {
  if (known?.end === undefined || known.end >= today) return undefined;
  return {
    message: `${ref} is past its end of support: ${known.what} ended on ${known.end}`,
    hint: 'no security fix reaches it any more; take the next release, built on with its own pair (`create-distroless bases`)',
  };
}

function endsSoon(ref: string, known: KnownImage | undefined, today: string): readonly Verdict[] {
  const days = known?.end === undefined ? Infinity : (Date.parse(known.end) - Date.parse(today)) / 86_400_000;
  if (days > noticeDays) return [];
  return [
    {
      status: 'warn',
      message: `${ref} is near its end of support: ${known?.what} ends on ${known?.end}`,
      hint: 'plan the move to the next release; after that day no security fix reaches it',
    },
  ];
}
