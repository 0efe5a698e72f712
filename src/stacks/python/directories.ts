import { inside } from '../../inventory/paths.ts';
import type { Inventory } from '../../inventory/types.ts';
import type { Scene } from '../../detect/types.ts';
import { aside } from './service.ts';
import { isSetup } from './setup-files.ts';

const manifests = [
  'requirements.txt',
  'pyproject.toml',
  'setup.py',
  'setup.cfg',
  'Pipfile',
  'uv.lock',
  'manage.py',
  'environment.yml',
  'environment.yaml',
];
/** What a file is called that people start, where no manifest tells of Python. */
export const started = [
  'main.py',
  'app.py',
  'server.py',
  'wsgi.py',
  'asgi.py',
  'run.py',
  'application.py',
  'index.py',
  'bot.py',
  'web.py',
  'api.py',
  'streamlit_app.py',
];
const mostProjects = 60;

/** What a list is called that lies in requirements/ of the root, where each stage of a deployment has its own. */
const lists = ['base.txt', 'common.txt', 'default.txt', 'main.txt', 'prod.txt', 'production.txt'];

/** What else a root is started by: then lists beside it are of a part that lies below. */
const others =
  /^(?:(?:index|server|app|main)\.[cm]?[jt]s|go\.mod|Cargo\.toml|pom\.xml|build\.gradle(?:\.kts)?|composer\.json|Gemfile|mix\.exs)$/;

function isOthers({ files }: Inventory): boolean {
  return files.some((path) => others.test(path)) && !files.some((path) => /^[^/]+\.py$/.test(path));
}

function manifestsOf(repo: Inventory, without = ''): readonly string[] {
  return [
    ...repo.named(...manifests.filter((name) => name !== without)).filter((path) => isManifest(repo, path)),
    ...(isOthers(repo) ? [] : repo.named(...lists).filter((path) => /^requirements\/[^/]+$/.test(path))),
  ];
}

/** The directory of a manifest: of requirements/base.txt the one above. */
function parent(path: string): string {
  return path.replace(/\/?[^/]+$/, '').replace(/(?:^|\/)requirements$/, '');
}

/** A module may be called setup.py too. */
function isManifest(repo: Inventory, path: string): boolean {
  return !path.endsWith('setup.py') || isSetup(repo.read(path) ?? '');
}

function asksNothing(repo: Inventory, dir: string): boolean {
  const text = repo.read(inside(dir, 'setup.py'));
  return (
    text !== undefined &&
    !/install_requires|entry_points/.test(text) &&
    !repo.has(inside(dir, 'pyproject.toml'))
  );
}

/** Where a project may be: beside a manifest, or where a file is that people start. */
export function directories({ repo }: Scene): readonly string[] {
  const named = new Set(manifestsOf(repo).map(parent));
  // src/setup.py that asks for nothing is a part of what is above, which does.
  for (const dir of named)
    if (/(?:^|\/)src$/.test(dir) && named.has(dir.replace(/\/?src$/, '')) && asksNothing(repo, dir))
      named.delete(dir);
  // A manage.py below a project is a part of it.
  const projects = new Set(manifestsOf(repo, 'manage.py').map(parent));
  const covered = (dir: string) =>
    !projects.has(dir) && [...projects].some((each) => each === '' || dir.startsWith(`${each}/`));
  const found = [...named].filter((dir) => !covered(dir));
  const lone = [...new Set(repo.named(...started).map(parent))].filter(
    (dir) => dir === '' || repo.has(inside(dir, 'Procfile')),
  );
  // Where no manifest is anywhere, a file in a directory that makes an application is one.
  const apart =
    found.length + lone.length > 0
      ? []
      : repo
          .search(
            repo.named(...started).filter((path) => !aside.test(path)),
            /^\s*(?:from|import)\s+(?:flask|fastapi|bottle|streamlit|aiohttp|tornado)\b/i,
            20,
          )
          .map(({ path }) => parent(path));
  const isBare = found.length === 0 && repo.files.some((path) => /^[^/]+\.py$/.test(path));
  const bare = isBare ? [''] : [];
  return [...new Set([...found, ...lone, ...apart, ...bare])].slice(0, mostProjects);
}
