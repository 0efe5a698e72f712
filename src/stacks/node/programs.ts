/** Programs of packages that start scripts call: the file that node runs, in node_modules. */
export const programs: Readonly<Record<string, string>> = {
  next: 'next/dist/bin/next',
  nuxt: 'nuxt/bin/nuxt.js',
  nuxi: 'nuxi/bin/nuxi.mjs',
  'remix-serve': '@remix-run/serve/dist/cli.js',
  'react-router-serve': '@react-router/serve/bin.cjs',
  fastify: 'fastify-cli/cli.js',
  'functions-framework': '@google-cloud/functions-framework/build/src/main.js',
  'functions-framework-nodejs': '@google-cloud/functions-framework/build/src/main.js',
  strapi: '@strapi/strapi/bin/strapi.js',
  keystone: '@keystone-6/core/bin/cli.js',
  probot: 'probot/bin/probot.js',
  'http-server': 'http-server/bin/http-server',
  serve: 'serve/build/main.js',
  srvx: 'srvx/bin/srvx.mjs',
  waku: 'waku/cli.js',
  medusa: '@medusajs/cli/cli.js',
  moleculer: 'moleculer/bin/moleculer-runner.js',
  'moleculer-runner': 'moleculer/bin/moleculer-runner.js',
  'cds-serve': '@sap/cds/bin/serve.js',
  'node-red': 'node-red/red.js',
  directus: 'directus/cli.js',
  ghost: 'ghost/ghost.js',
  'apollo-server': 'apollo-server/dist/index.js',
};

/** Where they listen, unless PORT or a flag says otherwise; those of frameworks are in framework.ts. */
export const programPorts: ReadonlyMap<string, string> = new Map([
  ['directus', '8055'],
  ['ghost', '2368'],
  ['http-server', '8080'],
  ['node-red', '1880'],
]);

/** Development servers and builders of pages: what they start is a set of files for any web server. */
export const pageTools = new Set([
  'vite',
  'react-scripts',
  'react-app-rewired',
  'craco',
  'ng',
  'vue-cli-service',
  'webpack',
  'webpack-dev-server',
  'webpack-cli',
  'parcel',
  'gatsby',
  'eleventy',
  'vitepress',
  'vuepress',
  'docusaurus',
  'docusaurus-start',
  'sapper',
  'hexo',
  'gridsome',
  'snowpack',
  'ember',
  'preact',
  'expo',
  'quasar',
  'live-server',
  'browser-sync',
  'lite-server',
  'gulp',
  'grunt',
  'rollup',
  'rspack',
  'rsbuild',
  'storybook',
  'sanity',
  'electron',
  'electron-forge',
]);

/** Shells and tools of a developer's machine, or of a platform that runs functions: what they start is no program of the package. */
export const otherTools = new Set([
  'amplify',
  'bash',
  'docker',
  'docker-compose',
  'echo',
  'exit',
  'firebase',
  'func',
  'go',
  'java',
  'jest',
  'lerna',
  'make',
  'netlify',
  'npm',
  'nx',
  'pnpm',
  'python',
  'python3',
  'serverless',
  'sh',
  'sls',
  'sst',
  'tsc',
  'turbo',
  'vercel',
  'vitest',
  'wrangler',
  'yarn',
]);

/** Runs of TypeScript without a build: what they run is a source. */
export const typescriptRunners = new Set([
  'ts-node',
  'ts-node-esm',
  'ts-node-dev',
  'ts-node-script',
  'tsnd',
  'tsx',
  'esno',
  'esrun',
  'esr',
  'swc-node',
  'vite-node',
  'sucrase-node',
  'babel-node',
  'jiti',
  'tsm',
  'tsimp',
  'esbuild-register',
  'esbuild-runner',
]);

/** Runs a file again and again, or for ever: what it runs is what the image starts. */
export const watchers = new Set([
  'nodemon',
  'node-dev',
  'supervisor',
  'forever',
  'pm2',
  'pm2-runtime',
  'pm2-dev',
  'watchexec',
]);

/** Is it the name of a program of which is known what it starts? */
export function isKnown(name: string): boolean {
  return (
    name === 'node' ||
    programs[name] !== undefined ||
    [typescriptRunners, watchers, pageTools].some((names) => names.has(name))
  );
}
