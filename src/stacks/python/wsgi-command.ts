import { inside } from '../../inventory/paths.ts';
import { toPort } from '../../detect/names.ts';
import type { Fact } from '../../detect/types.ts';
import { findApp } from './apps.ts';
import { configured, gunicorn, gunicornFlags } from './servers.ts';
import type { Sight } from './sight.ts';
import { high, plain, type Start } from './start.ts';
import { keep, split, valueOf } from './words.ts';

/** Gunicorn, in place of other servers of WSGI too: what they are given is the same. */
export function wsgi(
  sight: Sight,
  program: string,
  rest: readonly string[],
  given: Fact,
  otherwise: () => Start | undefined,
): Start | undefined {
  const { flags, target } = split(rest, program);
  const known = otherwise();
  if (target === undefined || !/^[\w.]+(?::.+)?$/.test(target))
    return known && { ...known, ...(sight.hints.port && { port: sight.hints.port }) };
  const kept =
    program === 'gunicorn'
      ? keep(
          flags,
          /^(?:-b|--bind|--reload|--daemon|-D|--pid|-p|--certfile|--keyfile|--user|--group|-u|-g|--chdir|--statsd-host|--access-logfile=logs)/,
        )
      : [];
  const base = described(sight, target, given);
  const config = valueOf(rest, '-c') ?? valueOf(rest, '--config');
  const chdir = directoryOf(sight, valueOf(rest, '--chdir') ?? '', target);
  const bound =
    program === 'gunicorn' ? configured(sight, '', config?.replace(/^(?:\.\/|file:)/, '')) : undefined;
  const threads =
    kept.some((word) => /^(?:-k|--worker-class|--threads)/.test(word)) ||
    /worker_class|threads/.test(
      sight.repo.read(inside(sight.project.dir, config ?? 'gunicorn.conf.py')) ?? '',
    );
  const flagsOfOurs = threads ? gunicornFlags.slice(0, 2) : gunicornFlags;
  const classes = valueOf(rest, '-k') ?? valueOf(rest, '--worker-class') ?? '';
  return {
    ...base,
    argv: [
      ...gunicorn(sight),
      ...(kept.includes('--worker-tmp-dir') ? [] : flagsOfOurs),
      ...(bound?.open === false ? ['--bind', '0.0.0.0:$PORT'] : []),
      ...kept,
      target,
    ],
    servers: [
      'gunicorn',
      ...(/uvicorn/i.test(classes) ? ['uvicorn'] : []),
      ...(/^g?event|eventlet/.test(classes) ? [classes] : []),
    ],
    port:
      portIn(sight, rest, given, ['-b', '--bind', '--port', '--http', '--http-socket', '--listen']) ??
      bound?.port ??
      fallback(sight),
    portByEnv: bound === undefined || bound.byEnv || !bound.open,
    ...(chdir !== '' ? { workdir: chdir } : known ? { workdir: known.workdir, bases: known.bases } : {}),
    build: known?.build ?? [],
    needs: known?.needs ?? [],
    notes: [
      ...(known?.notes ?? []),
      ...(program === 'gunicorn'
        ? []
        : [`Gunicorn in place of ${program}: one file less that no shell-less image has`]),
    ],
    before: known?.before ?? [],
    env: known?.env ?? {},
  };
}

/**
 * A directory of the project that a command goes to; on a machine of theirs it is below another, where it has what starts:
 * `/home/site/wwwroot/src`.
 */
function directoryOf({ repo, project }: Sight, said: string, target: string): string {
  const parts = said.split('/').filter((part) => part !== '' && part !== '.');
  if (!/^[\w./-]+$/.test(said) || parts.includes('..')) return '';
  const path = (target.split(':', 1)[0] ?? '').replaceAll('.', '/');
  const starts = (dir: string): boolean =>
    [`${path}.py`, `${path}/__init__.py`].some((each) => repo.has(inside(project.dir, inside(dir, each))));
  // On that machine what the package is in may have its name: /app of the package app.
  const isPackage = (dir: string): boolean => dir.split('/').at(-1) === path.split('/', 1)[0] && starts('');
  const isIn = (dir: string): boolean =>
    repo.hasDir(inside(project.dir, dir)) && (!said.startsWith('/') || (starts(dir) && !isPackage(dir)));
  const found = parts.findIndex((_, at) => isIn(parts.slice(at).join('/')));
  return found < 0 ? '' : parts.slice(found).join('/');
}

/** The start of a target that a command names; what it is made of is looked up for the facts only. */
export function described(sight: Sight, target: string, given: Fact, otherwise = 'WSGI'): Start {
  const app = findApp(sight.repo, sight.project.dir, sight.sources);
  return {
    ...plain,
    framework: app
      ? high(app.framework, `${app.hit.path}:${app.hit.line}`)
      : { value: otherwise, from: given.from, confidence: 'medium' },
    kind: 'server',
    entry: high(target, given.from),
    argv: [],
    rank: 0.95,
    ...(app &&
      app.module.base !== '' &&
      !sight.repo.has(inside(sight.project.dir, `${target.split(/[:.]/)[0]}.py`)) && {
        bases: [app.module.base],
      }),
  };
}

export function portIn(
  { hints }: Sight,
  words: readonly string[],
  given: Fact,
  flags: readonly string[],
): Fact | undefined {
  if (hints.port) return hints.port;
  for (const flag of flags) {
    const port = toPort(/(\d+)$/.exec(valueOf(words, flag) ?? '')?.[1] ?? '');
    if (port !== undefined) return high(port, given.from);
  }
  const bare = /PORT:?-(\d+)/.exec(given.value)?.[1];
  return bare !== undefined && toPort(bare) ? high(bare, given.from) : undefined;
}

export function fallback(sight: Sight): Fact {
  return sight.hints.port ?? { value: '8000', from: 'default of the server', confidence: 'medium' };
}
