import * as v from 'valibot';
import { ExitCode, UserError } from '../errors.ts';
import { run } from '../process/run.ts';
import type { BuildCommand, Dialect, Health } from './dialect.ts';
import { endpointOf } from './endpoint.ts';
import { engineGone, type Found } from './engine.ts';
import { inspectContainer } from './inspect.ts';
import { readBuildahSteps } from './steps.ts';

/**
 * `--format docker`: the OCI format has no place for HEALTHCHECK, and drops it with no more than a warning
 * (https://docs.podman.io/en/latest/markdown/podman-build.1.html#format).
 */
function buildArgs(what: BuildCommand): readonly string[] {
  const { context, file, stdin, tags, secrets, args, cold, platform } = what;
  return [
    'build',
    '--format',
    'docker',
    ...(platform === undefined ? [] : ['--platform', platform]),
    ...tags.flatMap((tag) => ['--tag', tag]),
    ...Object.entries(args).flatMap(([name, value]) => ['--build-arg', `${name}=${value}`]),
    ...(cold ? ['--no-cache'] : []),
    // Split at commas, quotes or not.
    ...Object.entries(secrets).flatMap(([id, from]) => [
      '--secret',
      typeof from === 'string' ? `id=${id},src=${from}` : `id=${id},env=${from.env}`,
    ]),
    ...(stdin ? ['--file', '-'] : file === undefined ? [] : ['--file', file]),
    context,
  ];
}

/** Over the command's own time, on a busy machine: podman's for starting it. Only a command that hangs has to wait it out. */
const startMs = 15_000;

/**
 * Takes the health now: podman leaves that to timers of systemd, which containers, WSL and CI machines often lack
 * (https://docs.podman.io/en/latest/markdown/podman-healthcheck-run.1.html). It lets a command run on
 * that outlasts its timeout, so the end of its time is ours to say.
 */
async function takeHealth(id: string, timeoutMs: number): Promise<Health> {
  const limitMs = timeoutMs + startMs;
  const { code, stdout, timedOut } = await run('podman', ['healthcheck', 'run', id], { timeoutMs: limitMs });
  const { running, healthOutput } = await inspectContainer({ command: 'podman', clockSkewMs: 0 }, id);
  if (timedOut) return { running, health: 'unhealthy', healthOutput: `nothing within ${limitMs} ms` };
  if (code === 0) return { running, health: 'healthy', healthOutput };
  // A failure of podman's own is no word about the service.
  return { running, health: stdout.trim() === 'unhealthy' ? 'unhealthy' : 'starting', healthOutput };
}

const dialect: Dialect = {
  command: 'podman',
  pingArgs: ['info', '--format', '{{.Version.Version}}'],
  startHint: 'check `podman info`; on macOS and Windows: podman machine start',
  buildArgs,
  buildEnv: {},
  readSteps: readBuildahSteps,
  rebuilds: false,
  // No timers beside ours. Without systemd each `run` would complain that there are none.
  runEnv: { DISABLE_HC_SYSTEMD: 'true' },
  // Podman's `--force` alone asks politely first and waits for 10 s.
  removeArgs: ['rm', '--force', '--volumes', '--time', '0'],
  // Podman's `--read-only` alone leaves /tmp, /run and /var/tmp writable, which Docker and Kubernetes do not.
  readonlyArgs: ['--read-only', '--read-only-tmpfs=false'],
  healthArgs: () => [],
  health: takeHealth,
  healthPollMs: 1000,
};

const Info = v.object({
  host: v.object({ os: v.string(), arch: v.string(), serviceIsRemote: v.optional(v.boolean(), false) }),
  version: v.object({ Version: v.string() }),
});

/**
 * The engine that the user's own `podman` command talks to: this machine's, a podman machine, or the one of CONTAINER_HOST.
 * @throws UserError (noEngine) with the way to get one.
 */
export async function findPodman(signal?: AbortSignal): Promise<Found> {
  const { notFound, code, stdout, stderr } = await run('podman', ['info', '--format', 'json'], { signal });
  if (notFound) {
    throw new UserError('no container engine: there is no `podman` command on the PATH', {
      exitCode: ExitCode.noEngine,
      hint: 'install it (https://podman.io/docs/installation; Debian and Ubuntu: apt-get install podman), then run this again',
    });
  }
  if (code !== 0) throw engineGone(dialect, stderr);
  const { host, version } = v.parse(Info, JSON.parse(stdout));
  const url = host.serviceIsRemote ? await connection(signal) : '';
  return {
    ...dialect,
    version: version.Version,
    platform: `${host.os}/${host.arch}`,
    endpoint: await endpointOf(url),
    // On this machine there is one clock; a podman machine keeps its own in step.
    clockSkewMs: 0,
  };
}

/** A podman machine is an ssh:// on this machine's loopback, where its ports are forwarded to as well. */
async function connection(signal?: AbortSignal): Promise<string> {
  if (process.env.CONTAINER_HOST) return process.env.CONTAINER_HOST;
  const format = '{{range .}}{{if .Default}}{{.URI}}{{end}}{{end}}';
  const { stdout } = await run('podman', ['system', 'connection', 'list', '--format', format], { signal });
  return stdout.trim();
}
