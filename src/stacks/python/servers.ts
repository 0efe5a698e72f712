import { inside } from '../../inventory/paths.ts';
import type { Fact } from '../../detect/types.ts';
import { toPort } from '../../detect/names.ts';
import { place } from '../../inventory/types.ts';
import type { App } from './apps.ts';
import { isForeignPort } from './foreign-port.ts';
import { optionPort } from './option-port.ts';
import { portInFile } from './settings-file.ts';
import { wants, wantsExtra, type Sight } from './sight.ts';
import { high, plain, type Start } from './start.ts';
import { compareVersions } from './versions.ts';

/** Installed where the project brings no server. https://pypi.org/project/gunicorn and its neighbours, November 2026. */
export const pins = {
  gunicorn: 'gunicorn==25.3.0',
  uvicorn: 'uvicorn==0.46.0',
  waitress: 'waitress==3.0.2',
} as const;

/** Heartbeats of the workers go to memory, and no /tmp has to be writable; threads answer while one request waits. */
export const gunicornFlags = ['--worker-tmp-dir', '/dev/shm', '--threads', '4'] as const;

/** How Python starts it; before 20.1 the package itself could not be started. */
export function gunicorn({ project }: Pick<Sight, 'project'>): readonly string[] {
  const version = project.locked.get('gunicorn')?.version;
  const isOld = version !== undefined && compareVersions(version, '20.1') < 0;
  return ['-m', isOld ? 'gunicorn.app.wsgiapp' : 'gunicorn'];
}

/** The server for an application that was found, on the port that the project names. */
export function serve(sight: Sight, app: App): Start {
  const { module, object, factory, framework, hit } = app;
  const { base, workdir } = placeOf(sight, module.base);
  const common = {
    ...plain,
    framework: high(framework, place(hit)),
    kind: 'server',
    entry: high(`${module.name}:${object}`, place(hit)),
    port: portOf(sight, hit.path, { value: '8000', from: 'default of the server', confidence: 'medium' }),
    portByEnv: true,
    bases: base,
    workdir,
    rank: 0.9,
  } as const;
  if (app.speaks === 'asgi') return { ...common, ...asgi(sight, `${module.name}:${object}`, factory) };
  const target = `${module.name}:${object}${factory ? '()' : ''}`;
  const bound = configured(sight, workdir);
  return {
    ...common,
    argv: [
      ...gunicorn(sight),
      ...gunicornFlags,
      ...(bound?.open === false ? ['--bind', '0.0.0.0:$PORT'] : []),
      target,
    ],
    ...(bound && { port: sight.hints.port ?? bound.port, portByEnv: bound.byEnv || !bound.open }),
    servers: ['gunicorn'],
  };
}

/** Uvicorn, or Hypercorn where a project brings only that. */
export function asgi(sight: Sight, target: string, factory: boolean): Pick<Start, 'argv' | 'servers'> {
  if (!bringsUvicorn(sight) && wants(sight, 'hypercorn', 'quart'))
    return { argv: ['-m', 'hypercorn', '--bind', '0.0.0.0:$PORT', target], servers: ['hypercorn'] };
  return {
    argv: [
      '-m',
      'uvicorn',
      ...(factory ? ['--factory'] : []),
      '--host',
      '0.0.0.0',
      '--port',
      '$PORT',
      target,
    ],
    servers: ['uvicorn'],
  };
}

export function bringsUvicorn(sight: Sight): boolean {
  return (
    wants(sight, 'uvicorn', 'python-fasthtml', 'litestar-standard') ||
    wantsExtra(sight, 'fastapi', 'standard', 'all') ||
    wantsExtra(sight, 'litestar', 'standard') ||
    wantsExtra(sight, 'starlette', 'full')
  );
}

/** The server's distribution, pinned, where the project does not bring it. */
export function missingServers(sight: Sight, servers: readonly string[]): readonly string[] {
  return servers
    .filter((name) =>
      name === 'uvicorn' ? !bringsUvicorn(sight) : name === 'hypercorn' ? false : !wants(sight, name),
    )
    .map((name) => pins[name as keyof typeof pins] ?? name);
}

/**
 * Where it runs, and what else is on Python's path. A file that imports its neighbours by their plain names is started in its
 * directory; the working directory is that too, where the files are that it opens by relative names.
 */
export function placeOf(
  { repo, project }: Sight,
  base: string,
): { readonly base: readonly string[]; readonly workdir: string } {
  if (base === '') return { base: [], workdir: '' };
  const data = ['static', 'templates', 'public', 'data'];
  const there = (dir: string) => data.some((name) => repo.hasDir(inside(inside(project.dir, dir), name)));
  return base !== 'src' && there(base) && !there('')
    ? { base: [], workdir: base }
    : { base: [base], workdir: '' };
}

/** A port in the sources, as the default of PORT or as an argument; the entry file goes before the others. */
export function portOf(sight: Sight, entry: string, otherwise: Fact): Fact {
  const { repo, sources, hints } = sight;
  if (hints.port) return hints.port;
  const option = toPort(optionPort({ repo, sources: [] }, repo.read(entry) ?? '') ?? '');
  if (option !== undefined) return high(option, entry);
  const settings = portInFile(sight, entry);
  if (settings) return settings;
  const patterns = [
    /(?:environ\.get|getenv|config|env(?:\.int)?)\(\s*['"](?:\w+_)?PORT['"]\s*(?:,|or)\s*(?:default\s*=\s*)?['"]?(\d{2,5})/,
    /getenv\(['"]PORT['"]\)\s*or\s*['"]?(\d{2,5})/,
    /\b(?:(?:api|app|http|web|server|listen|default)_)?port\s*[:=]\s*(?:int\s*=\s*)?['"]?(\d{2,5})\b/i,
  ];
  for (const paths of [
    [entry],
    sources
      .filter((path) =>
        /(?:^|\/)(?:(?:default_?)?(?:config|settings)|defaults|run|main|server|__main__|wsgi|manage|cli)\.py$/.test(
          path,
        ),
      )
      .slice(0, 20),
  ]) {
    for (const pattern of patterns) {
      for (const hit of repo.search(paths, pattern, 5)) {
        const port = toPort(hit.match[1] ?? '');
        if (port !== undefined && !isForeignPort(repo, hit, port)) return high(port, place(hit));
      }
    }
  }
  return otherwise;
}

type Bound = { readonly port: Fact; readonly byEnv: boolean; readonly open: boolean };

/** What the settings file of Gunicorn binds, which it reads by itself from where it starts. */
export function configured(
  { repo, project }: Sight,
  workdir: string,
  file = 'gunicorn.conf.py',
): Bound | undefined {
  const [hit] = repo.search([inside(inside(project.dir, workdir), file)], /^bind\s*=\s*(.+)$/);
  if (!hit) return undefined;
  const text = hit.match[1] ?? '';
  const port = toPort(/PORT['"]\s*,\s*['"]?(\d{2,5})/.exec(text)?.[1] ?? /:(\d{2,5})/.exec(text)?.[1] ?? '');
  const from = place(hit);
  return {
    port: port === undefined ? { value: '8000', from, confidence: 'low' } : high(port, from),
    byEnv: /PORT/.test(text) && port !== undefined,
    open: !/127\.0\.0\.1|localhost|unix:/.test(text) && port !== undefined,
  };
}
