import type { Inventory } from '../../inventory/types.ts';
import { within, type Package } from './package.ts';

/** Something that makes files for a web server of sources. */
export type SiteTool = {
  readonly id: string;
  readonly label: string;
  /** One of these packages is asked for. */
  readonly packages: readonly string[];
  /** How it is called in a script. */
  readonly command: RegExp;
  /** The arguments that build with it, where no script does. */
  readonly build: string;
  /** Where the files are, relative to the package, unless its settings say otherwise. */
  readonly out: string;
  /** The browser makes the pages of one index.html: every path that is no file is one of its. */
  readonly spa: boolean;
  /** It can be a server as well: then its settings must say that it is none. */
  readonly staticOnly?: (repo: Inventory, pkg: Package) => boolean;
};

/** A setting of one of the tool's own files. */
function setting(names: readonly string[], pattern: RegExp) {
  return (repo: Inventory, { dir }: Package) => {
    const paths = names.flatMap((name) =>
      ['js', 'mjs', 'cjs', 'ts', 'mts'].map((ext) => within(dir, `${name}.${ext}`)),
    );
    return repo.search(paths, pattern).length > 0;
  };
}

const scriptHas = ({ scripts }: Package, pattern: RegExp) =>
  pattern.test(scripts.build ?? '') || (scripts.build === undefined && pattern.test(scripts.generate ?? ''));

const nextExports = setting(['next.config'], /^(?!\s*\/\/).*\boutput\s*[:=]\s*['"]export['"]/);
const nuxtStatic = setting(
  ['nuxt.config'],
  /^(?!\s*\/\/).*(?:\btarget\s*:\s*['"]static['"]|\bpreset\s*:\s*['"](?:static|github[-_]pages)['"])/,
);
const astroServes = setting(
  ['astro.config'],
  /^(?!\s*\/\/).*\boutput\s*:\s*['"](?:server|hybrid)['"]|^\s*import\b.*@astrojs\/node/,
);
const svelteStatic = setting(['svelte.config', 'vite.config'], /^(?!\s*\/\/).*@sveltejs\/adapter-static/);
const routerServes = setting(['react-router.config'], /^(?!\s*\/\/).*\bssr\s*:\s*false/);
const viteStatic = setting(['vite.config'], /^(?!\s*\/\/).*\bssr\s*:\s*false/);

/** The most telling first: the frameworks use what stands below them. */
export const siteTools: readonly SiteTool[] = [
  {
    id: 'next',
    label: 'Next.js (static export)',
    packages: ['next'],
    command: /\bnext\b/,
    build: 'next build',
    out: 'out',
    spa: false,
    staticOnly: (repo, pkg) => nextExports(repo, pkg) || scriptHas(pkg, /\bnext export\b/),
  },
  {
    id: 'nuxt',
    label: 'Nuxt (generated)',
    packages: ['nuxt', 'nuxt3', 'nuxt-edge'],
    command: /\bnuxi?\b/,
    build: 'nuxt generate',
    out: '.output/public',
    spa: false,
    staticOnly: (repo, pkg) => nuxtStatic(repo, pkg) || scriptHas(pkg, /\bnuxi? generate\b/),
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
    staticOnly: (repo, pkg) => !astroServes(repo, pkg),
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
    packages: ['vuepress', '@vuepress/cli'],
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
  {
    id: 'angular',
    label: 'Angular',
    packages: ['@angular/cli', '@angular/build', '@angular-devkit/build-angular'],
    command: /\bng\b/,
    build: 'ng build',
    out: 'dist',
    spa: true,
  },
  {
    id: 'cra',
    label: 'Create React App',
    packages: ['react-scripts', '@craco/craco', 'react-app-rewired'],
    command: /\b(?:react-scripts|craco|react-app-rewired)\b/,
    build: 'react-scripts build',
    out: 'build',
    spa: true,
  },
  {
    id: 'quasar',
    label: 'Quasar',
    packages: ['@quasar/app-vite', '@quasar/app-webpack', '@quasar/app'],
    command: /\bquasar\b/,
    build: 'quasar build',
    out: 'dist/spa',
    spa: true,
    staticOnly: (_, { scripts }) => !/\bquasar build\b.*(?:-m|--mode)[ =]*ssr/.test(scripts.build ?? ''),
  },
  {
    id: 'vue-cli',
    label: 'Vue CLI',
    packages: ['@vue/cli-service'],
    command: /\bvue-cli-service\b/,
    build: 'vue-cli-service build',
    out: 'dist',
    spa: true,
  },
  {
    id: 'ember',
    label: 'Ember',
    packages: ['ember-cli'],
    command: /\bember\b/,
    build: 'ember build --environment=production',
    out: 'dist',
    spa: true,
  },
  {
    id: 'stencil',
    label: 'Stencil',
    packages: ['@stencil/core'],
    command: /\bstencil\b/,
    build: 'stencil build',
    out: 'www',
    spa: true,
    staticOnly: setting(['stencil.config'], /type\s*:\s*['"]www['"]/),
  },
  {
    id: 'preact-cli',
    label: 'Preact CLI',
    packages: ['preact-cli'],
    command: /\bpreact\b/,
    build: 'preact build',
    out: 'build',
    spa: true,
  },
  {
    id: 'umi',
    label: 'Umi',
    packages: ['umi', '@umijs/max', 'max'],
    command: /\b(?:umi|max)\b/,
    build: 'umi build',
    out: 'dist',
    spa: true,
  },
  {
    id: 'elm',
    label: 'Elm',
    packages: ['create-elm-app', 'elm-app'],
    command: /\belm-app\b/,
    build: 'elm-app build',
    out: 'build',
    spa: true,
  },
  {
    id: 'vite',
    label: 'Vite',
    packages: ['vite', 'rolldown-vite', 'vite-plus'],
    command: /\bvite(?![-\w])/,
    build: 'vite build',
    out: 'dist',
    spa: true,
  },
  {
    id: 'parcel',
    label: 'Parcel',
    packages: ['parcel', 'parcel-bundler'],
    command: /\bparcel\b/,
    build: 'parcel build index.html',
    out: 'dist',
    spa: true,
  },
  {
    id: 'rsbuild',
    label: 'Rsbuild',
    packages: ['@rsbuild/core'],
    command: /\brsbuild\b/,
    build: 'rsbuild build',
    out: 'dist',
    spa: true,
  },
  {
    id: 'snowpack',
    label: 'Snowpack',
    packages: ['snowpack'],
    command: /\bsnowpack\b/,
    build: 'snowpack build',
    out: 'build',
    spa: true,
  },
  {
    id: 'webpack',
    label: 'webpack',
    packages: ['webpack', '@rspack/core'],
    command: /\b(?:webpack|rspack)\b/,
    build: 'webpack --mode production',
    out: 'dist',
    spa: true,
  },
];
