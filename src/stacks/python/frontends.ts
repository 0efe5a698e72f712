import { posix } from 'node:path';
import { dirOf, isIn, within } from '../../inventory/paths.ts';
import type { BuildStage, Step } from '../../recipe/types.ts';
import { findFrontend, frontendStages, stageName, type Frontend } from '../frontend/frontend.ts';
import type { StackManifest } from '../schema.ts';
import { contextOf } from './project.ts';
import type { Sight } from './sight.ts';

/** What a build of pages makes, as the program names it: StaticFiles(directory="client/dist"). */
const built = /['"](?:\.\/)?((?:\.\.\/)*(?:[\w.-]+\/)*(?:dist|build|out)(?:\/[\w.-]+)*)\/?['"]/;
/** A directory of pages that is mounted, whatever its name: StaticFiles(directory=str(Path(__file__).parent / "static")). */
const mounted =
  /(?:\bStaticFiles\(\s*directory\s*=|\bstatic_folder\s*=)[^'"\n]{0,80}['"](?:\.\/)?((?:[\w.-]+\/)*(?:static|public|web|www|ui|frontend|client|assets|site))\/?['"]/;
/** In its line, or in the two above it: that it is served. */
const serves =
  /static|single_?page|spa\b|FileResponse|send_file|send_from_directory|template|index\.html|frontend/i;
/** Who serves more than that serves what others built. */
const most = 3;

/** Pages that Node builds and the program serves: named in its sources, and not in the repository. */
export function findFrontends(sight: Sight, workdir: string): readonly Frontend[] {
  const found = namedBy(sight, workdir, built);
  // A directory that is mounted beside those may be a part of them.
  const all = found.length > 0 ? found : namedBy(sight, workdir, mounted);
  return all.filter(({ wants }) => !all.some((other) => wants.startsWith(`${other.wants}/`))).slice(0, most);
}

function namedBy({ repo, project, sources }: Sight, workdir: string, named: RegExp): readonly Frontend[] {
  const found = new Map<string, Frontend>();
  // What makes a package of the project serves nothing.
  const served = sources.filter((path) => !/(?:^|\/)(?:setup|hatch_build)\.py$/.test(path));
  for (const { path, line, match } of repo.search(served, named, 20)) {
    const lines = (repo.read(path) ?? '').split('\n').slice(Math.max(line - 3, 0), line);
    if (!serves.test(lines.join('\n'))) continue;
    const directory = (match[1] ?? '').replace(/\/[\w-]+\.\w+$/, '');
    const own = besideFile(path, match.input ?? '');
    const places = own === undefined ? [posix.join(project.dir, workdir), project.dir, dirOf(path)] : [own];
    const candidates = places.map((base) => posix.join(base, directory));
    if (candidates.some((each) => repo.hasDir(each))) continue;
    for (const wants of candidates) {
      if (!isIn(wants, project.dir)) continue;
      const frontend = findFrontend(wants, repo);
      // Only what the build of the image can see.
      if (!frontend || !isIn(frontend.pkg.dir, project.dir)) continue;
      found.set(wants, frontend);
      break;
    }
  }
  return [...found.values()];
}

/** The directory that a line names by its own file: `Path(__file__).parent.parent`, `os.path.dirname(os.path.abspath(__file__))`. */
function besideFile(path: string, line: string): string | undefined {
  if (!line.includes('__file__')) return undefined;
  const steps = line.match(/\bdirname\(|\.parent\b/g)?.length ?? 0;
  if (steps === 0) return undefined;
  let dir = path;
  for (let step = 0; step < steps; step++) dir = dirOf(dir);
  return dir;
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
