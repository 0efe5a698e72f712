import { posix } from 'node:path';
import { dirOf, within } from '../../inventory/paths.ts';
import type { BuildStage, Step } from '../../recipe/types.ts';
import { findFrontend, frontendStages, stageName, type Frontend } from '../frontend/frontend.ts';
import type { StackManifest } from '../schema.ts';
import { contextOf } from './project.ts';
import type { Sight } from './sight.ts';

/** What a build of pages makes, as the program names it: StaticFiles(directory="client/dist"). */
const built = /['"](?:\.\/)?((?:\.\.\/)*(?:[\w.-]+\/)*(?:dist|build|out)(?:\/[\w.-]+)*)\/?['"]/;
/** In its line, or in the two above it: that it is served. */
const serves =
  /static|single_?page|spa\b|FileResponse|send_file|send_from_directory|template|index\.html|frontend/i;
/** Who serves more than that serves what others built. */
const most = 3;

/** Pages that Node builds and the program serves: named in its sources, and not in the repository. */
export function findFrontends({ repo, project, sources }: Sight, workdir: string): readonly Frontend[] {
  const found = new Map<string, Frontend>();
  for (const { path, line, match } of repo.search(sources, built, 20)) {
    const lines = (repo.read(path) ?? '').split('\n').slice(Math.max(line - 3, 0), line);
    if (!serves.test(lines.join('\n'))) continue;
    const named = (match[1] ?? '').replace(/\/[\w-]+\.\w+$/, '');
    const places = [posix.join(project.dir, workdir), project.dir, dirOf(path)];
    const candidates = places.map((base) => posix.join(base, named));
    if (candidates.some((each) => repo.hasDir(each))) continue;
    for (const wants of candidates) {
      if (wants.startsWith('..') || !`${wants}/`.startsWith(project.dir === '' ? '' : `${project.dir}/`))
        continue;
      const frontend = findFrontend(wants, repo);
      // Only what the build of the image can see.
      if (!frontend || !`${frontend.pkg.dir}/`.startsWith(project.dir === '' ? '' : `${project.dir}/`))
        continue;
      found.set(wants, frontend);
      break;
    }
  }
  const all = [...found.values()];
  return all.filter(({ wants }) => !all.some((other) => wants.startsWith(`${other.wants}/`))).slice(0, most);
}

/** The stages that build them. */
export function stagesOf(
  frontends: readonly Frontend[],
  { repo, project }: Sight,
  stack: StackManifest | undefined,
): readonly BuildStage[] {
  if (!stack) return [];
  return frontends.flatMap((each, index) =>
    frontendStages(each, repo, stack, contextOf(project), stageName(index)),
  );
}

/** What they made, where the program looks for it. */
export function copiesOf(
  frontends: readonly Frontend[],
  { project }: Sight,
  stack: StackManifest | undefined,
): readonly Step[] {
  if (!stack) return [];
  return frontends.map(({ wants }, index) => {
    return {
      copy: [posix.join('/src', within(contextOf(project), wants))],
      to: posix.join('/app', within(project.dir, wants)),
      from: stageName(index),
    };
  });
}
