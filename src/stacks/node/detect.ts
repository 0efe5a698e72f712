import { isBuiltin } from 'node:module';
import {
  leading,
  type Candidate,
  type Detector,
  type Refusal,
  type Scene,
  type Service,
} from '../../detect/types.ts';
import { isStaticBuild } from '../static/is-static.ts';
import { chooseStart, type ChosenStart } from './choose-start.ts';
import { findFramework, withFrameworkOf } from './framework.ts';
import { place } from '../../inventory/types.ts';
import { needsBun } from './needs-bun.ts';
import { serviceOnEither } from './on-either.ts';
import { loneServer } from './lone-server.ts';
import { findNxProjects } from './nx.ts';
import { usesPlatform } from './platform.ts';
import { needsOutside } from './outside.ts';
import { serviceOf } from './service.ts';
import { emptyPackage, join, nothing, readPackage, type Package } from './package.ts';
import { isVendored } from './vendored.ts';
import { findWorkspace } from './workspace.ts';

export const detector: Detector = { stack: 'node', detect };

/** Of a library in the root: above its examples. */
const rankOfRefusal = 0.2;

/** More packages than that are looked at by their names only. */
const most = 200;

function detect(scene: Scene): readonly Candidate[] {
  const { repo } = scene;
  const directories = repo
    .named('package.json')
    .map((path) => path.replace(/\/?package\.json$/, ''))
    .filter((dir) => !isVendored(repo, dir));
  // A program without packages needs no manifest.
  const bare = ['server.js', 'index.js', 'app.js', 'main.js', 'server.mjs', 'index.mjs'].some((name) =>
    repo.has(name),
  );
  const all = bare && !directories.includes('') ? ['', ...directories] : directories;
  return withoutExamples(
    preferNamed(
      all.slice(0, most).flatMap((dir) => detectPackage(dir, scene)),
      scene,
    ),
    scene,
  );
}

/** A workspace of libraries is none of its examples and tests. */
function withoutExamples(found: readonly Candidate[], scene: Scene): readonly Candidate[] {
  const root = readPackage(scene.repo, '');
  const services = found.filter((each) => each.found === 'service');
  if (!root || services.length === 0 || services.some(({ rank }) => rank >= rankOfRefusal)) return found;
  if (!isWorkspaceRoot(scene, root)) return found;
  const { hint } = refusal(root);
  const reason = `${root.path} is of libraries: only examples and tests of it are started by anything`;
  return [...found, { found: 'refusal', stack: 'node', dir: '', reason, hint, rank: rankOfRefusal }];
}

/** Of a workspace whose start script names one package, that one is what is deployed. */
function preferNamed(found: readonly Candidate[], scene: Scene): readonly Candidate[] {
  const { repo } = scene;
  const root = readPackage(repo, '');
  const other = root && startsOther(scene, root, chooseStart(repo, root, scene.hints('')));
  const { start = '', prod = '', 'start:prod': production = '' } = root?.scripts ?? {};
  const line = start || production || prod;
  const name =
    /(?:-w|--workspace|--filter|-F|--scope|workspace)[ =]["']?([@\w./-]+)|\bcd ["']?([\w./-]+)/.exec(line);
  const wanted = other ?? (name?.[1] ?? name?.[2] ?? '').replace(/^\.\//, '').replace(/\.{3}$/, '');
  if (wanted === '') return found;
  const isNamed = ({ dir }: Candidate): boolean =>
    dir === wanted || (dir !== '' && readPackage(repo, dir)?.name === wanted);
  if (!found.some((each) => each.found === 'service' && isNamed(each))) return found;
  return found.map((each) =>
    each.found === 'service' && isNamed(each)
      ? { ...each, rank: Math.max(each.rank, leading) }
      : each.found === 'service'
        ? { ...each, rank: Math.min(each.rank, 0.3) }
        : each,
  );
}

function detectPackage(dir: string, scene: Scene): readonly Candidate[] {
  const { repo, hints } = scene;
  const read = repo.has(join(dir, 'package.json')) ? readPackage(repo, dir) : emptyPackage(dir);
  const said = hints(dir);
  if (!read) return [];
  const workspace = findWorkspace(repo, read);
  const own = withFrameworkOf(workspace.root, repo, read);
  const projects = findNxProjects(repo, own).flatMap(({ name, chosen: nx }) =>
    asList(serviceOf(scene, { ...own, name }, nx, findFramework(repo, own, 'programs'))),
  );
  if (projects.length > 0) return projects;
  const outside = needsOutside(read, workspace);
  if (outside) return [outside];
  if (isStaticBuild(repo, dir, said.start?.value)) return [];
  const platform = usesPlatform(scene.repo, own);
  if (platform !== undefined) return [platform];
  const chosen = chooseStart(repo, own, said);
  const bun = needsBun(repo, own, chosen);
  const framework = findFramework(repo, own);
  // Another package is what it starts, and that is looked at by itself.
  if (startsOther(scene, own, chosen) !== undefined) return [];
  if (own.raw === nothing && chosen) {
    const needed = neededPackage(scene, join(dir, chosen.start.entry));
    if (needed !== undefined) return needed;
  }
  const service = serviceOnEither(scene, own, chosen, framework, bun);
  if (service === 'static') return [];
  if (service) return [service];
  if (own.raw === nothing || isWorkspaceRoot(scene, own)) return [];
  const alone = chosen === undefined || chosen.by === 'file' ? loneServer(repo, own) : undefined;
  const listens = alone && serviceOnEither(scene, own, alone, framework, bun);
  if (listens && listens !== 'static') return [listens];
  if (chosen?.start.runs !== 'pages') return [refusal(own)];
  return framework === undefined ? [] : [startedByTool(own, chosen)];
}

/** The package below that a start script goes to, or whose directory it has node run. */
function startsOther({ repo }: Scene, { dir }: Package, chosen: ChosenStart | undefined): string | undefined {
  if (!chosen) return undefined;
  const { start } = chosen;
  const entry = start.runs === 'file' ? join(start.dir, start.entry.replace(/\/+$/, '')) : start.dir;
  const below = [start.dir, entry].filter((each) => each !== '' && !each.split('/').includes('..'));
  return below.map((each) => join(dir, each)).find((each) => repo.has(join(each, 'package.json')));
}

function asList(service: Service | 'static' | undefined): readonly Candidate[] {
  return service === undefined || service === 'static' ? [] : [service];
}

/** Without a manifest nothing is installed; what a browser loads is no program, whatever it is called. */
function neededPackage({ repo }: Scene, entry: string): readonly Candidate[] | undefined {
  const hits = repo.search([entry], /(?:require\(|from\s+|import\s+)['"]([^'"./][^'"]*)['"]/, 50);
  const hit = hits.find(({ match }) => !isBuiltin(match[1] as string));
  if (!hit) return undefined;
  if (!/\brequire\(/.test(hit.match[0])) return [];
  const dir = entry.includes('/') ? entry.slice(0, entry.lastIndexOf('/')) : '';
  return [
    {
      found: 'refusal',
      stack: 'node',
      dir,
      reason: `${place(hit)} needs packages, and no package.json here says which`,
      hint: 'npm init and npm install write one; where it is one of several, the directory above may have it',
      // Pages beside it are its own.
      rank: 0.7,
    },
  ];
}

/** A server that a tool builds and starts, as its own settings say. */
function startedByTool({ dir }: Package, { start, fact }: ChosenStart): Refusal {
  return {
    found: 'refusal',
    stack: 'node',
    dir,
    reason: `${fact.from} runs ${start.entry}, which does not tell what it starts`,
    hint: '--start says what runs, such as --start "node dist/server.js"',
  };
}

function isWorkspaceRoot({ repo }: Scene, own: Package): boolean {
  return findWorkspace(repo, own).members.length > 0;
}

function refusal({ path, dir }: Package): Refusal {
  return {
    found: 'refusal',
    stack: 'node',
    dir,
    reason: `${path} is a library: it has no start script, no bin, and no file that listens`,
    hint: 'an image is made of a program: --start says what runs',
    // Its examples and tests are no service of it.
    ...(dir === '' && { rank: rankOfRefusal }),
  };
}
