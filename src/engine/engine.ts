import { ExitCode, UserError } from '../errors.ts';
import { run } from '../process/run.ts';

/** A container engine that answers. */
export type Engine = {
  readonly command: 'docker';
  readonly version: string;
  /** Such as `linux/amd64`. */
  readonly platform: string;
  /** Where this machine reaches a port that the engine publishes. */
  readonly host: string;
  /** The engine's clock minus ours, in ms; 0 when no difference can be told. */
  readonly clockSkewMs: number;
};

/**
 * Finds the engine that the user's own `docker` command talks to (DOCKER_HOST and contexts included).
 * @throws UserError (noEngine) with the way to get one.
 */
export async function findEngine(signal?: AbortSignal): Promise<Engine> {
  const asked = Date.now();
  const [version, endpoint, info] = await Promise.all([
    run('docker', ['version', '--format', '{{.Server.Version}} {{.Server.Os}}/{{.Server.Arch}}'], { signal }),
    run('docker', ['context', 'inspect', '--format', '{{.Endpoints.docker.Host}}'], { signal }),
    run('docker', ['info', '--format', '{{.SystemTime}}'], { signal }),
  ]);
  const answered = Date.now();
  if (version.notFound) {
    throw new UserError('no container engine: there is no `docker` command on the PATH', {
      exitCode: ExitCode.noEngine,
      hint: 'install Docker Engine (https://docs.docker.com/engine/install/) or Docker Desktop, then run this again',
    });
  }
  if (version.code !== 0) throw engineGone(version.stderr);
  const [server = '', platform = ''] = version.stdout.trim().split(' ');
  const host = hostOf(process.env.DOCKER_HOST || endpoint.stdout.trim());
  const skewMs = Date.parse(info.stdout.trim()) - (asked + answered) / 2;
  return {
    command: 'docker',
    version: server,
    platform,
    host,
    // A virtual machine's clock drifts; a difference within the time of the asking is none.
    clockSkewMs: Math.abs(skewMs) > answered - asked ? skewMs : 0,
  };
}

/** Is the engine still there? Asked when one of its commands failed for no reason of ours. */
export async function assertAlive({ command }: Engine): Promise<void> {
  const { code, stderr } = await run(command, ['version', '--format', '{{.Server.Version}}'], {
    timeoutMs: 10_000,
  });
  if (code !== 0) throw engineGone(stderr);
}

function engineGone(stderr: string): UserError {
  const [reason = ''] = stderr.trim().split('\n');
  return new UserError(`the container engine does not answer${reason && `: ${reason}`}`, {
    exitCode: ExitCode.noEngine,
    hint: 'start it (systemctl start docker, or Docker Desktop) and check `docker version`',
  });
}

const localhost = '127.0.0.1';

/** `unix://`, `npipe://` and nothing are this machine; `tcp://` and `ssh://` name another. */
function hostOf(endpoint: string): string {
  if (!/^(tcp|ssh|https?):\/\//.test(endpoint)) return localhost;
  return new URL(endpoint).hostname.replace(/^\[|\]$/g, '') || localhost;
}
