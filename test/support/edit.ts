import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseDockerfile } from '../../src/verify/rebuild/dockerfile.ts';
import { editSource } from '../../src/verify/rebuild/edit.ts';
import { findSources } from '../../src/verify/rebuild/sources.ts';

/** Edits one line of a service, as the check `cache` does. */
export async function editService(service: string): Promise<void> {
  const entries = await readdir(service, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(service.length + 1));
  const [path] = findSources(files, parseDockerfile(await readFile(join(service, 'Dockerfile'), 'utf8')));
  if (path === undefined) throw new Error(`no source file is known in ${service}`);
  await editSource(service, path);
}
