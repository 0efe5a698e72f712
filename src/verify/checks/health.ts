import { setTimeout as sleep } from 'node:timers/promises';
import type { Container } from '../../engine/sandbox.ts';
import type { ContainerState } from '../../engine/inspect.ts';
import { formatDuration } from '../../units.ts';
import { withBooted } from '../booted.ts';
import type { Image } from '../image/types.ts';
import { probe } from '../probe.ts';
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
    if (problem) return problem;
    return withBooted(subject, { args: fast(subject), how: 'for the health check' }, (container) =>
      judge(container, subject),
    );
  },
};

function problemOf({ config }: Image): Finding | undefined {
  const [kind] = config.Healthcheck.Test;
  if (kind !== undefined && kind !== 'NONE') return undefined;
  return {
    status: 'fail',
    message: 'the image has no HEALTHCHECK',
    hint: 'add HEALTHCHECK CMD ["/app", "healthcheck"]: a command of the program itself needs no shell and no curl; or say in distroless.yaml why there is none: verify: { skip: { health: "probed by Kubernetes" } }',
  };
}

/** The image's own command at a short interval. One failure is enough: the states are waited for, not sampled. */
function fast({ image, sandbox }: Subject): readonly string[] {
  const ownMs = image.config.Healthcheck.Timeout / 1e6;
  const timeoutMs = Math.min(ownMs || longestTimeoutMs, longestTimeoutMs);
  return [
    '--health-interval=1s',
    '--health-retries=1',
    '--health-start-period=0s',
    `--health-timeout=${timeoutMs}ms`,
    // Engines that know it probe no sooner than this while the start period of the image lasts.
    ...(sandbox.engineMajor >= 25 ? ['--health-start-interval=1s'] : []),
  ];
}

async function judge(container: Container, { settings, signal }: Subject): Promise<Finding> {
  const started = Date.now();
  const up = await waitForHealth(container, 'healthy', signal);
  const healthyMs = Date.now() - started;
  if (up.health !== 'healthy') {
    return {
      status: 'fail',
      message: `the service answers, but its HEALTHCHECK is ${up.health} after ${formatDuration(healthyMs)}`,
      hint: up.healthOutput
        ? `it printed: ${up.healthOutput}`
        : 'it printed nothing; is its program in the image?',
    };
  }
  await container.kill('SIGSTOP');
  const frozen = Date.now();
  if (await answersOn(container, settings.probe.path)) {
    return {
      status: 'warn',
      message: `healthy after ${formatDuration(healthyMs)}; whether it ever turns unhealthy could not be told`,
      hint: 'the service still answers when its first process is frozen, so that one is not the server: start the server itself, in exec form',
      data: { healthyMs },
    };
  }
  const down = await waitForHealth(container, 'unhealthy', signal);
  const unhealthyMs = Date.now() - frozen;
  if (down.health !== 'unhealthy') {
    return {
      status: 'fail',
      message: `still ${down.health} ${formatDuration(unhealthyMs)} after the app was frozen: it would always say healthy`,
      hint: 'the health command must ask the running service and fail when no answer comes',
    };
  }
  return {
    status: 'pass',
    message: `healthy after ${formatDuration(healthyMs)}, unhealthy ${formatDuration(unhealthyMs)} after a freeze`,
    data: { healthyMs, unhealthyMs },
  };
}

/** Does it still answer when a freeze has had its time? */
async function answersOn({ address }: Container, path: string): Promise<boolean> {
  const deadline = Date.now() + freezeMs;
  while ((await probe(address, path, 1000)) !== undefined) {
    if (Date.now() > deadline) return true;
    await sleep(100);
  }
  return false;
}

async function waitForHealth(
  container: Container,
  wanted: ContainerState['health'],
  signal: AbortSignal,
): Promise<ContainerState> {
  const deadline = Date.now() + turnMs;
  for (;;) {
    const state = await container.inspect();
    if (state.health === wanted || !state.running || Date.now() > deadline || signal.aborted) return state;
    await sleep(100);
  }
}
