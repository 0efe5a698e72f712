import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readHints } from '../../src/detect/hints.ts';
import type { Candidate, Chosen, Service } from '../../src/detect/types.ts';
import { openInventory } from '../../src/inventory/open.ts';
import { loadAllStacks } from '../../src/stacks/load.ts';
import type { StackManifest } from '../../src/stacks/schema.ts';
import { detector } from '../../src/stacks/static/detect.ts';
import { isStaticBuild } from '../../src/stacks/static/is-static.ts';
import { emptyDir } from '../support/cli.ts';

const stacks = await loadAllStacks();
const stack = stacks.find(({ id }) => id === 'static') as StackManifest;

type Files = Readonly<Record<string, string | object>>;

function repoOf(files: Files) {
  const root = emptyDir();
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), typeof content === 'string' ? content : JSON.stringify(content));
  }
  return openInventory(root);
}

function look(files: Files): readonly Candidate[] {
  const repo = repoOf(files);
  return detector.detect({ repo, stack, stacks, hints: readHints(repo, {}) });
}

function siteOf(files: Files): Service {
  const found = look(files).find((each) => each.found === 'service');
  expect(found).toBeDefined();
  return found as Service;
}

const pkg = (scripts: object, packages: object = {}, more: object = {}) => ({
  'package.json': { private: true, scripts, dependencies: packages, ...more },
});
const page = { 'index.html': '<p>' };

describe('which of Node and static takes a package.json', () => {
  it.each<[string, boolean, Files]>([
    ['Vite', true, { ...pkg({ build: 'vite build' }, { vite: '7' }), ...page }],
    [
      'Vite with a start script for production',
      true,
      { ...pkg({ start: 'vite preview', build: 'vite build' }, { vite: '7' }), ...page },
    ],
    [
      'Vite with a server of Nitro',
      false,
      {
        ...pkg({ build: 'vite build' }, { vite: '8', nitro: '3' }),
        ...page,
        'vite.config.ts': "import { nitro } from 'nitro/vite';\n",
      },
    ],
    ['Sanity Studio', true, pkg({ start: 'sanity start', build: 'sanity build' }, { sanity: '4' })],
    [
      'Vite with a Worker',
      false,
      {
        ...pkg({ build: 'vite build' }, { vite: '7', '@cloudflare/vite-plugin': '1' }),
        ...page,
        'wrangler.jsonc': '{\n  "main": "worker/index.ts",\n}',
      },
    ],
    ['Vite without a page', false, pkg({ build: 'vite build' }, { vite: '7' })],
    [
      'a page below the root of Vite',
      true,
      {
        ...pkg({ build: 'vite build' }, { vite: '7' }),
        'vite.config.ts': "export default {\n  root: 'ui',\n};",
        'ui/index.html': '<p>',
      },
    ],
    [
      'a library that Vite bundles',
      false,
      {
        ...pkg({ build: 'vite build' }, { vite: '7' }),
        ...page,
        'vite.config.ts': 'export default {\n  build: {\n    lib: { entry: 1 } } }',
      },
    ],
    [
      'a library that uses Vite for its demo',
      false,
      {
        ...pkg({ build: 'tsup' }, { vite: '7' }, { private: false, exports: './dist/a.js' }),
        'src/a.ts': '',
      },
    ],
    [
      'Vite and a server that is started',
      false,
      { ...pkg({ start: 'node server.js', build: 'vite build' }, { vite: '7', express: '5' }), ...page },
    ],
    [
      'a server that is started by another script',
      false,
      {
        ...pkg({ start: 'npm run serve', serve: 'tsx src/server.ts', build: 'vite build' }, { vite: '7' }),
        ...page,
      },
    ],
    [
      'a server beside the development server',
      false,
      {
        ...pkg({ dev: 'vite', server: 'node server.js', build: 'vite build' }, { vite: '7', express: '5' }),
        ...page,
      },
    ],
    [
      'a build of scripts, and one that shows it while one develops',
      true,
      {
        ...pkg(
          { build: 'node scripts/build.js', start: 'npm run build && node scripts/start.js' },
          {},
          { devDependencies: { pug: '3' } },
        ),
        'dist/index.html': '',
      },
    ],
    [
      'two programs at once, one of them a server',
      false,
      { ...pkg({ start: 'concurrently "vite" "node api.js"' }, { vite: '7' }), ...page },
    ],
    [
      'a file server in production',
      true,
      {
        ...pkg(
          { start: 'node prepare.js; serve -s build', build: 'react-scripts build' },
          { 'react-scripts': '5' },
        ),
      },
    ],
    [
      'Create React App',
      true,
      pkg({ start: 'react-scripts start', build: 'react-scripts build' }, { 'react-scripts': '5' }),
    ],
    [
      'an ejected one',
      true,
      pkg(
        { start: 'node scripts/start.js', build: 'node scripts/build.js' },
        { 'html-webpack-plugin': '5', webpack: '5' },
        { scripts: { start: 'node scripts/start.js', build: 'webpack' } },
      ),
    ],
    ['Next.js', false, pkg({ build: 'next build', start: 'next start' }, { next: '15' })],
    [
      'Next.js that exports',
      true,
      {
        ...pkg({ build: 'next build' }, { next: '15' }),
        'next.config.ts': 'const config = {\n  output: "export",\n};',
      },
    ],
    [
      'Next.js that exports in a comment',
      false,
      {
        ...pkg({ build: 'next build' }, { next: '15' }),
        'next.config.js': "module.exports = {\n  // output: 'export',\n};",
      },
    ],
    ['the export of old', true, pkg({ build: 'next build && next export' }, { next: '12' })],
    ['Nuxt', false, pkg({ build: 'nuxt build' }, { nuxt: '3' })],
    ['Nuxt that generates', true, pkg({ build: 'nuxt generate' }, { nuxt: '3' })],
    ['Astro', true, pkg({ build: 'astro build' }, { astro: '5' })],
    [
      'Astro with a server',
      false,
      {
        ...pkg({ build: 'astro build' }, { astro: '5' }),
        'astro.config.mjs': "export default defineConfig({\n  output: 'server',\n});",
      },
    ],
    ['SvelteKit', false, pkg({ build: 'vite build' }, { '@sveltejs/kit': '2', vite: '7' })],
    [
      'SvelteKit for files',
      true,
      {
        ...pkg({ build: 'vite build' }, { '@sveltejs/kit': '2', vite: '7' }),
        'svelte.config.js': "import adapter from '@sveltejs/adapter-static';",
      },
    ],
    [
      'React Router without a server',
      true,
      {
        ...pkg({ build: 'react-router build' }, { '@react-router/dev': '7' }),
        'react-router.config.ts': 'export default {\n  ssr: false,\n};',
      },
    ],
    [
      'React Router',
      false,
      {
        ...pkg({ build: 'react-router build' }, { '@react-router/dev': '7' }),
        'react-router.config.ts': 'export default {\n  ssr: true,\n};',
      },
    ],
    [
      'Angular',
      true,
      {
        ...pkg({ build: 'ng build' }, { '@angular/cli': '20' }),
        'angular.json': { projects: { a: { architect: { build: {} } } } },
      },
    ],
    [
      'Angular with a server',
      false,
      {
        ...pkg({ build: 'ng build' }, { '@angular/cli': '20' }),
        'angular.json': { projects: { a: { architect: { build: { options: { ssr: { entry: 'a' } } } } } } },
      },
    ],
    [
      'the documentation of a library',
      false,
      {
        ...pkg(
          { 'docs:build': 'vitepress build docs', build: 'tsup' },
          { vitepress: '1' },
          { private: false, exports: './a.js' },
        ),
      },
    ],
    ['documentation alone', true, pkg({ 'docs:build': 'vitepress build docs' }, { vitepress: '1' })],
    ['a command', false, { ...pkg({ build: 'vite build' }, { vite: '7' }, { bin: './cli.js' }), ...page }],
    ['a server', false, pkg({ start: 'node index.js' }, { express: '5' })],
    [
      'a server without a script',
      false,
      { ...pkg({}, { express: '5' }), 'index.js': '', 'public/index.html': '' },
    ],
    [
      'a page and a tool that formats it',
      true,
      { ...pkg({ lint: 'prettier .' }, { prettier: '3' }), ...page },
    ],
    ['a page and a server while one develops', true, { ...pkg({ start: 'live-server .' }), ...page }],
    [
      'a build of its own, of what is served',
      true,
      { ...pkg({ build: 'node b.js', serve: 'http-server ./dist' }), ...page },
    ],
    ['gulp', true, { ...pkg({ build: 'gulp build' }, { gulp: '5' }), 'src/index.html': '' }],
    ['a broken manifest', false, { 'package.json': '{"scripts": 3, "dependencies": ["vite"', ...page }],
    ['Docusaurus 1', true, pkg({ start: 'docusaurus-start' }, { docusaurus: '1' })],
    ['Sapper without a server', true, pkg({ build: 'sapper export' }, { sapper: '0.27', polka: '1' })],
    [
      'Sapper with a server',
      false,
      pkg({ build: 'sapper build', start: 'node __sapper__/build' }, { sapper: '0.27', polka: '1' }),
    ],
    [
      'Hugo with PostCSS',
      true,
      { ...pkg({}, { postcss: '8' }), 'hugo.toml': '', 'content/a.md': '', 'layouts/index.html': '' },
    ],
    [
      'a manifest of odd values',
      true,
      { 'package.json': { private: true, scripts: { build: 7 }, dependencies: null, bin: 3 }, ...page },
    ],
  ])('%s: static %s', (_, expected, files) => {
    expect(isStaticBuild(repoOf(files), '')).toBe(expected);
  });
});

describe('where the files are', () => {
  const vite = { ...pkg({ build: 'vite build' }, { vite: '7' }), ...page };
  const config = (text: string) => ({ ...vite, 'vite.config.ts': `export default {\n${text}\n};` });
  it.each<[string, string, Files]>([
    ['dist', "Vite's own", vite],
    ['out', 'vite.config.ts:2', config("  build: { outDir: 'out' },")],
    [
      'build/site',
      'siteConfig.js:1',
      {
        ...pkg({ build: 'docusaurus-build' }, { docusaurus: '1' }),
        'siteConfig.js': "projectName: 'site',\n",
      },
    ],
    [
      'dist',
      'Nuxt 2',
      {
        ...pkg({ build: 'nuxt build', generate: 'nuxt generate' }, { nuxt: '2.15.8' }),
        'nuxt.config.js': "export default {\n  target: 'static',\n};",
      },
    ],
    [
      'guide/.vuepress/dist',
      'build script',
      pkg({ build: 'NODE_ENV=production vuepress build guide' }, { 'vuepress-vite': '2' }),
    ],
    ['out', 'vite.config.ts:2', config("  build: { outDir: path.resolve(__dirname, './out') },")],
    ['web/dist', 'vite.config.ts', { ...config("  root: 'web',"), 'web/index.html': '' }],
    [
      'dist',
      'vite.config.ts:3',
      { ...config("  root: 'web',\n  build: { outDir: '../dist' },"), 'web/index.html': '' },
    ],
    ['out', 'build script', { ...pkg({ build: 'tsc && vite build --outDir out' }, { vite: '7' }), ...page }],
    [
      'site',
      'build script',
      pkg({ build: 'react-scripts build && mv build site' }, { 'react-scripts': '5' }),
    ],
    ['www', 'build script', pkg({ build: 'BUILD_PATH=www react-scripts build' }, { 'react-scripts': '5' })],
    [
      'dist/a',
      'angular.json: a',
      {
        ...pkg({ build: 'ng build' }, { '@angular/cli': '13' }),
        'angular.json': {
          projects: {
            a: {
              architect: {
                build: {
                  builder: '@angular-devkit/build-angular:browser',
                  options: { outputPath: 'dist/a' },
                },
              },
            },
          },
        },
      },
    ],
    [
      'dist/a/browser',
      'angular.json: a',
      {
        ...pkg({ build: 'ng build' }, { '@angular/cli': '17' }),
        'angular.json': {
          projects: {
            a: {
              architect: {
                build: {
                  builder: '@angular-devkit/build-angular:application',
                  options: { outputPath: 'dist/a' },
                },
              },
            },
          },
        },
      },
    ],
    [
      'web',
      'angular.json: a',
      {
        ...pkg({ build: 'ng build' }, { '@angular/cli': '18' }),
        'angular.json': {
          projects: {
            lib: { projectType: 'library' },
            a: { architect: { build: { options: { outputPath: { base: 'web', browser: '' } } } } },
          },
        },
      },
    ],
    [
      'public',
      '.gitignore:1',
      { ...pkg({ build: 'gulp' }, { gulp: '5' }), '.gitignore': 'public/\n', 'src/index.html': '' },
    ],
    ['docs/.vitepress/dist', 'build script', pkg({ build: 'vitepress build docs' }, { vitepress: '1' })],
    [
      'out',
      'vue.config.js:2',
      {
        ...pkg({ build: 'vue-cli-service build' }, { '@vue/cli-service': '5' }),
        'vue.config.js': "module.exports = {\n  outputDir: 'out',\n};",
      },
    ],
  ])('%s <- %s', (value, from, files) => {
    const site = siteOf(files);
    expect(site.facts['output']).toMatchObject({ value, from: expect.stringContaining(from) as string });
  });
});

it('never reads above the workspace', () => {
  const files = { ...pkg({ build: 'vite build' }, { vite: '7' }), ...page };
  const config = "export default {\n  build: { outDir: '../out' },\n};";
  const site = siteOf({ ...files, 'vite.config.ts': config });
  expect(site.facts['output']?.value).toBe('dist');
});

describe('plain files', () => {
  it.each<[boolean, Files]>([
    [true, { 'server/Cargo.toml': '' }],
    [false, { 'server/Cargo.toml': '', 'netlify.toml': '[build]\npublish = "site"\n' }],
    [false, { 'tools/Cargo.toml': '' }],
  ])('beside another program may be a part of it: %s', (isPart, files) => {
    expect(siteOf({ 'site/index.html': '', ...files }).part ?? false).toBe(isPart);
  });
  it('are not the page of one of several programs', () => {
    expect(look({ 'services/shop/pom.xml': '<project/>', 'services/shop/web/index.html': '<p>' })).toEqual(
      [],
    );
  });

  it.each<[string, Files]>([
    ['.', page],
    ['.', { ...page, 'docs/index.html': '' }],
    ['public', { 'public/index.html': '<b>{{ name }}</b>', 'README.md': '' }],
    ['.', { 'index.html': '<script type="text/template"><%- title %></script>' }],
    ['app/public', { 'app/public/index.html': '', 'app/alternate/index.html': '' }],
    ['hello', { 'hello/index.html': '' }],
    ['pages', { Staticfile: 'root: pages\n', 'pages/index.html': '', ...page }],
    ['html', { 'nginx.conf': 'server {\n  root html;\n}', 'html/index.html': '', 'web/index.html': '' }],
  ])('%s', (value, files) => {
    expect(siteOf(files)).toMatchObject({
      kind: 'static',
      facts: { files: { value } },
      port: { value: '8080' },
    });
  });

  it.each<[string, Files]>([
    ['the documentation of a program in Go', { 'go.mod': '', 'docs/index.html': '' }],
    ['a page of a library in Python', { 'pyproject.toml': '', ...page }],
    ['PHP', { ...page, 'index.php': '' }],
    [
      'a template of a program',
      { 'app/templates/index.html': "<link href=\"{{ url_for('static', filename='a.css') }}\">" },
    ],
    [
      'the example of a library',
      {
        'package.json': { name: 'lib', exports: './a.js' },
        'examples/web/package.json': {
          private: true,
          scripts: { build: 'vite build' },
          devDependencies: { vite: '7' },
        },
        'examples/web/index.html': '',
      },
    ],
    [
      'a page of a project below',
      { 'services/api/requirements.txt': 'flask', 'services/api/templates/index.html': '' },
    ],
    ['no page', { 'README.md': '' }],
  ])('not %s', (_, files) => {
    expect(look(files)).toEqual([]);
  });
});

describe('every path is the application’s', () => {
  it.each<[string, string | undefined, Files]>([
    ['_redirects', '_redirects:1', { ...page, _redirects: '/*    /index.html   200\n' }],
    [
      'netlify.toml',
      'netlify.toml',
      { ...page, 'netlify.toml': '[[redirects]]\nfrom = "/*"\nto = "/index.html"\nstatus = 200\n' },
    ],
    [
      'vercel.json',
      'vercel.json',
      { ...page, 'vercel.json': { rewrites: [{ source: '/(.*)', destination: '/index.html' }] } },
    ],
    [
      'an API behind vercel.json',
      undefined,
      { ...page, 'vercel.json': { rewrites: [{ source: '/api/(.*)', destination: '/index.html' }] } },
    ],
    [
      'firebase.json',
      'firebase.json',
      {
        'firebase.json': {
          hosting: { public: 'web', rewrites: [{ source: '**', destination: '/index.html' }] },
        },
        'web/index.html': '',
      },
    ],
    ['static.json', 'static.json', { ...page, 'static.json': { routes: { '/**': 'index.html' } } }],
    [
      'nginx',
      'nginx.conf:2',
      { ...page, 'nginx.conf': 'location / {\n  try_files $uri $uri/ /index.html;\n}' },
    ],
    ['nothing', undefined, page],
    ['Vite', 'Vite makes one page', { ...pkg({ build: 'vite build' }, { vite: '7' }), ...page }],
    [
      'Staticfile says no',
      undefined,
      { ...pkg({ build: 'vite build' }, { vite: '7' }), ...page, Staticfile: 'index_fallback: false\n' },
    ],
    ['Astro', undefined, pkg({ build: 'astro build' }, { astro: '5' })],
    [
      'broken settings',
      undefined,
      { ...page, 'vercel.json': '{', 'netlify.toml': '= = =', 'render.yaml': 'a: [', Staticfile: '- 1' },
    ],
  ])('%s', (_, from, files) => {
    expect(siteOf(files).facts['fallback']?.from).toBe(from);
  });
});

describe('the hashes of old webpacks', () => {
  it.each<[string, boolean, Files]>([
    ['yarn.lock, old', true, { 'yarn.lock': 'webpack@^5.16.0:\n  version "5.53.0"\n' }],
    ['yarn.lock, new', false, { 'yarn.lock': '"webpack@^5.16.0, webpack@5":\n  version "5.90.0"\n' }],
    ['pnpm-lock.yaml', true, { 'pnpm-lock.yaml': 'packages:\n  /webpack/4.46.0:\n    x: 1\n' }],
    ['no lock file', false, {}],
  ])('%s: %s', (_, asked, lock) => {
    const files = { ...pkg({ build: 'gatsby build' }, { gatsby: '^3.0.0', webpack: '^5.16.0' }), ...lock };
    const repo = repoOf(files);
    const hints = readHints(repo, {});
    const found = detector.detect({ repo, stack, stacks, hints })[0];
    if (found?.found !== 'service') throw new Error(JSON.stringify(found));
    const target = { id: 'scratch', ...stack.targets['scratch'] } as Chosen['target'];
    const { stages } = found.recipe({ target, port: 8080, health: '/healthz', files: [], writable: [] });
    expect(JSON.stringify(stages).includes('legacy-provider')).toBe(asked);
    expect(repo.problems()).toEqual([]);
  });
});

describe('generators', () => {
  it('builds Hugo with what package.json asks for', () => {
    const site = siteOf({
      ...pkg({}, { postcss: '8' }),
      'hugo.toml': '',
      'content/a.md': '',
      'layouts/index.html': '',
    });
    const { stages } = site.recipe({
      target: Object.values(stack.targets)[0] as Chosen['target'],
      port: 8080,
      health: '/healthz',
      files: [],
      writable: [],
    });
    expect(stages.map(({ name }) => name)).toEqual(['dependencies', 'site', 'build']);
  });
  it.each<[string, Files, readonly string[]]>([
    ['with Go', { 'go.mod': 'module a\n' }, ['go', 'site', 'build']],
    ['as they were put into the repository', { 'go.mod': '', '_vendor/a.txt': '' }, ['site', 'build']],
  ])('builds Hugo with modules: %s', (_, more, names) => {
    const site = siteOf({ 'hugo.toml': '', 'content/a.md': '', 'layouts/index.html': '', ...more });
    const { stages } = site.recipe({
      target: Object.values(stack.targets)[0] as Chosen['target'],
      port: 8080,
      health: '/healthz',
      files: [],
      writable: [],
    });
    expect(stages.map(({ name }) => name)).toEqual(names);
  });
  it('takes the documentation of a program in Go for no site', () => {
    const files = { 'hugo.toml': '', 'content/a.md': '', 'go.mod': 'module a\n', 'main.go': '' };
    expect(look(files)).toEqual([]);
  });
  it.each<[string, string, Files]>([
    ['Jekyll', 'made by Jekyll', { '_config.yml': '', '_posts/2020-01-01-a.md': '' }],
    [
      'a Hugo theme that is a submodule',
      'not in themes/',
      { 'hugo.toml': 'theme = "a"', 'content/a.md': '' },
    ],
    [
      'a Hugo theme that is a module of no version',
      'no go.mod',
      { 'hugo.toml': 'theme = "github.com/a/b"', 'content/a.md': '' },
    ],
    ['mdBook', 'mdBook', { 'book.toml': '', 'src/SUMMARY.md': '' }],
    ['Zola', 'Zola', { 'config.toml': 'base_url = "/"', 'content/a.md': '', 'templates/index.html': '' }],
  ])('%s is refused', (_, reason, files) => {
    expect(look(files)).toMatchObject([
      { found: 'refusal', reason: expect.stringContaining(reason) as string },
    ]);
  });

  it.each<[string, string, Files]>([
    [
      'MkDocs',
      'mkdocs<2 mkdocs-material mkdocs-minify-plugin',
      {
        'mkdocs.yml': 'site_name: a\ntheme:\n  name: material\nplugins:\n  - search\n  - minify\n',
        'docs/index.md': '',
      },
    ],
    ['MkDocs', 'requirements.txt', { 'mkdocs.yml': 'site_name: a\n', 'requirements.txt': 'mkdocs==1.6\n' }],
    [
      'Sphinx',
      'sphinx sphinx-rtd-theme',
      { 'docs/conf.py': "project = 'a'\nhtml_theme = 'sphinx_rtd_theme'\n", 'docs/index.rst': '' },
    ],
    ['Pelican', 'pelican[markdown]', { 'pelicanconf.py': '', 'content/a.md': '' }],
  ])('%s is built: %s', (framework, install, files) => {
    expect(siteOf(files).facts).toMatchObject({
      framework: { value: framework },
      install: { value: install },
    });
  });
});

describe('a package.json beside the sources of pages', () => {
  const docs = { 'mkdocs.yml': 'site_name: a\n', 'docs/index.md': '' };

  it('that only brings tools leaves them to their generator', () => {
    const files = { ...docs, 'package.json': { scripts: { lint: 'x' }, devDependencies: { x: '1' } } };
    expect(siteOf(files).facts['framework']?.value).toBe('MkDocs');
  });

  it.each<[string, Files]>([
    ['a library', { 'package.json': { name: 'a', main: 'index.js' }, 'index.js': '' }],
    ['a program', { 'package.json': { scripts: { start: 'node a.js' } }, 'a.js': '' }],
    ['a workspace', { 'package.json': { workspaces: ['a'] }, 'a/package.json': {} }],
    ['a program in another language', { 'package.json': {}, 'pyproject.toml': '' }],
    ['a program that make builds', { 'package.json': {}, Makefile: '', 'core/a.c': '' }],
    ['a library without a main', { 'package.json': {}, 'lib/a.js': '' }],
    ['a program below it', { 'package.json': {}, 'api/go.mod': 'module a\n' }],
  ])('of %s leaves them aside', (_, files) => {
    expect(look({ ...docs, ...files }).filter(({ dir }) => dir === '')).toEqual([]);
  });
});

it('a plugin of MkDocs that asks git finds a repository', () => {
  const site = siteOf({ 'mkdocs.yml': 'site_name: a\nplugins:\n  - git-revision-date-localized\n' });
  const { stages } = site.recipe({
    target: Object.values(stack.targets)[0] as Chosen['target'],
    port: 8080,
    health: '/healthz',
    files: [],
    writable: [],
  });
  const commands = stages.flatMap(({ steps }) => steps).flatMap((step) => ('run' in step ? step.run : []));
  const made = commands.findIndex((line) => line.startsWith('git init'));
  expect(made).toBeGreaterThanOrEqual(0);
  expect(commands[made + 1]).toMatch(/^mkdocs build/);
  expect(site.notes.join('\n')).toContain('asks git');
});

describe('a page whose start script watches it', () => {
  const gulp = pkg({ start: 'node_modules/.bin/gulp watch' }, { gulp: '4' });

  it('is served as it is where its scripts and styles are there', () => {
    const html = '<link href="css/a.css"><script src="/js/a.js?v=1"></script><script src="https://b.c/d.js">';
    const site = siteOf({ ...gulp, 'index.html': html, 'css/a.css': '', 'js/a.js': '' });
    expect(site.facts['files']?.value).toBe('.');
  });

  it('is no plain page where the tool makes them', () => {
    const found = look({ ...gulp, 'index.html': '<link href="css/a.css">', 'scss/a.scss': '' });
    expect(found).toEqual([]);
  });

  it('is no plain page where a program is started', () => {
    const files = { ...pkg({ start: 'node server.js' }), 'index.html': '<script src="a.js">', 'a.js': '' };
    expect(look(files)).toEqual([]);
  });
});

it('a package of others that was copied in is no site', () => {
  const files = {
    'vendor/a/package.json': { scripts: {} },
    'vendor/a/index.html': '<p>',
    'go.mod': 'module a\n',
  };
  expect(look(files)).toEqual([]);
});

it.each<[string, boolean]>([
  ['^3.9.1', true],
  ['^4.0.0', false],
  ['latest', false],
])('gulp of version %s is refused: %s', (gulp, refused) => {
  const files = { ...pkg({ build: 'gulp build' }, { gulp }), 'src/index.html': '' };
  expect(look(files).map(({ found }) => found)).toEqual([refused ? 'refusal' : 'service']);
});

it('Slidev makes pages', () => {
  const site = siteOf({ ...pkg({ build: 'slidev build' }, { '@slidev/cli': '52' }), 'slides.md': '# a' });
  expect([site.facts['output']?.value, site.facts['fallback']?.value]).toEqual(['dist', 'index.html']);
});

it('says what a web server of before passes on to others', () => {
  const conf = 'server {\n  location /api {\n    proxy_pass http://api:3000;\n  }\n}';
  expect(siteOf({ ...page, 'nginx.conf': conf }).notes).toEqual([
    expect.stringContaining('nginx.conf:3 passes requests on to http://api:3000'),
  ]);
  expect(siteOf({ ...page, 'nginx.conf': 'server {\n}' }).notes).toEqual([]);
});
