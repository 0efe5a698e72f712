import type { Candidate, Detector, Scene } from '../../detect/types.ts';
import { dirOf } from '../../inventory/paths.ts';
import { readPackage, type Package } from '../node/package.ts';
import { isOfAnotherKind, manifests } from './another-kind.ts';
import { isAside } from './aside.ts';
import { isVendored } from '../node/vendored.ts';
import { builtSite } from './built-site.ts';
import { readHosts } from './hosts.ts';
import { usesModules } from './hugo.ts';
import { isStaticBuild, staticKind } from './is-static.ts';
import { refuseGulp } from './gulp.ts';
import { isTemplate } from './is-template.ts';
import { findNodeModules } from './node-modules.ts';
import { findPlain } from './plain.ts';
import { findPythonBuild } from './python-tools.ts';
import { refuseGenerator } from './refuse.ts';
import { servedDirectory } from './serves-itself.ts';
import { siteService } from './service.ts';

export const detector: Detector = { stack: 'static', detect };

/** Pages that a program in Java brings along and serves. */
const inJava = /(^|\/)src\/main\/(webapp|resources)(\/|$)/;

/** Manifests of more packages than that are not looked at. */
const mostPackages = 300;
/** Of a monorepo with more sites than that nobody wants all. */
const mostSites = 20;

function detect(scene: Scene): readonly Candidate[] {
  const { repo } = scene;
  const owned = (isOfAnotherKind(repo) && !usesModules(repo)) || repo.has('package.json');
  const found = repo
    .named('package.json')
    .slice(0, mostPackages)
    .map((path) => path.replace(/\/?package\.json$/, ''))
    .filter((dir) => !(owned && isAside(dir)) && !inJava.test(dir) && !isVendored(repo, dir))
    .filter((dir) => isStaticBuild(repo, dir, scene.hints(dir).start?.value))
    .slice(0, mostSites)
    .flatMap((dir) => detectPackage(dir, scene));
  return owned || found.some(({ dir }) => dir === '') ? found : [...found, ...detectRoot(scene)];
}

function detectPackage(dir: string, scene: Scene): readonly Candidate[] {
  const { repo, hints } = scene;
  const pkg = readPackage(repo, dir);
  const kind = pkg && staticKind(repo, dir, hints(dir).start?.value);
  if (!pkg || !kind) return [];
  if (kind.kind === 'generator') return detectRoot(scene);
  if (kind.kind !== 'build') return plainSite(scene, dir, pkg);
  const old = refuseGulp(pkg, kind.tool);
  if (old) return [old];
  const site = builtSite(scene, pkg, kind.tool);
  return site ? [site] : [];
}

/** A generator's sources, else files as they are. */
function detectRoot(scene: Scene): readonly Candidate[] {
  const { repo, stack, stacks } = scene;
  const refusal = refuseGenerator(repo);
  if (refusal) return [refusal];
  const python = stacks.find(({ id }) => id === 'python');
  const image = python && Object.values(python.targets)[0]?.build;
  const go = Object.values(stack.targets)[0]?.build;
  const modules = findNodeModules(repo, stacks);
  const built = image === undefined ? undefined : findPythonBuild(repo, image, modules, go);
  if (!built) return plainSite(scene, '');
  const { facts, stages, dir, notes } = built;
  const made = { stage: 'site', root: dir, dirs: [dir] };
  return [
    siteService(scene, {
      dir: '',
      context: '',
      facts,
      evidence: facts['framework']?.from ?? '',
      notes,
      rank: 0.6,
      source: { stages, made, fallback: false, ignore: modules ? ['**/node_modules'] : [] },
    }),
  ];
}

function plainSite(scene: Scene, dir: string, pkg?: Package): readonly Candidate[] {
  const { repo } = scene;
  const hosts = readHosts(repo, dir);
  const scripts = pkg ? ['start', 'serve', 'dev'].map((name) => pkg.scripts[name] ?? '') : [];
  const served = scripts.map(servedDirectory).find((each) => each !== undefined);
  const files = findPlain(repo, dir, hosts, served);
  if (!files || isTemplate(repo, files.from)) return [];
  // The only page of several programs is that of one of them.
  if (dir === '' && files.confidence === 'medium' && repo.named('package.json', ...manifests).length > 0)
    return [];
  const root = files.value === '.';
  // Beside a server further down it is that one's page, or one about it.
  const isPart =
    dir === '' &&
    !root &&
    hosts.publish === undefined &&
    repo.named(...manifests).some((path) => !isAside(dirOf(path)) && !path.startsWith(`${files.value}/`));
  return [
    siteService(scene, {
      dir,
      context: dir,
      ...(pkg &&
        pkg.name !== '' && { name: { value: pkg.name, from: `${pkg.path}: name`, confidence: 'high' } }),
      facts: { framework: { value: 'plain files', from: files.from, confidence: 'high' }, files },
      evidence: files.from,
      rank: dir === '' ? 0.6 : 0.5,
      ...(isPart && { part: true }),
      source: {
        stages: [],
        copied: root ? '.' : `${files.value}/`,
        fallback: hosts.fallback?.value === 'true',
        ...(hosts.fallback && { fallbackFrom: hosts.fallback.from }),
        ignore: root ? notServed : [],
      },
    }),
  ];
}

/** Of a site in the root: what belongs to the repository and not to the site. */
const notServed = [
  '**/node_modules',
  'package.json',
  'package-lock.json',
  'yarn.lock',
  'pnpm-lock.yaml',
  'netlify.toml',
  'vercel.json',
  'firebase.json',
  'docker-compose*.yml',
] as const;
