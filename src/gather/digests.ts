import { ExitCode, UserError } from '../errors.ts';
import { run, type RunResult } from '../process/run.ts';
import { fullName } from '../render/references.ts';

/** How long to wait for an answer. */
type Patience = { readonly engineMs: number; readonly registryMs: number };

/**
 * The digest of every image, by full name: one that is known already, what the engine has pulled, or what the registry says.
 * @throws UserError when an image has none: it was never in a registry, or none is reached; (noEngine) when nothing can be asked
 */
export async function findDigests(
  refs: readonly string[],
  registry: string,
  known: ReadonlyMap<string, string>,
  signal: AbortSignal,
  patience: Patience = { engineMs: 10_000, registryMs: 60_000 },
): Promise<ReadonlyMap<string, string>> {
  const found = await Promise.all(
    refs.map(async (ref) => {
      const name = fullName(ref);
      return [name, known.get(name) ?? (await askDigest(ref, registry, signal, patience))] as const;
    }),
  );
  return new Map(found);
}

async function askDigest(
  ref: string,
  registry: string,
  signal: AbortSignal,
  patience: Patience,
): Promise<string> {
  const name = registry === '' ? ref : `${registry}/${fullName(ref)}`;
  const inspect = ['image', 'inspect', '--format', '{{json .RepoDigests}}', name];
  const pulled = await run('docker', inspect, { signal, timeoutMs: patience.engineMs });
  const fromEngine = pulled.code === 0 ? digestOf(pulled.stdout, name) : undefined;
  if (fromEngine !== undefined) return fromEngine;
  const format = '{{.Manifest.Digest}}';
  const asked = await run('docker', ['buildx', 'imagetools', 'inspect', '--format', format, name], {
    signal,
    timeoutMs: patience.registryMs,
  });
  const [digest] = asked.code === 0 ? (/sha256:[0-9a-f]{64}/.exec(asked.stdout) ?? []) : [];
  if (digest !== undefined) return digest;
  throw await explain(name, asked, signal, patience);
}

async function explain(
  name: string,
  asked: RunResult,
  signal: AbortSignal,
  { engineMs, registryMs }: Patience,
): Promise<UserError> {
  const problem = `--pin: no digest of ${name}`;
  if (asked.notFound) {
    return new UserError(`${problem}: there is no docker command to ask an engine or a registry with`, {
      exitCode: ExitCode.noEngine,
      hint: 'install Docker Engine (https://docs.docker.com/engine/install/) or Docker Desktop, or leave --pin out',
    });
  }
  // Whether a plugin or the engine is there, no message says the same in every version.
  const [engine, buildx] = await Promise.all([
    run('docker', ['version', '--format', '{{.Server.Version}}'], { signal, timeoutMs: engineMs }),
    run('docker', ['buildx', 'version'], { signal, timeoutMs: engineMs }),
  ]);
  const noBuildx = 'docker has no buildx to ask a registry with';
  if (buildx.code !== 0 && engine.code !== 0) {
    return new UserError(`${problem}: the container engine does not answer, and ${noBuildx}`, {
      exitCode: ExitCode.noEngine,
      hint: 'start the engine and check `docker version`, install buildx, or leave --pin out',
    });
  }
  const here = engine.code === 0 ? 'the engine has not pulled it' : 'the container engine does not answer';
  const there = buildx.code === 0 ? saidBy(asked, registryMs) : noBuildx;
  return new UserError(`${problem}: ${here}, and ${there}`, {
    exitCode: ExitCode.failed,
    hint: `docker pull ${name}, or leave --pin out`,
  });
}

/** Of the digests that an image was pulled by, the one under this name. */
function digestOf(repoDigests: string, name: string): string | undefined {
  // Some engines say null of an image that was built.
  const all = (JSON.parse(repoDigests) as readonly string[] | null) ?? [];
  const repository = fullName(name).replace(/:[^/]*$/, '');
  const own = all.find((entry) => fullName(entry.replace(/@.*$/, '')) === repository);
  return own?.replace(/^.*@/, '');
}

function saidBy({ timedOut, stderr }: RunResult, registryMs: number): string {
  if (timedOut) return `the registry does not answer within ${registryMs / 1000} s`;
  const last = stderr
    .trim()
    .split('\n')
    .at(-1)
    ?.replace(/^ERROR: /, '');
  return last ? `the registry’s answer is ${last}` : 'the registry has none';
}
