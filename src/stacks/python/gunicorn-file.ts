import { inside } from '../../inventory/paths.ts';
import { place } from '../../inventory/types.ts';
import { high, type Start } from './start.ts';
import type { Sight } from './sight.ts';
import { wsgi } from './wsgi-command.ts';

/** `wsgi_app = "shop.app:create_app()"`: https://docs.gunicorn.org/en/stable/settings.html#wsgi-app */
const named = /^wsgi_app\s*=\s*(['"])([\w.]{1,100}(?::[\w.]{1,100}(?:\(\))?)?)\1\s*(?:#.*)?$/;

/** What Gunicorn serves by the settings that it reads where it is started, as `gunicorn` without a word says. */
export function gunicornFile(sight: Sight, otherwise: () => Start | undefined): Start | undefined {
  const { repo, project } = sight;
  const [hit] = repo.search([inside(project.dir, 'gunicorn.conf.py')], named, 1);
  const target = hit?.match[2] ?? '';
  const path = (target.split(':', 1)[0] ?? '').replaceAll('.', '/');
  const isThere = ['', 'src/'].some((base) =>
    [`${path}.py`, `${path}/__init__.py`].some((file) => repo.has(inside(project.dir, `${base}${file}`))),
  );
  return hit && isThere ? wsgi(sight, 'gunicorn', [target], high(target, place(hit)), otherwise) : undefined;
}
