import { ExitCode, UserError } from '../errors.ts';
import { run } from '../process/run.ts';
import { assertAlive, type Engine } from './engine.ts';

/**
 * Streams an image as `docker save` writes it.
 * @throws UserError when there is no such image.
 */
export async function saveImage(
  engine: Engine,
  ref: string,
  read: (archive: NodeJS.ReadableStream) => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  let readError: unknown;
  const onStdout = async (archive: NodeJS.ReadableStream) => {
    try {
      await read(archive);
    } catch (error) {
      // When the engine failed, its own words say more than that the archive ended too soon.
      readError = error;
      archive.resume();
    }
  };
  const { code, stderr } = await run(engine.command, ['save', ref], { signal, onStdout });
  if (code === 0) {
    if (readError) throw readError;
    return;
  }
  await assertAlive(engine);
  throw new UserError(`${ref} cannot be read: ${stderr.trim().split('\n')[0]}`, {
    exitCode: ExitCode.failed,
  });
}

/**
 * The engine's id of an image that it has.
 * @throws UserError when it has none of that name.
 */
export async function imageId(engine: Engine, ref: string, signal: AbortSignal): Promise<string> {
  const args = ['image', 'inspect', '--format', '{{.Id}}', ref];
  const { code, stdout } = await run(engine.command, args, { signal });
  // Podman leaves the algorithm out.
  if (code === 0) return stdout.trim().replace(/^(?!sha256:)/, 'sha256:');
  await assertAlive(engine);
  throw new UserError(`there is no image ${ref} on this engine`, {
    exitCode: ExitCode.failed,
    hint: `${engine.command} pull ${ref}, or leave --image out to build one`,
  });
}
