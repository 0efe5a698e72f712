import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openInventory } from '../../src/inventory/open.ts';
import { isLocal, listens } from '../../src/stacks/python/listening.ts';
import type { Sight } from '../../src/stacks/python/sight.ts';
import { emptyDir } from '../support/cli.ts';

function sightOf(files: Readonly<Record<string, string>>): Sight {
  const root = emptyDir();
  for (const [path, text] of Object.entries(files)) writeFileSync(join(root, path), text);
  const repo = openInventory(root);
  return { repo, project: { dir: '' }, sources: repo.files } as unknown as Sight;
}

const server = 'cherrypy.engine.start()\ns.connect(("8.8.8.8", 80))\n';
const portOf = (text: string, settings: string) => {
  const sight = sightOf({ 'app.py': `${server}${text}`, 'config.py': settings });
  return listens(sight, 'app.py', `${server}${text}`)?.port;
};

it.each<[settings: string, text: string, port: string]>([
  ["    'HTTP_PORT' : (int, 'Interface', 8090),", '', '8090'],
  ["    'HTTP_PORT': ('int', 'General', 5299),", 'MAIL = {"port": 8088}', '5299'],
  ['"web_port": ["int", "General", 8081, 21],', '', '8081'],
  ["port = check_setting_int(CFG, 'General', 'http_port', 8181)", '', '8181'],
  ["port = CFG.getint('server', 'port', fallback=8090)", '', '8090'],
  ["x = config.get('port', 8090)", '', '8090'],
  ["    'HTTP_PORT': (int, 'Interface', 8090),", "c.update({'server.socket_port': 9000})", '9000'],
  // Of what it connects to, and of other kinds.
  ["x = redis.get('port', 6379)", '', '8080'],
  ["x = config.get('database', 'port', 5432)", '', '8080'],
  ["    'SMTP_PORT': (int, 'Mail', 2525),", '', '8080'],
  ["    'HTTP_PORT': (int, 'Interface', 80900000),", '', '8080'],
])('the port of settings that are in another file: %s with %s', (settings, text, port) => {
  expect(portOf(text, settings)).toBe(port);
});

it.each<[what: string, file: string, text: string, port: string]>([
  ['of the program', 'web.py', 'def start():\n    run(config.get("port", 8090))\n', '8090'],
  ['of a call that connects', 'a.py', 'c.connect_async(config.get("port", 2883))\n', '8080'],
  ['of one over several lines', 'a.py', 'c.connect(\n    host,\n    config.get("port", 2883),\n)\n', '8080'],
  ['of a file that is called so', 'mqtt_client.py', 'x = config.get("port", 2883)\n', '8080'],
  ['of a section', 'a.py', 'x = config["broker"].get("port", 2883)\n', '8080'],
  ['of what a section is called', 'a.py', 'c = config["kafka"]\nx = c.get("port", 2883)\n', '8080'],
  ['of a function', 'a.py', 'def influx():\n    return config.get("port", 2883)\n', '8080'],
  ['by its number', 'a.py', 'x = config.get("port", 1883)\n', '8080'],
])('the port that settings are asked for: %s', (_, file, text, port) => {
  const main = 'app = web.Application()\nweb.run_app(app)\n';
  expect(listens(sightOf({ 'main.py': main, [file]: text }), 'main.py', main)?.port).toBe(port);
});

it('what a broker is asked for goes before no address of the server', () => {
  const main = 'x = broker.get("port", 2883)\nHTTPServer(("", 8001), Handler)\n';
  expect(listens(sightOf({ 'main.py': main }), 'main.py', main)?.port).toBe('8001');
});

it('a proxy asks for its own', () => {
  const main = 'web.run_app(app, port=int(config.get("port", 8090)))\n';
  expect(listens(sightOf({ 'proxy.py': main }), 'proxy.py', main)?.port).toBe('8090');
});

it.each([
  ["    'HTTP_HOST': (str, 'General', 'localhost'),", true],
  ["    'HTTP_HOST': (str, 'General', '0.0.0.0'),", false],
  ["    'SMTP_HOST': (str, 'General', 'localhost'),", false],
])('the address of settings that are in another file: %s', (settings, local) => {
  const text = `${server}if host == "0.0.0.0": host = "localhost"\n`;
  expect(isLocal(sightOf({ 'app.py': text, 'config.py': settings }), text)).toBe(local);
});

it.each([
  ['web.run_app(app, host="0.0.0.0", port=PORT)', false],
  ['HTTPServer(("0.0.0.0", 9000), Handler)', false],
  ['web.run_app(app, host=HOST) # not host="0.0.0.0")', true],
  ['host = "0.0.0.0" if wide else HOST', true],
])('a call that says an address goes before a table: %s', (call, local) => {
  const table = 'LIMITS = {\n    "server_host": ("localhost", "127.0.0.1"),\n}\n';
  expect(isLocal(sightOf({ 'app.py': `${table}${call}\n` }), `${table}${call}\n`)).toBe(local);
});
