import { posix } from 'node:path';
import type { Chosen } from '../../detect/types.ts';
import { within } from '../../inventory/paths.ts';
import type { Runtime } from '../../recipe/types.ts';
import { healthCommand } from './health.ts';
import type { Plan } from './plan.ts';
import { contextOf } from './project.ts';
import { sitePackages } from './venv.ts';

/** Where Debian's Python looks for what pip installs: https://wiki.debian.org/Python */
const installed = '/usr/local/lib/python3.13/dist-packages';

/** What the build stage has made for the last one. */
type Made = {
  /** The program that starts it, in place of a shell. */
  readonly program: string | undefined;
  readonly work: string;
  /** Of the virtual environment, by their paths. */
  readonly programs: readonly string[];
  /** There are packages. */
  readonly installs: boolean;
};

/** The last stage: what it takes of the build, and how it starts. */
export function runtimeOf(
  { start, data, sight: { project } }: Plan,
  { port, health, files, writable }: Chosen,
  { program, work, programs, installs }: Made,
): Runtime {
  const python = '/usr/bin/python3.13';
  const own = within(contextOf(project), project.dir);
  const linked = data.filter(({ path }) => !path.startsWith('/'));
  const bases = start.bases.map((base) => posix.join('/app', base));
  const isServer = start.kind === 'server' && port > 0;
  // Nobody but its owner can look for a file, such as .env, in the home directory that it would be started in.
  const isApart = isServer && start.script !== undefined;
  const environment = {
    PYTHONUNBUFFERED: '1',
    ...(isServer && start.portByEnv && { PORT: String(port) }),
    ...(bases.length > 0 && { PYTHONPATH: bases.join(':') }),
    ...start.env,
  };
  const entrypoint =
    start.script === undefined
      ? [python, ...(program === undefined ? start.argv : ['/start.py'])]
      : [`/usr/local/bin/${start.script}`];
  // Whoever runs a command with other words has them in place of these.
  const command = start.script === undefined ? [] : start.argv;
  return {
    ...(start.script === undefined || files.length > 0 || isApart
      ? { workdir: start.script === undefined ? work : '/app' }
      : {}),
    steps: [
      ...(installs
        ? ([
            { comment: "Where Debian's Python looks for packages." },
            { copy: [sitePackages], to: installed, from: 'build' },
          ] as const)
        : []),
      ...(programs.length > 0 ? ([{ copy: programs, to: '/usr/local/bin/', from: 'build' }] as const) : []),
      ...(start.script === undefined
        ? [{ copy: ['/app'], to: '/app', from: 'build' }]
        : files.length > 0
          ? [{ copy: files.map((path) => posix.join(own, path)), to: '/app/' }]
          : []),
      ...(program === undefined ? [] : [{ copy: ['/start.py'], to: '/', from: 'build' }]),
      { env: environment },
    ],
    entrypoint,
    ...(command.length > 0 && { command }),
    ...(isServer
      ? {
          health: healthCommand(
            port,
            start.portByEnv,
            health === '' ? '/' : health,
            !/grpc|websockets/.test(start.framework.value),
          ),
        }
      : {
          noHealth:
            start.kind === 'cli' ? 'it is a command, not a service.' : 'it is a worker and listens nowhere.',
        }),
    // What Python ends at by itself: it ignores the usual signal where it is the first process.
    ...(isApart && { stopSignal: 'SIGINT' }),
    startPeriod: 15,
    writable: [
      ...(isApart ? [{ path: '/app', why: 'the directory that it is started in', volume: false }] : []),
      ...(linked.length > 0
        ? [
            {
              path: '/data',
              why: linked.map(({ path }) => path).join(', '),
              volume: true,
              content: '/written/data',
            },
          ]
        : []),
      ...data
        .filter(({ path }) => path.startsWith('/') && !(linked.length > 0 && /^\/data(?:\/|$)/.test(path)))
        .map(({ path, from }) => ({ path, why: from, volume: true })),
      ...writable.map((path) => ({
        path: posix.resolve(work, path),
        why: 'said by --writable',
        volume: true,
      })),
    ],
  };
}
