import type { Candidate, Detector, Scene } from '../../detect/types.ts';
import { isStaticBuild } from '../static/is-static.ts';
import { chooseStart } from './choose-start.ts';
import { findFramework } from './framework.ts';
import { place } from '../../inventory/types.ts';
import { listSources } from './sources.ts';
import { serviceOf } from './service.ts';
import { readPackage, type Package } from './package.ts';
import { findWorkspace } from './workspace.ts';

export const detector: Detector = { stack: 'node', detect };

/** More packages than that are looked at by their names only. */
const most = 200;

function detect(scene: Scene): readonly Candidate[] {
  return scene.repo
    .named('package.json')
    .slice(0, most)
    .flatMap((path) => detectPackage(path.replace(/\/?package\.json$/, ''), scene));
}

function detectPackage(dir: string, scene: Scene): readonly Candidate[] {
  const { repo, hints } = scene;
  const own = readPackage(repo, dir);
  const said = hints(dir);
  if (!own || isStaticBuild(repo, dir, said.start?.value)) return [];
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
  const service = serviceOf(scene, own, chosen, framework);
  if (service) return [service];
  return isWorkspaceRoot(scene, own) || chosen?.start.runs === 'pages' ? [] : [refusal(own)];
}

/** Programs that call bun itself run with nothing else. */
function usesBun({ repo }: Scene, own: Package): Candidate | undefined {
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
