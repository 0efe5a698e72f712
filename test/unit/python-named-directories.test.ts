import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { openInventory } from '../../src/inventory/open.ts';
import { namedDirectories } from '../../src/stacks/python/named-directories.ts';
import type { Sight } from '../../src/stacks/python/sight.ts';
import { emptyDir } from '../support/cli.ts';

function pathsOf(files: Readonly<Record<string, string>>): readonly string[] {
  const root = emptyDir();
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  const repo = openInventory(root);
  const sources = repo.files.filter((path) => path.endsWith('.py'));
  const sight = { repo, project: { dir: '' }, sources } as unknown as Sight;
  return namedDirectories(sight).map(({ path }) => path);
}

it.each<[text: string, paths: readonly string[]]>([
  ['x = config(\n  "OUTPUT_TEMPLATE",\n  cast=str,\n  default="/kept/%(title).200s.%(ext)s",\n)', ['/kept']],
  ['DOWNLOAD_DIR = os.environ.get("DOWNLOAD_DIR", "/downloads")', ['/downloads']],
  ['CONFIG_DIR = os.environ.get("CONFIG_DIR", "/config")', ['/config']],
  ['db = os.getenv("DB_PATH", "/kept/shop.db")', ['/kept']],
  ['a = Path(env.str("CACHE_DIR", default="/srv/kept/cache"))', ['/srv/kept/cache']],
  ['a = os.getenv("STATE_DIR", "/var/lib/shop")', ['/var/lib/shop']],
  ['a = os.getenv("LIBRARY_DIR", "/library")', ['/library']],
  ['class Settings(BaseSettings):\n    data_dir: Path = Path("/data")', ['/data']],
  [
    'A = getenv("DATA_DIR", "/data")\nB = getenv("LOG_DIR", "/data/logs")\nC = getenv("CACHE_DIR", "/datas")',
    ['/data', '/datas'],
  ],
])('is one that a setting names by default: %j', (text, paths) => {
  expect(pathsOf({ 'app.py': text })).toEqual(paths);
});

it.each([
  'UPLOAD_PATH = "/upload"',
  'upload = "/upload"',
  'DATA_DIR = "/tmp/data"',
  'DATA_DIR = os.getenv("DATA_DIR", "/app/data")',
  'x = os.getenv("DATA_BASE_URL", "/data")',
  'x = os.getenv("LOG_PATH", "/dev/stdout")',
  'x = os.getenv("LOGIN_PATH", "/login")',
  'x = os.getenv("CERT_DIR", "/certs")',
  'x = os.getenv("CONFIG_FILE", "/etc/shop/shop.yml")',
  'x = request.args.get("DATA_DIR", "/data")',
  'x = os.getenv("DATA_FILE", "/data.json")',
  'x = os.getenv("DATA_DIR", "/da ta")',
  'x = os.getenv("STATE_DIR", "/var")',
  'x = os.getenv("STATE_DIR", "/var/lib/")',
  'x = os.getenv("DATA_ROOT", "/srv")',
  'x = os.getenv("DATA_ROOT", "/opt")',
  'x = os.getenv("DATA_ROOT", "/mnt")',
  'x = os.getenv("DATA_ROOT", "/media")',
  'x = os.getenv("DATA_ROOT", "/venv")',
  'x = os.getenv("LD_LIBRARY_PATH", "/kept/client")',
  'x = os.getenv("LIBRARY_PATH", "/kept/lib")',
  'x = conf.get("download_path", "/api/download")',
])('is none of a route, of the system or of what is only read: %s', (text) => {
  expect(pathsOf({ 'app.py': text })).toEqual([]);
});

const yaml =
  "server:\n  port: 8080\n  root: /shop\n  upload_url: /upload\n  metadata_db_path: '/kept/.shop.db' # Path\n  output: '/kept/%(title)s.%(ext)s'\n";

it('is one in a file of settings that the program names, where it makes directories', () => {
  const text = 'open("config.yml")\nos.mkdir(found())\n';
  expect(pathsOf({ 'app.py': text, 'config.yml': yaml })).toEqual(['/kept']);
  expect(pathsOf({ 'app.py': text, 'other.yml': yaml })).toEqual([]);
  expect(pathsOf({ 'app.py': 'open("config.yml")\n', 'config.yml': yaml })).toEqual([]);
  const json = '{\n  "downloadDir": "/kept",\n  "dataEndpoint": "/data"\n}\n';
  expect(pathsOf({ 'app.py': text.replace('.yml', '.json'), 'config.json': json })).toEqual(['/kept']);
});

it.each([
  ['config.yml', 'upload_dir: /upload\n', ['/upload']],
  ['config.yml', 'upload: /upload\ndownload_path: /files\nlog_file: /logs/\n', []],
  ['config.yml', 'log_file: /kept/shop.log\nreport: /files/data.pdf\ndata: /files/data.pdf\n', ['/kept']],
  ['routes.yml', 'upload_dir: /upload\n', []],
  ['menu.json', '{\n  "downloads": "/downloads",\n  "libraryDir": "/library"\n}\n', []],
])('in %s it is one by a word that says so: %j', (name, text, paths) => {
  expect(pathsOf({ 'app.py': `open("${name}")\nos.mkdir(found())\n`, [name]: text })).toEqual(paths);
});

it('reads a hostile file in time by its length', () => {
  const start = performance.now();
  pathsOf({
    'a.py': '("a",'.repeat(200_000),
    'b.py': `("${'a'.repeat(900_000)}`,
    'c.py': `x${' '.repeat(900_000)}= "/`,
    'd.py': 'os.environ.get("A",\n'.repeat(45_000),
    'e.py': 'os.environ.get("DATA_DIR", "/x")\n'.repeat(25_000),
  });
  expect(performance.now() - start).toBeLessThan(2000);
});
