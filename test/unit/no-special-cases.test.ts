import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');
const corpus = join(root, 'test/corpus/apps.json');

/** Public repositories that `add` is tried on; test/corpus/apps.json has the list where it is there. */
const tried = [
  'hashicorp/http-echo',
  'render-examples/go-gin-web-server',
  'stefanprodan/podinfo',
  'gofiber/recipes',
  'adnanh/webhook',
  'docker/getting-started-app',
  'Azure-Samples/nodejs-docs-hello-world',
  'http-party/http-server',
  'shadcn-ui/next-template',
  'GoogleCloudPlatform/nodejs-docs-samples',
  'railwayapp/railpack',
  'render-examples/fastapi',
  'paketo-buildpacks/samples',
  'GoogleCloudPlatform/buildpack-samples',
  'astral-sh/uv-fastapi-example',
  'healthchecks/healthchecks',
  'miguelgrinberg/microblog',
  'szabodanika/microbin',
  'ducaale/xh',
  'BurntSushi/ripgrep',
  'spring-guides/gs-rest-service',
  'quarkusio/quarkus-quickstarts',
  'GoogleCloudPlatform/java-docs-samples',
  'tsl0922/ttyd',
  'cesanta/mongoose',
] as const;

/** Words that say something else as well: the names of tools, products and frameworks that detectors have to know. */
const common = new Set([
  'samples',
  'recipes',
  'fastapi',
  'webhook',
  'http-server',
  'railpack',
  'mongoose',
  'healthchecks',
  'docker',
  'xh',
  'complete',
]);

async function names(): Promise<readonly string[]> {
  const repositories = existsSync(corpus)
    ? [...JSON.stringify(JSON.parse(await readFile(corpus, 'utf8'))).matchAll(/"repo":"([^"]+)"/g)].map(
        ([, repo]) => repo as string,
      )
    : [];
  const all = [...tried, ...repositories];
  return [...new Set([...all, ...all.map((each) => each.split('/')[1] as string)])].filter(
    (name) => !common.has(name),
  );
}

it('no rule is made for one repository: none of those that add is tried on is named', async () => {
  const wanted = (await names()).map((name) => name.toLowerCase());
  expect(wanted.length).toBeGreaterThan(40);
  const files = ['src', 'templates'].map(async (dir) => {
    const entries = await readdir(join(root, dir), { recursive: true, withFileTypes: true });
    return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
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
