import type { Fact } from '../../detect/types.ts';
import { place } from '../../inventory/types.ts';
import { appOfFile, frameworkOf } from './apps.ts';
import { dataOption } from './data-option.ts';
import { callerOf } from './caller-of.ts';
import { followed } from './follow.ts';
import { isIdle } from './idle.ts';
import { inside, streamlitStart } from './interactive.ts';
import { isLocal, listens, readsPort } from './listening.ts';
import { placeOf, portOf, serve } from './servers.ts';
import { wants, type Sight } from './sight.ts';
import { moduleOf, type Module } from './sources.ts';
import { high, medium, plain, type Program, type Start } from './start.ts';
import { stopsBelow } from './versions.ts';

const bots =
  /\b(?:bot|client|application|updater|app|dp)\.(?:run_polling|start_polling|infinity_polling|polling|run\(\s*(?:os|TOKEN|token|config))|_bot\.run\(|\bSocketModeHandler\(/;
/** What talks over its input and output, unless it is told otherwise: https://modelcontextprotocol.io */
const stdio = /--transport['"](?:[^()]|\([^()]*\)){0,400}?default\s*=\s*['"]stdio/;
/** Ports that frameworks take when they are told none. */
const defaults: Readonly<Record<string, string>> = { flask: '5000', dash: '8050', bottle: '8080' };
/** More than starting the server: without it the application has no tables, say. */
const prepares =
  /create_all|init_db|create_tables?|db\.create|initialize|setup_|seed|load_|app_context|register_/;

/** A file that is run: as it is, or by a real server where it only starts its framework's own for developers. */
export function startFile(
  sight: Sight,
  path: string,
  args: readonly string[],
  given?: Fact,
): Start | undefined {
  const { repo, project, sources } = sight;
  const text = repo.read(path);
  if (text === undefined) return undefined;
  if (/^\s*(?:import streamlit|from streamlit)/m.test(text) && wants(sight, 'streamlit'))
    return streamlitStart(sight, path);
  const from = given?.from ?? path;
  const main =
    /^if[ \t(]*(?:__name__\s*==\s*['"]__main__['"]|['"]__main__['"]\s*==\s*__name__)[ \t)]*:([\s\S]*)/m.exec(
      text,
    )?.[1] ?? '';
  const module = moduleOf(repo, project.dir, path);
  const { base, workdir } = placeOf(sight, module?.base ?? '');
  const defines = main === '' && isIdle(text);
  const run = (defines ? callerOf(sight, path, text) : undefined) ?? path;
  const common = {
    ...plain,
    entry: high(inside(sight, '', run), from),
    argv: [...asArguments(sight, workdir, run, moduleOf(repo, project.dir, run)), ...args],
    bases: base,
    workdir,
  };
  const isBot = bots.test(text);
  const command: Start = {
    ...common,
    framework: medium(isBot ? 'bot' : 'python', path),
    kind: isBot ? 'worker' : 'cli',
    ...(isBot && { program: 'plain' as const }),
    rank: given ? 0.7 : isBot ? 0.6 : main === '' ? 0.3 : 0.4,
  };
  if (stdio.test(text)) return command;
  // At the left margin it would start within the server that imports it.
  const atImport = /^(?:\w+\.)?(?:\w*app|uvicorn|socketio)\.run(?:_server)?\(|^run\(/m.test(text);
  const called = atImport ? undefined : uvicornTarget(sight, path, text);
  if (called) return called;
  const app = appOfFile(repo, project.dir, path, sources);
  const flask = /\b(?:socketio\.run|\w*app\.run(?:_server)?|\.run)\(/.test(text) && app?.speaks === 'wsgi';
  const idle = defines && run === path;
  const prepared = !idle && (prepares.test(main) || isSetUp(text));
  if (app && app.framework !== 'sanic' && !atImport && !(flask && prepared)) return serve(sight, app);
  // A package without a __main__.py is imported, never run.
  if (path.endsWith('__init__.py')) return app && serve(sight, app);
  if (idle) return app ? serve(sight, app) : command;
  const program = programOf(sight, path, text);
  if (program) {
    const framework = /\bDash\(/.test(text)
      ? 'dash'
      : wants(sight, 'connexion')
        ? 'connexion'
        : program === 'uvicorn'
          ? 'fastapi'
          : program;
    const port = defaults[framework] ?? defaults[program] ?? '8000';
    return {
      ...common,
      framework: high(framework, path),
      kind: 'server',
      program,
      port: portOf(sight, path, medium(port, `default of ${framework}`)),
      portByEnv: true,
      servers: [program === 'uvicorn' ? 'uvicorn' : 'waitress'],
      rank: 0.88,
    };
  }
  const kind = frameworkOf(repo, [path]) ?? frameworkOf(repo, sources);
  const listening = listens(sight, path, text);
  if (listening) {
    const { framework, where, told } = listening;
    const data = args.length === 0 ? dataOption(text) : undefined;
    return {
      ...common,
      ...(data !== undefined && {
        argv: [...common.argv, data, '/data'],
        writes: [{ path: '/data', directory: true, from: path }],
      }),
      framework: high(framework, where),
      kind: 'server',
      port: portOf({ ...sight, sources: [] }, where, medium(listening.port, `${where}: ${framework}`)),
      portByEnv: readsPort.test(told),
      // It ends at SIGTERM by itself.
      ...(framework !== 'aiohttp' && { program: 'plain' as const }),
      // https://docs.bokeh.org/en/latest/docs/reference/settings.html: else it answers this machine only.
      ...(framework === 'panel' && { env: { BOKEH_ALLOW_WS_ORIGIN: '*' } }),
      // https://robyn.tech/documentation: it listens on this machine only where it is told nothing.
      ...(framework === 'robyn' && { env: { ROBYN_HOST: '0.0.0.0' } }),
      ...(isLocal(sight, told) && {
        program: 'socket' as const,
        notes: [`${where} listens on this machine only: in the image it does on every address`],
      }),
      rank: 0.86,
    };
  }
  if (kind?.framework === 'sanic' && module && (app || /\.run\(/.test(text))) {
    return {
      ...common,
      framework: high('sanic', path),
      kind: 'server',
      // https://sanic.dev/en/guide/running/app-loader.html
      argv: [
        '-m',
        'sanic',
        `${module.name}:${app?.object ?? 'app'}`,
        ...(app?.factory ? ['--factory'] : []),
        '--host=0.0.0.0',
        '--port=$PORT',
      ],
      port: portOf(sight, path, medium('8000', 'default of Sanic')),
      portByEnv: true,
      rank: 0.9,
    };
  }
  return command;
}

/** Options of its command line that say more than where it listens: the application takes them before it is served. */
function isSetUp(text: string): boolean {
  const options = text.matchAll(
    /\b(?:add_argument|add_option|option|argument)\(\s*(?:['"]-\w['"]\s*,\s*)?['"]-{0,2}([\w-]+)['"]/g,
  );
  const usual =
    /^(?:h|help|host|H|p|port|address|bind|ip|d|debug|v|verbose|quiet|reload|workers|threads|log[\w-]*|version)$/;
  return [...options].some(([, name = '']) => !usual.test(name));
}

/** A script that only calls a function which serves with a server of the project's choice. */
export function launches(sight: Sight, path: string): Start | undefined {
  const text = sight.repo.read(path) ?? '';
  const next = followed(sight, path, text);
  if (next === undefined || listens(sight, path, text)?.where !== next) return undefined;
  const start = startFile(sight, path, []);
  return start?.kind === 'server' && path.endsWith(start.entry.value) ? start : undefined;
}

/** Is an older version fixed, or asked for? */
function isOld({ project }: Sight, name: string, version: string): boolean {
  const spec =
    project.locked.get(name)?.version ?? project.requirements.find((each) => each.name === name)?.spec;
  return spec !== undefined && stopsBelow(/^\d/.test(spec) ? `==${spec}` : spec, version);
}

/** What has to stand in for a server for developers, where no application can be taken out of the file that starts it. */
function programOf(sight: Sight, path: string, text: string): Program | undefined {
  const { repo, sources } = sight;
  if (/\buvicorn\.run\(/.test(text)) return 'uvicorn';
  const kind = frameworkOf(repo, [path]) ?? frameworkOf(repo, sources);
  const runs =
    /\b\w*(?:app|server|socketio|application)\.run(?:_server)?\(|\bFlask\(.*\)\.run\(|^\s*(?:bottle\.)?run\(/m.test(
      text,
    );
  if (!runs) return undefined;
  if (wants(sight, 'connexion')) return isOld(sight, 'connexion', '3') ? 'flask' : 'uvicorn';
  if (/\bDash\(/.test(text)) return 'flask';
  // A copy of Bottle in the source is not the one that would be changed.
  if (kind?.framework === 'bottle') return wants(sight, 'bottle') ? 'bottle' : undefined;
  return kind?.framework === 'flask' ? 'flask' : undefined;
}

/** uvicorn.run("app.main:app", port=8000) or uvicorn.run(app): the server is asked for by name, and bound by us. */
function uvicornTarget(sight: Sight, path: string, text: string): Start | undefined {
  const { repo, project, sources } = sight;
  const found = /\buvicorn\.run\(\s*(?:app\s*=\s*)?(?:f?['"]([\w.]+):(\w+)['"]|(\w+))/.exec(text);
  if (!found) return undefined;
  const [, module, object] = found;
  const own = appOfFile(repo, project.dir, path, sources);
  const target = module === undefined ? undefined : `${module.replaceAll('.', '/')}.py`;
  const there =
    target === undefined
      ? undefined
      : sources.find(
          (each) =>
            each === target ||
            each.endsWith(`/${target}`) ||
            each.endsWith(`/${target.replace(/\.py$/, '/__init__.py')}`),
        );
  const app = there === undefined || there === path ? own : appOfFile(repo, project.dir, there, sources);
  if (!app) return undefined;
  const start = serve(sight, {
    ...app,
    speaks: 'asgi',
    ...(object !== undefined && there === path && { object }),
  });
  return {
    ...start,
    port: portOf(sight, path, start.port ?? medium('8000', 'default of Uvicorn')),
    entry: { ...start.entry, from: place(app.hit) },
  };
}

/** A file of a package is a module: run by its path it could not import its neighbours. */
function asArguments(
  sight: Sight,
  workdir: string,
  path: string,
  module: Module | undefined,
): readonly string[] {
  const beside = path.replace(/[^/]+$/, '__init__.py');
  const isPart = /(?:^|\/)__main__\.py$/.test(path) || (path.includes('/') && sight.repo.has(beside));
  // One that imports its neighbours by their plain names is of no package, nor is one that nothing can import.
  if (!module || !isPart || module.name === '__main__' || module.name.includes('-'))
    return [inside(sight, workdir, path)];
  return ['-m', module.name.replace(/\.__main__$/, '')];
}
