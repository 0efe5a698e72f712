import { toPort } from '../../detect/names.ts';
import type { Fact } from '../../detect/types.ts';
import type { Script } from './project.ts';
import { wants, type Sight } from './sight.ts';
import { high, medium, type Start } from './start.ts';

/** What a command that serves is called. */
const names = /^(?:serve|server|runserver|run-server|start-server|web|webserver|start|run|http)$/;
/** Of these only what is seen to serve. */
const vague = /^(?:start|run|http)$/;
const serves =
  /\b(?:uvicorn|hypercorn|waitress|web|app|server|socketio)\.(?:run|run_app|serve|Server)\(|\bserve\(|\brun_simple\(|\.listen\(/;
/** Tornado listens on every address where it is told a port only: https://www.tornadoweb.org/en/stable/web.html#tornado.web.Application.listen */
const open =
  /\.listen\(\s*(?:port\s*=\s*)?[\w.]{1,40}\s*(?:,(?![^()\n]*address)[^()\n]{0,200})?\)|["']0\.0\.0\.0["']/;
/** With one of these a program has something to serve. */
const servers = ['uvicorn', 'hypercorn', 'waitress', 'aiohttp', 'sanic', 'tornado', 'flask'] as const;
/** A function below decorators, with its parameters, which may be on several lines. */
const command = /^((?:@[^\n]*\n(?:[ \t)][^\n]*\n)*){1,12})(?:async )?def ([a-z_]\w*)\(/gm;
/** `port: int = 8000` of settings. */
const setting = /^\s+\w{0,20}port\s*:\s*int\s*=\s*(?:Field\(\s*(?:default\s*=\s*)?)?(\d{4,5})\b/;

/**
 * The command of Typer or Click by which a program serves, where it has several: `shop serve --host 0.0.0.0`. It is given a
 * port by its options, a host where it has one, and nothing else that it does not do without.
 * @param file that has them
 */
export function serveCommand(
  sight: Sight,
  script: Script,
  file: string,
): Pick<Start, 'framework' | 'port' | 'argv'> | undefined {
  const { repo, sources, hints } = sight;
  const framework = servers.find((name) => wants(sight, name));
  const text = repo.read(file) ?? '';
  // A file with one command has no name for it: the program is that.
  if (framework === undefined || !/\bTyper\(|@[\w.]+\.group\b/.test(text)) return undefined;
  for (const { 0: head, 1: above = '', 2: called = '', index } of text.matchAll(command)) {
    const said = /@[\w.]+\.command\(\s*(?:name\s*=\s*)?["']([\w-]+)["']/.exec(above)?.[1];
    const name = said ?? called.replaceAll('_', '-');
    if (!/@[\w.]+\.command\b/.test(above) || !names.test(name) || /\.argument\(/.test(above)) continue;
    const whole = text.slice(index, index + 6000);
    const end = /\n(?=[^\s)#])/.exec(whole.slice(head.length))?.index ?? whole.length;
    const body = whole.slice(0, head.length + end);
    const isSeen = serves.test(body);
    const isTold = /["']--host["']|[(,\n]\s*host\s*:/.test(body);
    if (vague.test(name) && !isSeen) continue;
    if (!isTold && !(isSeen && open.test(body))) continue;
    if (!/["']--port["']|[(,\n]\s*port\s*:/.test(body)) continue;
    const given = /\bport\b[^\n]{0,120}?=\s*(\d{4,5})\b/.exec(body)?.[1];
    const set = repo.search(sources.slice(0, 60), setting, 1)[0]?.match[1];
    const port = toPort(given ?? set ?? '');
    const fact: Fact = hints.port ?? medium(port ?? '8000', file);
    return {
      framework: high(framework, `${file}: ${name} of ${script.name}`),
      port: fact,
      argv: [
        name,
        ...(isTold ? ['--host', '0.0.0.0'] : []),
        ...(port === fact.value ? [] : ['--port', fact.value]),
      ],
    };
  }
  return undefined;
}
