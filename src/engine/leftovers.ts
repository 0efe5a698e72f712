import { readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { run } from '../process/run.ts';
import type { Engine } from './engine.ts';

const runLabel = 'dev.create-distroless.run';
const ownerLabel = 'dev.create-distroless.owner';

/** Arguments that mark a container as one of this run, and of this process. */
export function labelsOf(runId: string): readonly string[] {
  return ['--label', `${runLabel}=${runId}`, '--label', `${ownerLabel}=${process.pid}@${here()}`];
}

/** Removes the containers of a run. */
export async function removeRun(engine: Engine, runId: string): Promise<void> {
  await removeContainers(engine, await containersWith(engine, `${runLabel}=${runId}`));
}

/** Removes what runs of this machine left that were killed before they could clean up. */
export async function removeOrphans(engine: Engine): Promise<void> {
  const ids = await containersWith(engine, ownerLabel);
  if (ids.length === 0) return;
  // Of `ps` itself the two engines want different templates. What is gone meanwhile is no orphan any more.
  const format = `{{.Id}} {{index .Config.Labels "${ownerLabel}"}}`;
  const { stdout } = await run(engine.command, [
    'inspect',
    '--type',
    'container',
    '--format',
    format,
    ...ids,
  ]);
  const orphans = stdout.split('\n').flatMap((line) => {
    const [, id, pid, host] = /^(\S+) (\d+)@(.+)$/.exec(line) ?? [];
    return id !== undefined && host === here() && !isAlive(Number(pid)) ? [id] : [];
  });
  await removeContainers(engine, orphans);
}

async function containersWith({ command }: Engine, label: string): Promise<readonly string[]> {
  const { stdout } = await run(command, ['ps', '--all', '--quiet', '--filter', `label=${label}`]);
  return stdout.split('\n').filter(Boolean);
}

async function removeContainers({ command, removeArgs }: Engine, ids: readonly string[]): Promise<void> {
  if (ids.length > 0) await run(command, [...removeArgs, ...ids]);
}

/** This machine, and on Linux its process namespace: in another container the same pid is somebody else. */
function here(): string {
  try {
    return `${hostname()}/${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return hostname();
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
