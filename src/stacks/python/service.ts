import { posix } from 'node:path';
import { toName } from '../../detect/names.ts';
import type { Fact, Need, Scene, Service } from '../../detect/types.ts';
import { findData, type Written } from './data.ts';
import { inside, within } from '../../inventory/paths.ts';
import { nodeStack } from '../frontend/node-image.ts';
import { findFrontends } from './frontends.ts';
import { healthOf } from './health.ts';
import { namedDirectories } from './named-directories.ts';
import { envOf } from './needs.ts';
import { fixPins } from './pins.ts';
import { contextOf, type Project } from './project.ts';
import { recipeOf } from './recipe.ts';
import { missingServers } from './servers.ts';
import type { Sight } from './sight.ts';
import type { Start } from './start.ts';
import { findState } from './state.ts';
import { startedPrograms } from './started-programs.ts';
import { admits } from './versions.ts';

/** Where what is not the product of a repository is kept. */
export const aside =
  /(?:^|\/)(?:tests?|tests_\w+|docs?|examples?|samples?|demos?|benchmarks?|fixtures|evals?|notebooks|scripts|tools|utils|infra|\.[^/]+)(?:\/|$)/;

/** Optional variables beyond these are for the project's own documentation. */
const mostOptional = 12;

/** A started project as a service: its facts, what it needs, how its image is made. */
export function serviceOf(
  sight: Sight,
  start: Start,
  { stack, stacks }: Pick<Scene, 'stack' | 'stacks'>,
): Service {
  const { repo, project, sources, hints } = sight;
  const { dir } = project;
  const fixes = fixPins(project, repo, sources);
  const data = [
    ...(start.script === undefined ? findData(sight, start.workdir) : []),
    ...(start.writes ?? []),
    ...(start.kind === 'server' ? findState(sight) : []),
    ...(start.kind === 'cli' ? [] : namedDirectories(sight)),
  ]
    .filter(({ path }) => !isInVolume(sight, path))
    .filter(isOutermost);
  const health = healthOf(sight, start);
  const [ownVersion] = repo.search(
    sources,
    /metadata\.(?:version|entry_points)\(|importlib[._]metadata import [^\n]*\bversion as |\bversion\(\s*(?:__name__|__package__|['"])|entry_points\(group|\bget_distribution\(|\bpkg_resources\.require\(|^from pkg_resources import [^\n]*\brequire\b/,
  );
  const install =
    // It comes with its workspace.
    !(project.workspace && project.manager === 'uv') &&
    (start.script !== undefined ||
      (project.packaged &&
        project.manager !== 'setup' &&
        // Found by the name of its package.
        (ownVersion !== undefined || start.framework.value === 'pyramid')));
  const servers = missingServers(sight, start.servers);
  const needs = needsOf(sight, start);
  const frontends = findFrontends(sight, start.workdir);
  const programs = startedPrograms(sight);
  const plan = {
    sight,
    start,
    fixes,
    data,
    install,
    programs,
    stack,
    frontends,
    nodeStack: nodeStack(stacks),
  };
  const [target = 'python3'] = Object.keys(stack.targets);
  const name = project.name && toName(project.name.value);
  return {
    found: 'service',
    stack: 'python',
    dir,
    context: contextOf(project),
    name:
      project.name && name !== undefined
        ? { value: name, from: project.name.from, confidence: 'high' }
        : {
            value: toName(dir.split('/').pop() || (repo.root.split('/').pop() ?? '')) ?? 'app',
            from: 'directory name',
            confidence: 'medium',
          },
    kind: start.kind,
    target: {
      value: target,
      from: project.from === '' ? start.entry.from : project.from,
      confidence: 'high',
    },
    ...(start.port && start.kind === 'server' && { port: start.port }),
    ...(health && { health }),
    facts: {
      version: versionFact(project),
      framework: start.framework,
      manager: {
        value: project.manager,
        from: project.from === '' ? 'no manifest' : project.from,
        confidence: 'high',
      },
      entry: start.entry,
      start: {
        value: start.script ?? `python ${start.argv.join(' ')}`,
        from: hints.start?.from ?? start.entry.from,
        confidence: hints.start ? 'high' : 'medium',
      },
      ...(frontends.length > 0 && {
        frontend: {
          value: frontends.map(({ wants }) => within(dir, wants)).join(', '),
          from: frontends.map(({ pkg }) => pkg.path).join(', '),
          confidence: 'high',
        } as Fact,
      }),
      ...(servers.length > 0 && {
        server: { value: servers.join(' '), from: 'the project brings none', confidence: 'high' } as Fact,
      }),
    },
    needs,
    packages: fixes.libraries,
    notes: [...versionNotes(project), ...fixes.notes, ...start.notes],
    rank: aside.test(dir) ? 0.1 : start.rank,
    pages: frontends.map(({ pkg }) => pkg.dir),
    recipe: (chosen) => recipeOf(plan, chosen),
  };
}

function versionFact({ python, chosen }: Project): Fact {
  return {
    value: '3.13',
    from: (chosen ?? python)?.from ?? 'the only Python of distroless',
    confidence: 'high',
  };
}

function versionNotes({ python, chosen }: Project): readonly string[] {
  const hint = 'distroless has only 3.13, and most such limits are only caution: test it';
  if (python && !admits(python.value, '3.13.5'))
    return [`it asks for Python ${python.value} (${python.from}); ${hint}`];
  // `3` is every one of them.
  if (chosen && chosen.value !== '3.13' && chosen.value !== '3')
    return [`it asks for Python ${chosen.value} (${chosen.from}); ${hint}`];
  return [];
}

function needsOf({ repo, sources }: Sight, start: Start): readonly Need[] {
  const seen = new Set(start.needs.flatMap((need) => ('env' in need ? [need.env] : [])));
  const others = envOf(repo, sources.slice(0, 150)).filter((need) => 'env' in need && !seen.has(need.env));
  const all = [...start.needs, ...others];
  const required = all.filter((need) => 'env' in need && need.required);
  return [...required, ...all.filter((need) => !required.includes(need)).slice(0, mostOptional)];
}

/** Is a directory in no other one of them, nor named before? */
function isOutermost({ path }: Written, at: number, all: readonly Written[]): boolean {
  return !all.some(
    (other, index) =>
      (other.directory && path.startsWith(`${other.path}/`)) || (index < at && other.path === path),
  );
}

/** Is a path of the program in a volume that it had before? That is its own already, and no link can be in its place. */
function isInVolume({ repo, project, hints }: Sight, path: string): boolean {
  const whole = posix.join('/app', path);
  const volumes = (hints.writable ?? []).map(({ value }) => value);
  return (
    volumes.some((each) => whole === each || whole.startsWith(`${each}/`)) &&
    !repo.has(inside(project.dir, path))
  );
}
