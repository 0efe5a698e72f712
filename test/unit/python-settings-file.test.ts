import { expect, it } from 'vitest';
import { openInventory } from '../../src/inventory/open.ts';
import { portInFile } from '../../src/stacks/python/settings-file.ts';
import type { Sight } from '../../src/stacks/python/sight.ts';
import { makeRepo } from '../support/repo.ts';

const loads = "settings = load(join(here, 'settings.yml'))\n";
const yaml = 'general:\n  port: 1\nserver:\n    port : 8888\n    secret_key : "x"\n';

function found(files: Readonly<Record<string, string>>) {
  const repo = openInventory(makeRepo(files));
  return portInFile({ repo, project: { dir: '' } } as unknown as Sight, 'shop/web.py');
}

it.each<[string, string, Readonly<Record<string, string>>]>([
  [
    'YAML',
    "app.run(\n    port=settings['server']['port'],\n)\n",
    { 'shop/settings.yml': yaml, 'shop/load.py': loads },
  ],
  [
    'INI',
    "app.run(port=int(config.get('server', 'port')))\nconfig.read('config.ini')\n",
    { 'config.ini': '[mail]\nport = 25\n[server]\nhost = 0.0.0.0\nPort = 8888\n' },
  ],
  [
    'TOML',
    'app.run(host=c, port=self.config["port"])\nopen("conf/config.toml")\n',
    { 'conf/config.toml': 'port = 8888\n' },
  ],
  [
    'JSON',
    'serve(app, port=CONFIG["web_port"])\nopen("config.json")\n',
    { 'config.json': '{"web_port":"8888"}' },
  ],
  [
    'the file beside the call',
    `app.run(port=settings['server']['port'])\n${loads}`,
    { 'shop/settings.yml': yaml, 'settings.yml': 'server: {port: 7000}\n' },
  ],
])('the port that a call is told from a file of settings: %s', (_, text, files) => {
  expect(found({ 'shop/web.py': text, ...files })?.value).toBe('8888');
});

it.each<[string, string, Readonly<Record<string, string>>]>([
  [
    'another key',
    "db.connect(port=settings['server']['number'])\n" + loads,
    { 'settings.yml': 'server: {number: 8888}\n' },
  ],
  ['a file that no source names', "app.run(port=settings['server']['port'])\n", { 'settings.yml': yaml }],
  ['a file of tests', `app.run(port=settings['server']['port'])\n${loads}`, { 'tests/settings.yml': yaml }],
  ['an example', `app.run(port=settings['server']['port'])\n${loads}`, { 'settings.example.yml': yaml }],
  [
    'no number',
    `app.run(port=settings['server']['port'])\n${loads}`,
    { 'settings.yml': 'server: {port: !env P}\n' },
  ],
  ['a call that is told another', `app.run(port=port)\n${loads}`, { 'settings.yml': yaml }],
])('but not %s', (_, text, files) => {
  expect(found({ 'shop/web.py': text, ...files })).toBeUndefined();
});
