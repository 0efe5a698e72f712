import type { Fact } from '../../detect/types.ts';
import { place } from '../../inventory/types.ts';
import { appOfFile, frameworkOf } from './apps.ts';
import { inside, streamlitStart } from './interactive.ts';
import { placeOf, portOf, serve } from './servers.ts';
import { wants, type Sight } from './sight.ts';
import { moduleOf } from './sources.ts';
import { high, medium, plain, type Start } from './start.ts';

/** What tells that a script serves: its framework, the port that it takes by itself, whether it listens everywhere then. */
const servers: readonly (readonly [pattern: RegExp, framework: string, port: string])[] = [
  [/\bweb\.run_app\(|run_app\(/, 'aiohttp', '8080'],
  [/\btornado\b[\s\S]*\.listen\(|\.listen\(\s*(?:options|\d)/, 'tornado', '8888'],
  [/\b(?:HTTPServer|ThreadingHTTPServer|TCPServer|ThreadingTCPServer)\(/, 'http.server', '8000'],
  [/\bmake_server\(/, 'wsgiref', '8000'],
  [/\bgrpc(?:\.aio)?\.server\(/, 'grpc', '50051'],
  [/\bwaitress\.serve\(|\bserve\(\s*app/, 'waitress', '8080'],
  [/\bcherrypy\.(?:quickstart|engine)/, 'cherrypy', '8080'],
  [/\bwebsockets\.serve\(|\bserve\(\s*\w+,\s*['"]/, 'websockets', '8765'],
  [/\bwsgi\.server\(/, 'eventlet', '8080'],
];
const bots =
  /\b(?:bot|client|application|updater|app|dp)\.(?:run_polling|start_polling|infinity_polling|polling|run\(\s*(?:os|TOKEN|token|config))/;
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
  const main = /^if __name__\s*==\s*['"]__main__['"]\s*:([\s\S]*)/m.exec(text)?.[1] ?? '';
  const called = uvicornTarget(sight, path, text);
  if (called) return called;
  const app = appOfFile(repo, project.dir, path, sources);
  const module = moduleOf(repo, project.dir, path);
  const { base, workdir } = placeOf(sight, module?.base ?? '');
  const common = {
    ...plain,
    entry: high(inside(sight, '', path), from),
    argv: [inside(sight, workdir, path), ...args],
    bases: base,
    workdir,
  };
  const flask = /\b(?:socketio\.run|\w*app\.run(?:_server)?|\.run)\(/.test(text) && app?.speaks === 'wsgi';
  if (app && app.framework !== 'sanic' && !(flask && prepares.test(main))) return serve(sight, app);
  const kind = frameworkOf(repo, [path]) ?? frameworkOf(repo, sources);
  const runs = /\.run\(|\brun\(/.test(text);
  if (kind && runs && (kind.framework === 'flask' || kind.framework === 'bottle')) {
    return {
      ...common,
      framework: high(kind.framework, path),
      kind: 'server',
      program: kind.framework,
      port: portOf(
        sight,
        path,
        medium(kind.framework === 'flask' ? '5000' : '8080', `default of ${kind.framework}`),
      ),
      portByEnv: true,
      servers: ['waitress'],
      rank: 0.88,
    };
  }
  for (const [pattern, framework, port] of servers) {
    if (!pattern.test(text)) continue;
    const byEnv = /PORT['"]/.test(text);
    return {
      ...common,
      framework: high(framework, path),
      kind: 'server',
      port: portOf({ ...sight, sources: [] }, path, medium(portNear(text) ?? port, `${path}: ${framework}`)),
      portByEnv: byEnv,
      notes: /\(\s*\(?\s*['"](?:127\.0\.0\.1|localhost)['"]/.test(text)
        ? [`${path} listens on this machine only: in a container nobody reaches it there; use 0.0.0.0`]
        : [],
      rank: 0.86,
    };
  }
  if (kind?.framework === 'sanic' && module) {
    return {
      ...common,
      framework: high('sanic', path),
      kind: 'server',
      argv: ['-m', 'sanic', `${module.name}:${app?.object ?? 'app'}`, '--host=0.0.0.0', '--port=$PORT'],
      port: portOf(sight, path, medium('8000', 'default of Sanic')),
      portByEnv: true,
      rank: 0.9,
    };
  }
  const isBot = bots.test(text);
  return {
    ...common,
    framework: medium(isBot ? 'bot' : 'python', path),
    kind: isBot ? 'worker' : 'cli',
    rank: given ? 0.7 : isBot ? 0.6 : main === '' ? 0.3 : 0.4,
  };
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

/** A constant that a listener is given: PORT = 8080, ("", 8000). */
function portNear(text: string): string | undefined {
  return (
    /\bport\s*=\s*(\d{2,5})\b/i.exec(text)?.[1] ??
    /\(\s*\(?\s*['"][\w.]*['"]\s*,\s*(\d{2,5})\s*\)/.exec(text)?.[1] ??
    /\.listen\(\s*(\d{2,5})/.exec(text)?.[1] ??
    /\[::\]:(\d{2,5})/.exec(text)?.[1]
  );
}
