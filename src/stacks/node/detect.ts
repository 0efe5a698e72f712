import { isBuiltin } from 'node:module';
import type { Candidate, Detector, Scene } from '../../detect/types.ts';
import { isStaticBuild } from '../static/is-static.ts';
import { chooseStart } from './choose-start.ts';
import { findFramework } from './framework.ts';
import { place } from '../../inventory/types.ts';
import { listSources } from './sources.ts';
import { findNxProjects } from './nx.ts';
import { serviceOf } from './service.ts';
import { emptyPackage, join, nothing, readPackage, type Package } from './package.ts';
import { findWorkspace } from './workspace.ts';

export const detector: Detector = { stack: 'node', detect };

/** More packages than that are looked at by their names only. */
const most = 200;

function detect(scene: Scene): readonly Candidate[] {
  const { repo } = scene;
  const directories = repo.named('package.json').map((path) => path.replace(/\/?package\.json$/, ''));
  // A program without packages needs no manifest.
  const bare = ['server.js', 'index.js', 'app.js', 'main.js', 'server.mjs', 'index.mjs'].some((name) =>
    repo.has(name),
  );
  const all = bare && !directories.includes('') ? ['', ...directories] : directories;
  return preferNamed(
    all.slice(0, most).flatMap((dir) => detectPackage(dir, scene)),
    scene,
  );
}

/** Of a workspace whose start script names one package, that one is what is deployed. */
function preferNamed(found: readonly Candidate[], { repo }: Scene): readonly Candidate[] {
  const line = readPackage(repo, '')?.scripts['start'] ?? '';
  const name =
    /(?:-w|--workspace|--filter|-F|--scope|workspace)[ =]["']?([@\w./-]+)|\bcd ["']?([\w./-]+)/.exec(line);
  const wanted = (name?.[1] ?? name?.[2] ?? '').replace(/^\.\//, '').replace(/\.{3}$/, '');
  if (wanted === '') return found;
  const isNamed = ({ dir }: Candidate): boolean =>
    dir === wanted || (dir !== '' && readPackage(repo, dir)?.name === wanted);
  if (!found.some((each) => each.found === 'service' && isNamed(each))) return found;
  return found.map((each) =>
    each.found === 'service' && !isNamed(each) ? { ...each, rank: Math.min(each.rank, 0.3) } : each,
  );
}

function detectPackage(dir: string, scene: Scene): readonly Candidate[] {
  const { repo, hints } = scene;
  const own = repo.has(join(dir, 'package.json')) ? readPackage(repo, dir) : emptyPackage(dir);
  const said = hints(dir);
  if (!own) return [];
  const projects = findNxProjects(repo, own).flatMap(
    ({ name, chosen: nx }) => serviceOf(scene, { ...own, name }, nx, findFramework(own)) ?? [],
  );
  if (projects.length > 0) return projects;
  if (isStaticBuild(repo, dir, said.start?.value)) return [];
  const bun = usesBun(scene, own);
  if (bun !== undefined) return [bun];
  const chosen = chooseStart(repo, own, said);
  const framework = findFramework(own);
  // Another package of the workspace is what it starts, and that is looked at by itself.
  if (
    chosen &&
    chosen.start.dir !== '' &&
    repo.has(`${dir === '' ? '' : `${dir}/`}${chosen.start.dir}/package.json`)
  )
    return [];
  if (own.raw === nothing && chosen && needsPackages(scene, join(dir, chosen.start.entry))) return [];
  const service = serviceOf(scene, own, chosen, framework);
  if (service) return [service];
  return own.raw === nothing || isWorkspaceRoot(scene, own) || chosen?.start.runs === 'pages'
    ? []
    : [refusal(own)];
}

/** Without a manifest nothing is installed. */
function needsPackages({ repo }: Scene, entry: string): boolean {
  const hits = repo.search([entry], /(?:require\(|from\s+|import\s+)['"]([^'"./][^'"]*)['"]/, 50);
  return hits.some(({ match }) => !isBuiltin(match[1] as string));
}

/** Programs that call bun itself run with nothing else. */
function usesBun({ repo }: Scene, own: Package): Candidate | undefined {
  const { scripts, devDependencies, engines } = own;
  const named =
    Object.values(scripts).some((line) => /\bbunx?\b/.test(line)) ||
    engines['bun'] !== undefined ||
    devDependencies['@types/bun'] !== undefined ||
    devDependencies['bun-types'] !== undefined;
  if (!named) return undefined;
  const sources = listSources(repo, own.dir, 'index.ts', []).slice(0, 60);
  const [hit] = repo.search(
    sources,
    /\bBun\.(serve|file|write|spawn|sql|password|redis)\b|from ['"]bun(:\w+)?['"]/,
  );
  if (!hit) return undefined;
  return {
    found: 'refusal',
    stack: 'node',
    dir: own.dir,
    reason: `${place(hit)} calls Bun itself, and no distroless image has Bun`,
    hint: 'an image of oven/bun in its distroless variant runs it; what Node offers too, such as node:http, runs here',
  };
}

function isWorkspaceRoot({ repo }: Scene, own: Package): boolean {
  return findWorkspace(repo, own).members.length > 0;
}

function refusal({ path, dir }: Package): Candidate {
  return {
    found: 'refusal',
    stack: 'node',
    dir,
    reason: `${path} is a library: it has no start script, no bin, and no file that listens`,
    hint: 'an image is made of a program: --start says what runs',
  };
}
