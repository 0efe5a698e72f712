import { ExitCode, UserError } from '../../errors.ts';

/** What is wrong with an archive: the end of a sentence that begins with the archive's name, such as `is damaged: …`. */
export class ArchiveProblem extends Error {
  readonly hint: string | undefined;

  constructor(message: string, hint?: string) {
    super(message);
    this.name = 'ArchiveProblem';
    this.hint = hint;
  }
}

/** More than we are ready to read: the whole archive is given up, whatever else it holds. */
export class TooMuch extends ArchiveProblem {}

export function damaged(what: string): ArchiveProblem {
  return new ArchiveProblem(`is damaged: ${what}`, 'fetch or save it again');
}

export function notAnImage(why: string): ArchiveProblem {
  return new ArchiveProblem(
    `is not a container image archive: ${why}`,
    '`docker save`, `podman save`, `skopeo copy … oci-archive:FILE` and `docker buildx build --output type=oci,dest=FILE` write one',
  );
}

/** A name from inside an archive, for a message: on one line and never long. */
export function quoted(name: string): string {
  return JSON.stringify(name.length > 100 ? `${name.slice(0, 100)}…` : name);
}

/** Runs a reader of the archive of this name, and makes its problems the user's; anything else stays the bug that it is. */
export async function forUser<T>(name: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    const problem = error instanceof ArchiveProblem ? error : ofDisk(error as NodeJS.ErrnoException);
    if (!problem) throw error;
    throw new UserError(`${name} ${problem.message}`, { exitCode: ExitCode.failed, hint: problem.hint });
  }
}

function ofDisk({ code, syscall }: NodeJS.ErrnoException): ArchiveProblem | undefined {
  return syscall === undefined ? undefined : new ArchiveProblem(`cannot be read: ${code}`);
}
