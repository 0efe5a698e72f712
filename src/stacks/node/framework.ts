import { within } from '../../inventory/paths.ts';
import type { Inventory } from '../../inventory/types.ts';
import { servesByAnalog } from './analog.ts';
import { join, type Package } from './package.ts';

/** What a service is built with, and what is known of it. */
export type Framework = {
  readonly id: string;
  readonly label: string;
  /** Any of them. */
  readonly packages: readonly string[];
  readonly port: string;
};

/** The more special first: a program with Nest depends on Express too. */
const frameworks: readonly Framework[] = [
  { id: 'next', label: 'Next.js', packages: ['next'], port: '3000' },
  { id: 'nuxt', label: 'Nuxt', packages: ['nuxt', 'nuxt3', 'nuxt-edge', 'nuxt-nightly'], port: '3000' },
  { id: 'sveltekit', label: 'SvelteKit', packages: ['@sveltejs/kit'], port: '3000' },
  { id: 'astro', label: 'Astro', packages: ['astro'], port: '4321' },
  {
    id: 'angular',
    label: 'Angular with a server',
    packages: ['@angular/ssr', '@nguniversal/express-engine'],
    port: '4000',
  },
  {
    id: 'remix',
    label: 'Remix',
    packages: ['@remix-run/serve', '@remix-run/node', '@remix-run/express'],
    port: '3000',
  },
  {
    id: 'react-router',
    label: 'React Router',
    packages: ['@react-router/serve', '@react-router/node', '@react-router/express'],
    port: '3000',
  },
  {
    id: 'tanstack',
    label: 'TanStack Start',
    packages: ['@tanstack/react-start', '@tanstack/solid-start'],
    port: '3000',
  },
  { id: 'solid', label: 'SolidStart', packages: ['@solidjs/start'], port: '3000' },
  { id: 'analog', label: 'Analog', packages: ['@analogjs/platform'], port: '3000' },
  { id: 'nitro', label: 'Nitro', packages: ['nitropack', 'nitro'], port: '3000' },
  { id: 'strapi', label: 'Strapi', packages: ['@strapi/strapi', 'strapi'], port: '1337' },
  { id: 'medusa', label: 'Medusa', packages: ['@medusajs/medusa'], port: '9000' },
  { id: 'mastra', label: 'Mastra', packages: ['@mastra/core'], port: '4111' },
  { id: 'keystone', label: 'Keystone', packages: ['@keystone-6/core'], port: '3000' },
  { id: 'adonis', label: 'AdonisJS', packages: ['@adonisjs/core'], port: '3333' },
  { id: 'nest', label: 'NestJS', packages: ['@nestjs/core'], port: '3000' },
  {
    id: 'functions',
    label: 'Functions Framework',
    packages: ['@google-cloud/functions-framework'],
    port: '8080',
  },
  { id: 'probot', label: 'Probot', packages: ['probot'], port: '3000' },
  { id: 'loopback', label: 'LoopBack', packages: ['@loopback/rest', 'loopback'], port: '3000' },
  { id: 'sails', label: 'Sails', packages: ['sails'], port: '1337' },
  { id: 'fastify', label: 'Fastify', packages: ['fastify', 'fastify-cli'], port: '3000' },
  { id: 'hapi', label: 'hapi', packages: ['@hapi/hapi', 'hapi'], port: '3000' },
  { id: 'koa', label: 'Koa', packages: ['koa'], port: '3000' },
  { id: 'elysia', label: 'Elysia', packages: ['elysia'], port: '3000' },
  { id: 'hono', label: 'Hono', packages: ['hono', '@hono/node-server'], port: '3000' },
  {
    id: 'apollo',
    label: 'Apollo Server',
    packages: ['@apollo/server', 'apollo-server', 'apollo-server-express'],
    port: '4000',
  },
  { id: 'yoga', label: 'GraphQL Yoga', packages: ['graphql-yoga'], port: '4000' },
  { id: 'feathers', label: 'Feathers', packages: ['@feathersjs/feathers'], port: '3030' },
  { id: 'express', label: 'Express', packages: ['express'], port: '3000' },
  { id: 'restify', label: 'Restify', packages: ['restify'], port: '8080' },
  { id: 'polka', label: 'Polka', packages: ['polka'], port: '3000' },
  { id: 'tinyhttp', label: 'tinyhttp', packages: ['@tinyhttp/app'], port: '3000' },
  { id: 'h3', label: 'h3', packages: ['h3'], port: '3000' },
  { id: 'socketio', label: 'Socket.IO', packages: ['socket.io'], port: '3000' },
];

/** They make pages, and may be asked for as what only the build needs. */
const pages = new Set(['sveltekit', 'astro', 'nuxt', 'next', 'nitro', 'tanstack', 'solid', 'analog']);

/** @param kinds `programs`: of a package that is no set of pages itself, though others of its workspace are */
export function findFramework(
  repo: Inventory,
  own: Package,
  kinds: 'all' | 'programs' = 'all',
): Framework | undefined {
  const { dependencies, devDependencies } = own;
  const asked = { ...devDependencies, ...dependencies };
  return frameworks.find(({ id, packages }) => {
    if (pages.has(id) && kinds === 'programs') return false;
    const isAsked = packages.some(
      (name) => dependencies[name] !== undefined || (pages.has(id) && asked[name] !== undefined),
    );
    return isAsked && isMadeWith(repo, own, id);
  });
}

/** Where their pages stand. */
const places: Readonly<Record<string, readonly string[]>> = {
  next: ['app', 'pages', 'src/app', 'src/pages'],
  nuxt: ['app', 'pages', 'server', 'src'],
  sveltekit: ['src/routes'],
  astro: ['src/pages'],
};

/** A package may ask for it for a member of its workspace, or because it is a part of the framework itself. */
function isMadeWith(repo: Inventory, own: Package, id: string): boolean {
  if (id === 'analog') return servesByAnalog(repo, own);
  const { dir } = own;
  const dirs = places[id];
  if (!dirs || dirs.some((each) => repo.hasDir(join(dir, each)))) return true;
  if (id === 'next') return false;
  return ['app.vue', ...['js', 'ts', 'mjs'].map((each) => `${configs[id] ?? ''}.config.${each}`)].some(
    (name) => repo.has(join(dir, name)),
  );
}

const configs: Readonly<Record<string, string>> = { nuxt: 'nuxt', sveltekit: 'svelte', astro: 'astro' };

const settings: Readonly<Record<string, RegExp>> = {
  next: /^next\.config\.\w+$/,
  nuxt: /^nuxt\.config\.\w+$/,
  '@sveltejs/kit': /^svelte\.config\.\w+$/,
  astro: /^astro\.config\.\w+$/,
};

/** With the framework that the root of its workspace asks for, where its own settings say that it is made with it. */
export function withFrameworkOf(root: Package, repo: Inventory, own: Package): Package {
  if (own.dir === root.dir) return own;
  const names = repo
    .below(own.dir)
    .map((path) => within(own.dir, path))
    .filter((name) => !name.includes('/'));
  const given = { ...root.devDependencies, ...root.dependencies };
  const added = Object.entries(settings).filter(
    ([name, file]) =>
      given[name] !== undefined &&
      own.dependencies[name] === undefined &&
      own.devDependencies[name] === undefined &&
      names.some((each) => file.test(each)),
  );
  if (added.length === 0) return own;
  const more = Object.fromEntries(added.map(([name]) => [name, given[name] as string]));
  return { ...own, dependencies: { ...own.dependencies, ...more } };
}

/** Its routes are files: the one that tells how it is. */
export function healthByFile(
  repo: Inventory,
  { dir }: Package,
): { readonly path: string; readonly from: string } | undefined {
  const names = ['healthz', 'health', 'livez', 'healthcheck', 'status', 'ping'];
  for (const name of names) {
    const routes: readonly (readonly [string, string])[] = [
      [`/api/${name}`, `app/api/${name}/route`],
      [`/api/${name}`, `src/app/api/${name}/route`],
      [`/${name}`, `app/${name}/route`],
      [`/${name}`, `src/app/${name}/route`],
      [`/api/${name}`, `pages/api/${name}`],
      [`/api/${name}`, `src/pages/api/${name}`],
      [`/api/${name}`, `server/api/${name}.get`],
      [`/api/${name}`, `server/api/${name}`],
      [`/${name}`, `server/routes/${name}`],
      [`/${name}`, `src/routes/${name}/+server`],
      [`/api/${name}`, `src/routes/api/${name}/+server`],
      [`/${name}`, `app/routes/${name}`],
    ];
    for (const [path, file] of routes) {
      const found = ['.ts', '.js', '.tsx', '.mjs']
        .map((each) => join(dir, `${file}${each}`))
        .find((each) => repo.has(each));
      if (found !== undefined) return { path, from: found };
    }
  }
  return undefined;
}
