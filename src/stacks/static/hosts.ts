import { isTable } from '../../inventory/tables.ts';
import { posix } from 'node:path';
import type { Fact } from '../../detect/types.ts';
import { place, type Inventory } from '../../inventory/types.ts';
import { join, text } from '../node/package.ts';

/** What the settings of a host of static sites say of one. */
export type HostSettings = {
  /** The directory of the files, relative to the site's own. */
  readonly publish?: Fact;
  /** `true`: every path that is no file gets the first page. */
  readonly fallback?: Fact;
};

type Reader = (repo: Inventory, dir: string) => HostSettings;

/** The first that says it: netlify.toml, vercel.json and their like, and the web server that the site has now. */
export function readHosts(repo: Inventory, dir: string): HostSettings {
  const all = readers.map((read) => read(repo, dir));
  const publish = all.find((each) => each.publish)?.publish;
  const fallback = all.find((each) => each.fallback)?.fallback;
  return { ...(publish && { publish }), ...(fallback && { fallback }) };
}

/** https://docs.netlify.com/build/configure-builds/file-based-configuration/ */
const netlify: Reader = (repo, dir) => {
  const path = join(dir, 'netlify.toml');
  const file = repo.toml(path);
  if (!isTable(file)) return {};
  const build = isTable(file['build']) ? file['build'] : {};
  const rules = listOf(file['redirects']).filter(isTable);
  const all = rules.some(
    (rule) => rule['from'] === '/*' && isFirstPage(rule['to']) && rule['status'] !== 404,
  );
  return settings(path, { publish: posix.join(text(build['base']), text(build['publish']) || '.'), all });
};

/** https://vercel.com/docs/project-configuration; `routes` is what it was before */
const vercel: Reader = (repo, dir) => {
  const path = join(dir, 'vercel.json');
  const file = repo.json(path);
  if (!isTable(file)) return {};
  const rules = [...listOf(file['rewrites']), ...listOf(file['routes'])].filter(isTable);
  const all = rules.some(
    (rule) =>
      /^\^?\/?\(?\.\*|^\/:\w+\*|^\/\(\(\?!/.test(text(rule['source']) || text(rule['src'])) &&
      isFirstPage(rule['destination'] ?? rule['dest']),
  );
  return settings(path, { publish: file['outputDirectory'], all });
};

/** https://firebase.google.com/docs/hosting/full-config */
const firebase: Reader = (repo, dir) => {
  const path = join(dir, 'firebase.json');
  const file = repo.json(path);
  const hosting = isTable(file) ? [file['hosting']].flat()[0] : undefined;
  if (!isTable(hosting)) return {};
  const rules = listOf(hosting['rewrites']).filter(isTable);
  const all = rules.some((rule) => rule['source'] === '**' && isFirstPage(rule['destination']));
  return settings(path, { publish: hosting['public'], all });
};

/** https://render.com/docs/blueprint-spec#static-sites */
const render: Reader = (repo, dir) => {
  const path = join(dir, 'render.yaml');
  const file = repo.yaml(path);
  const services = isTable(file) ? listOf(file['services']).filter(isTable) : [];
  const site = services.find((each) => each['staticPublishPath'] !== undefined);
  if (!site) return {};
  const rules = listOf(site['routes']).filter(isTable);
  const all = rules.some((rule) => rule['source'] === '/*' && isFirstPage(rule['destination']));
  return settings(path, { publish: site['staticPublishPath'], all });
};

/** https://docs.digitalocean.com/products/app-platform/reference/app-spec/ */
const digitalOcean: Reader = (repo, dir) => {
  const path = join(dir, '.do/app.yaml');
  const file = repo.yaml(path);
  const [site] = isTable(file) ? listOf(file['static_sites']).filter(isTable) : [];
  if (!site) return {};
  return settings(path, { publish: site['output_dir'], all: isFirstPage(site['catchall_document']) });
};

/** https://github.com/heroku/heroku-buildpack-static */
const heroku: Reader = (repo, dir) => {
  const path = join(dir, 'static.json');
  const file = repo.json(path);
  if (!isTable(file)) return {};
  const routes = isTable(file['routes']) ? file['routes'] : {};
  return settings(path, { publish: file['root'], all: isFirstPage(routes['/**']) });
};

/** https://docs.cloudfoundry.org/buildpacks/staticfile/ and https://railpack.com/languages/staticfile */
const staticfile: Reader = (repo, dir) => {
  const path = join(dir, 'Staticfile');
  const file = repo.yaml(path);
  if (!isTable(file)) return {};
  const said = file['index_fallback'] ?? file['pushstate'];
  const all = said === true || said === 'enabled';
  return {
    ...settings(path, { publish: file['root'], all }),
    ...(said !== undefined && { fallback: { value: String(all), from: path, confidence: 'high' } }),
  };
};

/** https://developers.cloudflare.com/workers/static-assets/ and Pages before it */
const cloudflare: Reader = (repo, dir) => {
  for (const name of ['wrangler.toml', 'wrangler.json', 'wrangler.jsonc']) {
    const path = join(dir, name);
    const file = name.endsWith('toml') ? repo.toml(path) : repo.json(path);
    if (!isTable(file)) continue;
    const assets = isTable(file['assets']) ? file['assets'] : {};
    const all = assets['not_found_handling'] === 'single-page-application';
    return settings(path, { publish: assets['directory'] ?? file['pages_build_output_dir'], all });
  }
  return {};
};

/** https://docs.aws.amazon.com/amplify/latest/userguide/build-settings.html */
const amplify: Reader = (repo, dir) => {
  const path = join(dir, 'amplify.yml');
  const file = repo.yaml(path);
  const frontend = isTable(file) && isTable(file['frontend']) ? file['frontend'] : {};
  const artifacts = isTable(frontend['artifacts']) ? frontend['artifacts'] : {};
  return settings(path, { publish: artifacts['baseDirectory'], all: false });
};

/** https://learn.microsoft.com/azure/static-web-apps/configuration */
const azure: Reader = (repo, dir) => {
  const path = join(dir, 'staticwebapp.config.json');
  const file = repo.json(path);
  const rule = isTable(file) && isTable(file['navigationFallback']) ? file['navigationFallback'] : {};
  return settings(path, { publish: undefined, all: isFirstPage(rule['rewrite']) });
};

/** Lines of Netlify's and Cloudflare's file, which is copied to the site. */
const redirects: Reader = (repo, dir) => {
  const paths = ['', 'public', 'static', 'src'].map((part) => join(dir, join(part, '_redirects')));
  const [hit] = repo.search(paths, /^\/\*\s+\/(?:index\.html)?\s+200/);
  return hit ? { fallback: { value: 'true', from: place(hit), confidence: 'high' } } : {};
};

const nginxFiles = [
  'nginx.conf',
  'default.conf',
  'nginx/nginx.conf',
  'nginx/default.conf',
  '.nginx/nginx.conf',
];

/** What the web server of now passes on to others, which the one of an image of files does not: a note. */
export function proxyNotes(repo: Inventory, dir: string): readonly string[] {
  const paths = nginxFiles.map((name) => join(dir, name));
  const [hit] = repo.search(paths, /^\s*proxy_pass\s+([^\s;]+)/);
  return hit
    ? [
        `${place(hit)} passes requests on to ${hit.match[1]}: the server of the image has files alone, put one in front of it that does`,
      ]
    : [];
}

/** `root public;` and `try_files $uri /index.html;` */
const nginx: Reader = (repo, dir) => {
  const paths = nginxFiles.map((name) => join(dir, name));
  const [root] = repo.search(paths, /^\s*root\s+([\w][\w./-]*);/);
  const [rule] = repo.search(paths, /^\s*try_files\s[^;]*\/index\.html\s*;/);
  return {
    ...(root && settings(place(root), { publish: root.match[1], all: false })),
    ...(rule && { fallback: { value: 'true', from: place(rule), confidence: 'high' } }),
  };
};

const readers: readonly Reader[] = [
  staticfile,
  netlify,
  vercel,
  firebase,
  render,
  digitalOcean,
  heroku,
  cloudflare,
  amplify,
  azure,
  redirects,
  nginx,
];

function settings(from: string, { publish, all }: { publish: unknown; all: boolean }): HostSettings {
  const dir = insidePath(text(publish));
  return {
    ...(dir !== undefined && dir !== '' && { publish: { value: dir, from, confidence: 'high' } }),
    ...(all && { fallback: { value: 'true', from, confidence: 'high' } }),
  };
}

/** `./dist/` -> `dist`, `.` -> ``; undefined for what leads out. */
export function insidePath(path: string): string | undefined {
  const plain = posix.normalize(path.replace(/^\/+/, '')).replace(/\/+$/, '');
  if (plain === '..' || plain.startsWith('../')) return undefined;
  return plain === '.' ? '' : plain;
}

function isFirstPage(value: unknown): boolean {
  return /^\/?(?:index\.html)?$/.test(text(value)) && text(value) !== '';
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
