import { ExitCode, UserError } from '../errors.ts';
import type { EngineRequest } from './choice.ts';
import { findDocker } from './docker.ts';
import type { Engine, Found } from './engine.ts';
import { findPodman } from './podman.ts';

/**
 * The engine that was asked for; `auto`: Docker, else podman.
 * Where the user said which Docker (DOCKER_HOST, DOCKER_CONTEXT), no other engine takes its place.
 * @throws UserError (noEngine) with the way to get one; (usage) when podman is to use a builder of buildx.
 */
export async function findEngine(
  { engine: choice = 'auto', ...wishes }: EngineRequest = {},
  signal?: AbortSignal,
): Promise<Engine> {
  const engine = { ...(await found(choice, signal)), wishes };
  if (wishes.builder === undefined || engine.command === 'docker') return engine;
  throw new UserError('--builder names a builder of Docker’s buildx, and the engine here is podman', {
    exitCode: ExitCode.usage,
    hint: 'leave it out, or choose --engine docker',
  });
}

async function found(choice: EngineRequest['engine'], signal?: AbortSignal): Promise<Found> {
  if (choice === 'docker') return findDocker(signal);
  if (choice === 'podman') return findPodman(signal);
  try {
    return await findDocker(signal);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    if (process.env.DOCKER_HOST || process.env.DOCKER_CONTEXT) throw error;
    const podman = await findPodman(signal).catch((reason: unknown) => {
      if (reason instanceof UserError) return undefined;
      throw reason;
    });
    if (podman) return podman;
    throw new UserError(`${error.message}; nor does podman answer`, {
      exitCode: ExitCode.noEngine,
      hint: error.hint,
    });
  }
}
