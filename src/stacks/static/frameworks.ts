import { readAstro } from '../node/astro.ts';
import type { Package } from '../node/package.ts';
import { setting } from './setting.ts';
import type { SiteTool } from './site-tool.ts';

const scriptHas = ({ scripts }: Package, pattern: RegExp) =>
  pattern.test(scripts.build ?? '') || (scripts.build === undefined && pattern.test(scripts.generate ?? ''));

const nextExports = setting(['next.config'], /^(?!\s*\/\/).*\boutput\s*[:=]\s*['"]export['"]/);
const nuxtStatic = setting(
  ['nuxt.config'],
  /^(?!\s*\/\/).*(?:\btarget\s*:\s*['"]static['"]|\bpreset\s*:\s*['"](?:static|github[-_]pages)['"])/,
);
const svelteStatic = setting(['svelte.config', 'vite.config'], /^(?!\s*\/\/).*@sveltejs\/adapter-static/);
const routerServes = setting(['react-router.config'], /^(?!\s*\/\/).*\bssr\s*:\s*false/);
const viteStatic = setting(['vite.config'], /^(?!\s*\/\/).*\bssr\s*:\s*false/);

/** Frameworks that can make whole pages, and generators. */
export const frameworks: readonly SiteTool[] = [
  {
    id: 'next',
    label: 'Next.js (static export)',
    packages: ['next'],
    command: /\bnext\b/,
    build: 'next build',
    out: 'out',
    spa: false,
    env: { NEXT_TELEMETRY_DISABLED: '1' },
    staticOnly: (repo, pkg) => nextExports(repo, pkg) || scriptHas(pkg, /\bnext export\b/),
  },
  {
    id: 'nuxt',
    label: 'Nuxt (generated)',
    packages: ['nuxt', 'nuxt3', 'nuxt-edge'],
    command: /\b(?:nuxt|nuxi)\b/,
    prefers: /\b(?:nuxt|nuxi) generate\b/,
    build: 'nuxt generate',
    out: '.output/public',
    spa: false,
    env: { NUXT_TELEMETRY_DISABLED: '1' },
    staticOnly: (repo, pkg) => nuxtStatic(repo, pkg) || scriptHas(pkg, /\b(?:nuxt|nuxi) generate\b/),
  },
  {
    id: 'sveltekit',
    label: 'SvelteKit (adapter-static)',
    packages: ['@sveltejs/kit'],
    command: /\b(?:vite|svelte-kit)(?![-\w])/,
    build: 'vite build',
    out: 'build',
    spa: false,
    staticOnly: svelteStatic,
  },
  {
    id: 'astro',
    label: 'Astro',
    packages: ['astro'],
    command: /\bastro\b/,
    build: 'astro build',
    out: 'dist',
    spa: false,
    env: { ASTRO_TELEMETRY_DISABLED: '1' },
    staticOnly: (repo, pkg) => !readAstro(repo, pkg).serves,
  },
  {
    id: 'react-router',
    label: 'React Router (without a server)',
    packages: ['@react-router/dev'],
    command: /\breact-router\b/,
    build: 'react-router build',
    out: 'build/client',
    spa: true,
    staticOnly: routerServes,
  },
  {
    id: 'remix',
    label: 'Remix (without a server)',
    packages: ['@remix-run/dev'],
    command: /\bremix\b/,
    build: 'remix vite:build',
    out: 'build/client',
    spa: true,
    staticOnly: viteStatic,
  },
  {
    id: 'gatsby',
    label: 'Gatsby',
    packages: ['gatsby'],
    command: /\bgatsby\b/,
    build: 'gatsby build',
    out: 'public',
    spa: false,
    env: { GATSBY_TELEMETRY_DISABLED: '1' },
  },
  {
    id: 'docusaurus',
    label: 'Docusaurus',
    packages: ['@docusaurus/core'],
    command: /\bdocusaurus\b/,
    build: 'docusaurus build',
    out: 'build',
    spa: false,
  },
  {
    id: 'docusaurus-1',
    label: 'Docusaurus 1',
    packages: ['docusaurus'],
    command: /\bdocusaurus-(?:build|start)\b/,
    build: 'docusaurus-build',
    out: 'build',
    spa: false,
  },
  {
    id: 'sapper',
    label: 'Sapper (exported)',
    packages: ['sapper'],
    command: /\bsapper\b/,
    build: 'sapper export',
    out: '__sapper__/export',
    spa: false,
    staticOnly: (_, pkg) => scriptHas(pkg, /\bsapper export\b/),
  },
  {
    id: 'vitepress',
    label: 'VitePress',
    packages: ['vitepress'],
    command: /\bvitepress\b/,
    build: 'vitepress build',
    out: '.vitepress/dist',
    spa: false,
  },
  {
    id: 'vuepress',
    label: 'VuePress',
    packages: ['vuepress', '@vuepress/cli', 'vuepress-vite', 'vuepress-webpack'],
    command: /\bvuepress\b/,
    build: 'vuepress build',
    out: '.vuepress/dist',
    spa: false,
  },
  {
    id: 'eleventy',
    label: 'Eleventy',
    packages: ['@11ty/eleventy'],
    command: /\beleventy\b/,
    build: 'eleventy',
    out: '_site',
    spa: false,
  },
  {
    id: 'hexo',
    label: 'Hexo',
    packages: ['hexo'],
    command: /\bhexo\b/,
    build: 'hexo generate',
    out: 'public',
    spa: false,
  },
  {
    id: 'gridsome',
    label: 'Gridsome',
    packages: ['gridsome'],
    command: /\bgridsome\b/,
    build: 'gridsome build',
    out: 'dist',
    spa: false,
  },
];
