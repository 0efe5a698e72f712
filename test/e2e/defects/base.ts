import { type Defect, type Draw } from '../support/defect.ts';
import { mirrored } from '../support/fixtures.ts';
import type { Recipe } from '../support/recipe.ts';

const distroless = mirrored('gcr.io/distroless');
const good = { from: `${distroless}/static-debian13:nonroot` };
const debian = mirrored('docker.io/library/debian:bookworm-slim');
/** Everything from one image: BuildKit looks for the second of two names of one digest in a registry. */
function linked(suite: string): Recipe {
  const builder = mirrored(`docker.io/library/golang:1.26-${suite}`);
  const certificates = `COPY --from=${builder} /ca-certificates.crt /etc/ssl/certs/`;
  return { from: debian, builder, server: '/linked', certificates };
}

export const defects = ({ names: { word } }: Draw): readonly Defect[] => [
  {
    check: 'base',
    what: 'no tag',
    bad: { from: `${distroless}/static-debian13` },
    good,
    says: ['has no tag', ':nonroot'],
  },
  {
    check: 'base',
    what: 'the tag latest, behind an argument',
    bad: { before: `ARG ${word}=latest`, from: `${distroless}/static-debian13:\${${word}}` },
    good: { before: `ARG ${word}=nonroot`, from: `${distroless}/static-debian13:\${${word}}` },
    says: ['has the tag latest'],
  },
  {
    check: 'base',
    what: 'a name that moves to the next Debian',
    bad: { from: `${distroless}/static:nonroot` },
    good,
    says: ['does not say of which Debian release', 'static-debian13'],
  },
  {
    check: 'base',
    what: 'a base past its end',
    bad: { from: `${distroless}/static-debian12:nonroot` },
    good,
    says: ['past its end of support', '2026-09-01'],
  },
  {
    check: 'base',
    what: 'a debug base as release',
    bad: { from: `${distroless}/static-debian13:debug-nonroot` },
    good,
    says: ['is a debug base', 'static-debian13:nonroot'],
    also: ['no-shell'],
  },
  {
    check: 'base',
    what: 'a base that is not known',
    bad: { from: mirrored('own/base:1') },
    good,
    status: 'warn',
    says: ['is not known here', 'verify: { skip: { base:'],
  },
  {
    check: 'base',
    what: 'a base without a digest where policy wants one',
    bad: { ...good, verify: { base: { pin: 'required' } } },
    good: { ...good, verify: { base: { pin: 'optional' } } },
    says: ['not pinned by digest'],
  },
  {
    check: 'base',
    what: 'a builder with a newer libc',
    bad: linked('trixie'),
    good: linked('bookworm'),
    says: ['golang:1.26-trixie links against glibc 2.41', 'bookworm-slim has 2.36'],
  },
];
