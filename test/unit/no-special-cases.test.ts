import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { parse } from 'yaml';

const root = join(import.meta.dirname, '../..');
const corpus = join(root, 'test/corpus/apps.yaml');

/** Words that say something else as well: the names of tools, products and frameworks that detectors have to know. */
const common = new Set([
  'samples',
  'recipes',
  'fastapi',
  'flask',
  'flask-admin',
  'webhook',
  'http-server',
  'railpack',
  'maildev',
  'mailpit',
  'mdBook',
  'mongoose',
  'ninja',
  'healthchecks',
  'docker',
  'xh',
  'complete',
  'chi',
  'examples',
  'flower',
  'just',
  'lua',
  'lz4',
  'memcached',
  'nixpacks',
  'pdm',
  'quart',
  'rocket',
  'router',
  'Sentinel',
  'socket.io',
  'sveltekit',
  'tmux',
  'tornado',
  'tree',
  'vercel',
  'webdav',
  'yt-dlp',
  'zlib',
  'zstd',
]);

/** Public repositories that `add` is tried on, by their whole names and by the second half alone. */
async function names(): Promise<readonly string[]> {
  const apps = parse(await readFile(corpus, 'utf8')) as readonly { readonly repo: string }[];
  const all = apps.map(({ repo }) => repo);
  return [...new Set([...all, ...all.map((each) => each.split('/')[1] as string)])].filter(
    (name) => !common.has(name),
  );
}

it('no rule is made for one repository: none of those that add is tried on is named', async () => {
  const wanted = (await names()).map((name) => name.toLowerCase());
  expect(wanted.length).toBeGreaterThan(150);
  const files = ['src', 'templates'].map(async (dir) => {
    const entries = await readdir(join(root, dir), { recursive: true, withFileTypes: true });
    return (
      entries
        // Written by a command, from what PyPI lists: distributions, whatever is called like them.
        .filter((entry) => entry.isFile() && entry.name !== 'wheels.json')
        .map((entry) => join(entry.parentPath, entry.name))
    );
  });
  const named = (await Promise.all(files)).flat().map(async (path) => {
    const text = (await readFile(path, 'utf8')).toLowerCase();
    // As a word: `xh` is in many.
    return wanted
      .filter(
        (name) =>
          text.includes(name) &&
          new RegExp(`(?<![\\w-])${name.replaceAll(/[.+]/g, '\\$&')}(?![\\w-])`).test(text),
      )
      .map((name) => `${path.slice(root.length + 1)}: ${name}`);
  });
  expect((await Promise.all(named)).flat()).toEqual([]);
});
