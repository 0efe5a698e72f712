import type { Fact } from '../../detect/types.ts';
import type { Inventory } from '../../inventory/types.ts';
import { join } from '../node/package.ts';
import type { HostSettings } from './hosts.ts';

/** Where people keep the first page of a site that nobody builds, the likeliest first. */
const usual = [
  '',
  'public',
  'site',
  'www',
  'html',
  'htdocs',
  'public_html',
  'app/public',
  'static',
  'src',
  'app',
  'web',
  'client',
  'dist',
  'build',
  'docs',
] as const;

/** The directory of a site whose files are served as they are, relative to its own; undefined when there is no page. */
export function findPlain(
  repo: Inventory,
  dir: string,
  hosts: HostSettings,
  served?: string,
): Fact | undefined {
  const { publish } = hosts;
  const isOwn = (place: string) => !isOfAnother(repo, dir, place);
  const isSite = (place: string) => repo.has(join(dir, join(place, 'index.html'))) && isOwn(place);
  if (served !== undefined && served !== '.' && repo.hasDir(join(dir, served)))
    return { value: served, from: `${join(dir, 'package.json')}: scripts`, confidence: 'high' };
  if (publish && repo.hasDir(join(dir, publish.value))) return publish;
  const place = usual.find(isSite);
  if (place !== undefined) return found(dir, place, 'high');
  // One page alone in the whole of it: the directory has a name of its own.
  const inside = (path: string) => path.slice(dir === '' ? 0 : dir.length + 1);
  const pages = repo
    .named('index.html')
    .filter((path) => dir === '' || path.startsWith(`${dir}/`))
    .map(inside)
    .filter((path) => depth(path) <= 4 && isOwn(path.replace(/\/?[^/]+$/, '')));
  const [first, second] = pages;
  if (first === undefined) return undefined;
  if (second !== undefined && depth(second) === depth(first)) return undefined;
  return found(dir, first.replace(/\/?index\.html$/, ''), 'medium');
}

const manifests = [
  'package.json',
  'requirements.txt',
  'pyproject.toml',
  'go.mod',
  'Cargo.toml',
  'pom.xml',
  'build.gradle',
  'build.gradle.kts',
  'composer.json',
  'Gemfile',
];

/** Is a place part of a project that lies below the directory, the frontend of a monorepo say? */
function isOfAnother(repo: Inventory, dir: string, place: string): boolean {
  const parts = place === '' ? [] : place.split('/');
  return parts.some((_, at) => {
    const above = join(dir, parts.slice(0, at + 1).join('/'));
    return manifests.some((name) => repo.has(join(above, name)));
  });
}

function depth(path: string): number {
  return path.split('/').length;
}

function found(dir: string, place: string, confidence: Fact['confidence']): Fact {
  return { value: place === '' ? '.' : place, from: join(dir, join(place, 'index.html')), confidence };
}
