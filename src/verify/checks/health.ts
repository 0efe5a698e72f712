import { setTimeout as sleep } from 'node:timers/promises';
import type { Health } from '../../engine/dialect.ts';
import type { Container } from '../../engine/sandbox.ts';
import { formatDuration } from '../../units.ts';
import { withBooted } from '../booted.ts';
import type { ProbeSettings } from '../probe-settings.ts';
import type { Image } from '../image/types.ts';
import { ask } from '../ask.ts';
import type { ContainerCheck, Finding, Subject } from '../types.ts';

/** A frozen app makes its health command wait out its timeout: no longer than this. */
const longestTimeoutMs = 3000;
/** Interval plus timeout, several times over: a busy machine must not fail an image. */
const turnMs = 20_000;
/** A signal stops each thread when that runs next: on a busy machine not at once. */
const freezeMs = 3000;

export const health: ContainerCheck = {
  id: 'health',
  title: 'HEALTHCHECK turns healthy, and unhealthy when the app is frozen',
  needs: ['container', 'booted'],
  glance: problemOf,
  async run(subject) {
    const problem = problemOf(subject.image);
    if (problem && subject.settings.probe.scheme === 'none') {
      return { status: 'skip', message: 'no HEALTHCHECK, and nothing that could be asked' };
    }
    if (problem) return problem;
    // The image's own command at a short interval.
    const args = subject.sandbox.healthArgs(timeoutOf(subject.image));
    return withBooted(subject, { args, how: 'for the health check' }, (container) =>
      judge(container, subject),
    );
  },
};

function problemOf(image: Image): Finding | undefined {
  const [kind] = image.config.Healthcheck.Test;
  if (kind !== undefined && kind !== 'NONE') return undefined;
  if (kind === undefined && hadHealthcheck(image)) {
    return {
      status: 'fail',
      message: 'its HEALTHCHECK was lost: the Dockerfile had one, and the image is in a format without',
      hint: 'podman and buildah drop it in their OCI format: podman build --format docker, or BUILDAH_FORMAT=docker in the environment of the build',
    };
  }
  return {
    status: 'fail',
    message: 'the image has no HEALTHCHECK',
    blame: 'HEALTHCHECK',
    hint: 'add HEALTHCHECK CMD ["/app", "healthcheck"]: a command of the program itself needs no shell and no curl; or say in distroless.yaml why there is none: verify: { skip: { health: "probed by Kubernetes" } }',
  };
}

/** The image's own timeout, as far as anybody can wait for it. */
function timeoutOf({ config }: Image): number {
  const ownMs = config.Healthcheck.Timeout / 1e6;
  return Math.min(ownMs || longestTimeoutMs, longestTimeoutMs);
}

/**
 * The steps of the build tell of it where the configuration has none (`HEALTHCHECK &{["CMD" …`, BuildKit;
 * `/bin/sh -c #(nop) HEALTHCHECK …`, buildah). The last one counts.
 */
function hadHealthcheck({ history }: Image): boolean {
  const steps = history.flatMap(
    ({ createdBy }) => /^(?:\/bin\/sh -c #\(nop\) +)?HEALTHCHECK (.*)/.exec(createdBy)?.[1] ?? [],
  );
  const last = steps.at(-1);
  return last !== undefined && !/^(&\{\[")?NONE/.test(last);
}

async function judge(container: Container, subject: Subject): Promise<Finding> {
  const { settings } = subject;
  if (settings.probe.scheme === 'none' && !(await container.inspect()).running) {
    return { status: 'skip', message: 'it ends by itself' };
  }
  const started = Date.now();
  const up = await waitForHealth(container, 'healthy', subject);
  const healthyMs = Date.now() - started;
  if (up.health !== 'healthy') {
    return {
      status: 'fail',
      message: `the service answers, but its HEALTHCHECK is ${up.health} after ${formatDuration(healthyMs)}`,
      hint: up.healthOutput
        ? `it printed: ${up.healthOutput}`
        : 'it printed nothing; is its program in the image?',
      blame: 'HEALTHCHECK',
    };
  }
  await container.kill('SIGSTOP');
  const frozen = Date.now();
  if (await answersOn(container, settings.probe)) {
    return {
      status: 'warn',
      message: `healthy after ${formatDuration(healthyMs)}; whether it ever turns unhealthy could not be told`,
      hint: 'the service still answers when its first process is frozen, so that one is not the server: start the server itself, in exec form',
      blame: 'ENTRYPOINT',
      data: { healthyMs },
    };
  }
  const down = await waitForHealth(container, 'unhealthy', subject);
  const unhealthyMs = Date.now() - frozen;
  if (down.health !== 'unhealthy') {
    return {
      status: 'fail',
      message: `still ${down.health} ${formatDuration(unhealthyMs)} after the app was frozen: it would always say healthy`,
      hint: 'the health command must ask the running service and fail when no answer comes',
      blame: 'HEALTHCHECK',
    };
  }
  return {
    status: 'pass',
    message: `healthy after ${formatDuration(healthyMs)}, unhealthy ${formatDuration(unhealthyMs)} after a freeze`,
    data: { healthyMs, unhealthyMs },
  };
}

/** Does it still answer when a freeze has had its time? */
async function answersOn({ address }: Container, probe: ProbeSettings): Promise<boolean> {
  // The kernel takes connections for a frozen process too.
  if (probe.scheme === 'tcp' || probe.scheme === 'none') return false;
  const deadline = Date.now() + freezeMs;
  while ((await ask(address, probe, { timeoutMs: 1000, whole: false })) !== undefined) {
    if (Date.now() > deadline) return true;
    await sleep(100);
  }
  return false;
}

async function waitForHealth(
  container: Container,
  wanted: Health['health'],
  { image, sandbox, signal }: Subject,
): Promise<Health> {
  const deadline = Date.now() + turnMs;
  for (;;) {
    const state = await container.health(timeoutOf(image));
    if (state.health === wanted || !state.running || Date.now() > deadline || signal.aborted) return state;
    await sleep(sandbox.healthPollMs);
  }
}
