import { dirOf, inside } from '../../inventory/paths.ts';
import type { Inventory } from '../../inventory/types.ts';
import type { Need } from '../../detect/types.ts';
import { sh } from '../../recipe/quote.ts';
import { place } from '../../inventory/types.ts';
import { debugs, holdsCollected, insteadOf, otherSettings, readBy, settingOf } from './django-settings.ts';
import { envOf } from './needs.ts';
import { asgi, bringsUvicorn, configured, gunicorn, gunicornFlags, portOf } from './servers.ts';
import { wants, type Sight } from './sight.ts';
import { moduleOf } from './sources.ts';
import { high, plain, type Start } from './start.ts';

/** A project with manage.py. https://docs.djangoproject.com/en/stable/howto/deployment/ */
export function djangoStart(sight: Sight): Start | undefined {
  const { repo, project, sources, hints } = sight;
  const all = repo
    .named('manage.py')
    .filter((path) => (project.dir === '' || path.startsWith(`${project.dir}/`)) && sources.includes(path))
    .filter((path) => /django/.test(repo.read(path) ?? ''));
  // Of several the one that stands where its settings are imported from.
  const manage = all.find((path) => hasSettings(repo, path)) ?? all[0];
  if (manage === undefined) return undefined;
  const root = manage.replace(/\/?manage\.py$/, '');
  const workdir = root === project.dir ? '' : root.slice(project.dir === '' ? 0 : project.dir.length + 1);
  const [setting] = repo.search([manage], settingOf);
  const below = sources.filter((path) => root === '' || path.startsWith(`${root}/`));
  const find = (name: string) => {
    const near = below.filter((path) => path.endsWith(`/${name}`) || path === name);
    return near.find((path) => /get_[aw]sgi_application|wsgi|asgi/.test(repo.read(path) ?? ''));
  };
  const [wsgi, asgiFile] = [find('wsgi.py'), find('asgi.py')];
  const isAsgi =
    asgiFile !== undefined &&
    (wsgi === undefined ||
      wants(sight, 'channels', 'daphne') ||
      (!wants(sight, 'gunicorn') && bringsUvicorn(sight)));
  const file = isAsgi ? asgiFile : wsgi;
  const module = file === undefined ? undefined : moduleOf(repo, root, file)?.name;
  const said = setting?.match[1] ?? /['"]([\w.]+\.settings[\w.]*)['"]/.exec(repo.read(manage) ?? '')?.[1];
  const serving = [file, wsgi, asgiFile].filter((each) => each !== undefined);
  const instead = said === undefined ? undefined : insteadOf(sight, root, said, serving);
  const named =
    instead ?? said ?? otherSettings(sight, root, [manage, ...(file === undefined ? [] : [file])]);
  const env: Readonly<Record<string, string>> =
    named !== undefined && (said === undefined || instead !== undefined || module === undefined)
      ? { DJANGO_SETTINGS_MODULE: named }
      : {};
  const settings = settingsFiles(sight, root, named);
  const sqlite = repo.search(settings, /^[^#\n]*(?:django\.db\.backends\.sqlite3|sqlite:\/\/)/)[0];
  const target = module === undefined ? 'django.core.wsgi:get_wsgi_application()' : `${module}:application`;
  const bound = isAsgi ? undefined : configured(sight, workdir);
  const needs = settings.flatMap((path) => envOf(repo, [path]));
  const roots = repo.search(readBy(sight, root, named, settings), /^STATIC_ROOT\s*[:=]/)[0];
  const staticFiles = repo.search(settings, /django\.contrib\.staticfiles/)[0];
  const unhashed =
    debugs(sight, root, named) && repo.search(settings, /\bdjango_heroku\b|Manifest\w*Static/, 1)[0];
  return {
    ...plain,
    framework: high('django', setting ? place(setting) : manage),
    kind: 'server',
    entry: high(target, file ?? manage),
    ...(isAsgi
      ? asgi(sight, target, false)
      : {
          argv: [
            ...gunicorn(sight),
            ...gunicornFlags,
            ...(bound?.open === false ? ['--bind', '0.0.0.0:$PORT'] : []),
            target,
          ],
          servers: ['gunicorn'],
        }),
    port:
      hints.port ??
      bound?.port ??
      portOf({ ...sight, sources: [] }, manage, {
        value: '8000',
        from: 'default of Django',
        confidence: 'medium',
      }),
    portByEnv: bound === undefined || bound.byEnv || !bound.open,
    workdir,
    before: sqlite ? [{ argv: ['manage.py', 'migrate', '--noinput'], must: true }] : [],
    env,
    build:
      roots && staticFiles && !holdsCollected(sight, root)
        ? [
            {
              comment: unhashed
                ? 'Static files into STATIC_ROOT; with DEBUG they keep their names.'
                : 'Static files into STATIC_ROOT; the values are only for this step.',
              run: `${assigned(env)}${dummies(needs)}python manage.py collectstatic --noinput${unhashed ? ' --no-post-process' : ''}`,
            },
          ]
        : [],
    needs,
    notes: [
      ...(sqlite
        ? [`the tables of its SQLite database are made at start (${place(sqlite)})`]
        : repo.search(settings, /\bDATABASES\b|dj_database_url/, 1).length === 0
          ? []
          : [
              'migrations are not run at start: docker run --rm --entrypoint /usr/bin/python3.13 IMAGE manage.py migrate',
            ]),
      ...(staticFiles && !wants(sight, 'whitenoise') && repo.search(settings, /STATIC_URL/)[0]
        ? ['static files need whitenoise or a web server in front: Django serves none outside of runserver']
        : []),
    ],
    rank: 0.92,
  };
}

function hasSettings(repo: Inventory, manage: string): boolean {
  const name = repo.search([manage], settingOf)[0]?.match[1];
  const path = inside(dirOf(manage), (name ?? '').replaceAll('.', '/'));
  return name !== undefined && (repo.has(`${path}.py`) || repo.has(`${path}/__init__.py`));
}

/** The settings module, and what it imports by stars: `config/settings/production.py`, `base.py`. */
function settingsFiles({ repo, sources }: Sight, root: string, named: string | undefined): readonly string[] {
  const path = named?.replaceAll('.', '/');
  const own =
    path === undefined
      ? []
      : [inside(root, `${path}.py`), inside(root, `${path}/__init__.py`)].filter((each) => repo.has(each));
  const beside = own.flatMap((file) => {
    const dir = file.replace(/\/?[^/]+$/, '');
    return sources
      .filter(
        (each) =>
          each.startsWith(`${dir}/`) &&
          (takesAll(repo, file, each) ||
            /(?:base|common|defaults|settings|prod\w*|dev\w*|local)\.py$/.test(each)),
      )
      .slice(0, 6);
  });
  const found = [...new Set([...own, ...beside])];
  return found.length > 0
    ? found
    : sources.filter((each) => /(?:^|\/)settings(?:\/\w+)?\.py$/.test(each)).slice(0, 4);
}

/** `from shop.settings import *`, of the package's own file. */
function takesAll({ read }: Sight['repo'], file: string, other: string): boolean {
  const name = /([A-Za-z_]\w*)\/__init__\.py$/.exec(other)?.[1];
  return (
    name !== undefined &&
    other !== file &&
    new RegExp(`^\\s*from\\s+[\\w.]*\\b${name}\\s+import\\s+\\*`, 'm').test(read(file) ?? '')
  );
}

function assigned(env: Readonly<Record<string, string>>): string {
  return Object.entries(env)
    .map(([name, value]) => `${sh`${name}=${value}`} `)
    .join('');
}

/** Values for variables that settings cannot do without, which collectstatic has no use for. */
function dummies(needs: readonly Need[]): string {
  const names = needs.flatMap((need) => ('env' in need && need.required ? [need.env] : []));
  return [...new Set(names)].map((name) => `${sh`${name}=${dummy(name)}`} `).join('');
}

function dummy(name: string): string {
  if (/DATABASE_URL|DB_URL/.test(name)) return 'sqlite:////tmp/build.db';
  if (/REDIS|BROKER/.test(name)) return 'redis://localhost';
  if (/URL|URI|DSN|ORIGIN/.test(name)) return 'https://example.invalid';
  if (/PORT|TIMEOUT|SECONDS|COUNT|SIZE|MAX|MIN/.test(name)) return '1';
  if (/DEBUG|ENABLE|USE_|IS_/.test(name)) return 'False';
  return 'only-for-the-build';
}
