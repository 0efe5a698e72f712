import { ExitCode, UserError } from '../errors.ts';
import { run } from '../process/run.ts';
import type { BuildCommand, Dialect } from './dialect.ts';
import { endpointOf } from './endpoint.ts';
import { engineGone, type Found } from './engine.ts';
import { inspectContainer } from './inspect.ts';
import { readBuildKitSteps } from './steps.ts';

/** Builds with BuildKit through the user's own `docker build`, so their builder, proxies and credentials apply. */
function buildArgs(what: BuildCommand): readonly string[] {
  const { context, file, stdin, tags, secrets, args, cold, output, platform, builder } = what;
  return [
    'build',
    '--progress',
    'plain',
    // --load: builders other than the engine's own keep what they build to themselves.
    ...(output ?? ['--load', ...tags.flatMap((tag) => ['--tag', tag])]),
    ...(builder === undefined ? [] : ['--builder', builder]),
    ...(platform === undefined ? [] : ['--platform', platform]),
    ...Object.entries(args).flatMap(([name, value]) => ['--build-arg', `${name}=${value}`]),
    ...(cold ? ['--no-cache'] : []),
    // A record of CSV: only quotes let a path have a comma.
    ...Object.entries(secrets).flatMap(([id, from]) => [
      '--secret',
      typeof from === 'string' ? `id=${id},"src=${from.replaceAll('"', '""')}"` : `id=${id},env=${from.env}`,
    ]),
    ...(stdin ? ['--file', '-'] : file === undefined ? [] : ['--file', file]),
    context,
  ];
}

/** One failure is enough to be unhealthy: the states are waited for, not sampled. */
function healthArgs(major: number, timeoutMs: number): readonly string[] {
  return [
    '--health-interval=1s',
    '--health-retries=1',
    '--health-start-period=0s',
    `--health-timeout=${timeoutMs}ms`,
    // Engines that know it probe no sooner than this while the start period of the image lasts.
    ...(major >= 25 ? ['--health-start-interval=1s'] : []),
  ];
}

/** How the Docker of this version is spoken to. */
export function dialectOf(version: string): Dialect {
  const major = Number.parseInt(version, 10) || 0;
  return {
    command: 'docker',
    pingArgs: ['version', '--format', '{{.Server.Version}}'],
    startHint: 'start it (systemctl start docker, or Docker Desktop) and check `docker version`',
    buildArgs,
    buildEnv: { DOCKER_BUILDKIT: '1' },
    readSteps: readBuildKitSteps,
    rebuilds: true,
    runEnv: {},
    removeArgs: ['rm', '--force', '--volumes'],
    readonlyArgs: ['--read-only'],
    healthArgs: (timeoutMs) => healthArgs(major, timeoutMs),
    health: (id) => inspectContainer({ command: 'docker', clockSkewMs: 0 }, id),
    healthPollMs: 100,
  };
}

const versionFormat =
  '{{.Server.Version}} {{.Server.Os}}/{{.Server.Arch}} {{range .Server.Components}}{{.Name}},{{end}}';

/**
 * The engine that the user's own `docker` command talks to, DOCKER_HOST and contexts included.
 * @throws UserError (noEngine) with the way to get one.
 */
export async function findDocker(signal?: AbortSignal): Promise<Found> {
  const asked = Date.now();
  const [version, context, info] = await Promise.all([
    run('docker', ['version', '--format', versionFormat], { signal }),
    run('docker', ['context', 'inspect', '--format', '{{.Endpoints.docker.Host}}'], { signal }),
    run('docker', ['info', '--format', '{{.SystemTime}}'], { signal }),
  ]);
  const answered = Date.now();
  if (version.notFound) {
    throw new UserError('no container engine: there is no `docker` command on the PATH', {
      exitCode: ExitCode.noEngine,
      hint: 'install Docker Engine (https://docs.docker.com/engine/install/), Docker Desktop or podman, then run this again',
    });
  }
  if (version.code !== 0) throw engineGone(dialectOf(''), version.stderr);
  const [server = '', platform = '', ...components] = version.stdout.trim().split(' ');
  const url = process.env.DOCKER_HOST || context.stdout.trim();
  if (components.join(' ').includes('Podman')) throw isPodman(url);
  const skewMs = Date.parse(info.stdout.trim()) - (asked + answered) / 2;
  return {
    ...dialectOf(server),
    version: server,
    platform,
    endpoint: await endpointOf(url),
    // A virtual machine's clock drifts; a difference within the time of the asking is none.
    clockSkewMs: Math.abs(skewMs) > answered - asked ? skewMs : 0,
  };
}

/** Podman's API answers Docker's client, but has neither BuildKit nor health checks of its own accord. */
function isPodman(url: string): UserError {
  return new UserError(`what answers the \`docker\` command at ${url} is podman`, {
    exitCode: ExitCode.noEngine,
    hint: `name it: --engine podman, with CONTAINER_HOST=${url} in the environment where it is not this machine’s own`,
  });
}
