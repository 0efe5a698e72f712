import { within } from '../../inventory/paths.ts';
import { findApp } from './apps.ts';
import { aside } from './service.ts';
import type { Sight } from './sight.ts';

/** Ways to have an application of ASGI or WSGI serve what is drawn, by the manuals of Mesop, Solara and Flet. */
const mounts =
  /\bcreate_wsgi_app\(|\bsolara\.server\.(?:fastapi|starlette|flask)\b|\bfrom solara\.server import (?:fastapi|starlette|flask)\b|\bflet\.fastapi\b|\bflet_fastapi\b/;

/** Has a project an application of its own that a server is given, which what it draws is a part of, or a client? */
export function hasOwnApp({ repo, project, sources }: Sight): boolean {
  const kept = sources.filter((path) => !aside.test(within(project.dir, path)));
  const app = findApp(repo, project.dir, kept);
  if (!app) return false;
  const path = within(project.dir, app.hit.path);
  return (
    !path.includes('/') ||
    /\/(?:main|app|server|asgi|wsgi)\.py$/.test(path) ||
    mounts.test(repo.read(app.hit.path) ?? '')
  );
}
