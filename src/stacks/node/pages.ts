import type { Scene } from '../../detect/types.ts';
import type { Writable } from '../../recipe/types.ts';
import { sh } from '../../recipe/quote.ts';
import { analogOutput } from './analog.ts';
import { planAdonis } from './adonis.ts';
import { readAstro } from './astro.ts';
import type { ChosenStart } from './choose-start.ts';
import type { Framework } from './framework.ts';
import type { Install } from './install.ts';
import { major } from './major.ts';
import { planMedusa } from './medusa.ts';
import { readNext } from './next.ts';
import { allDependencies, join, type Package } from './package.ts';
import { findEnvFiles } from './env-files.ts';
import { findPort } from './port.ts';
import { commandsFor, inside, started, type Planned } from './planned.ts';
import { readSvelteKit } from './sveltekit.ts';
import { planVite, usesNitro } from './vite-server.ts';

/** `static`: it has no server; undefined: it is built and started like any other program. */
export function planPages(
  scene: Scene,
  own: Package,
  given: ChosenStart | undefined,
  framework: Framework | undefined,
  install: Install,
): Planned | 'static' | undefined {
  const id = framework?.id;
  const found = isBesidePages(scene, own, given) ? undefined : given;
  // A tool of the workspace builds it, and says what runs.
  if (found?.project) return undefined;
  if (id === 'medusa') return planMedusa(own, found, install);
  if (id === 'adonis') return planAdonis(scene.repo, own, found, install);
  // A server of their own, which the framework is only called by.
  const custom =
    found !== undefined &&
    found.by !== 'file' &&
    found.start.runs === 'file' &&
    !(id === 'next' ? /^\.next\/|\bstandalone\// : /^(\.output|build|dist)(\/|$)/).test(found.start.entry);
  if (id === 'next') return planNext(scene, own, custom ? undefined : found, custom, install);
  if (custom) return undefined;
  if (id === 'angular') return planAngular(own, found, install);
  if (id === 'nuxt' && major(own, 'nuxt') >= 3) return planNitro(own, found, install, 'nuxt build');
  if (id === 'analog') return planNitro(own, found, install, 'vite build', analogOutput);
  if (id === 'tanstack' && !usesNitro(scene.repo, own)) return planVite(own, found, install);
  if (id === 'tanstack' || id === 'solid' || id === 'nitro')
    return planNitro(own, found, install, 'vite build');
  if (id === 'sveltekit') return planSvelteKit(scene, own, found, install);
  if (id === 'astro') return planAstro(scene, own, found, install);
  if (id === 'remix' || id === 'react-router') return planRemix(own, found, install, id);
  return undefined;
}

/** What a script of development runs beside the framework, or without listening, is no server of the pages: it may make what they show. */
function isBesidePages({ repo }: Scene, own: Package, found: ChosenStart | undefined): boolean {
  if (found?.by !== 'script' || found.fact.confidence !== 'medium') return false;
  const line = own.scripts[found.fact.from.replace(/^.*scripts\./, '')] ?? '';
  if (/\b(?:next|nuxt|nuxi|astro|remix|react-router|vinxi|vite)\b(?: [\w:]+)*?(?: dev\b|["']|$)/.test(line))
    return true;
  return findPort(repo, [join(own.dir, found.start.entry)]).at === undefined;
}

function planNext(
  { repo }: Scene,
  own: Package,
  found: ChosenStart | undefined,
  custom: boolean,
  install: Install,
): Planned | 'static' | undefined {
  const inWorkspace = install.workspace.root !== own;
  const next = readNext(repo, own, inWorkspace, install.locked);
  if (next.exports) return 'static';
  const buildEnv = { NEXT_TELEMETRY_DISABLED: '1' };
  const cache: Writable = {
    path: `/app/${join(inside(install, own), '.next/cache')}`,
    why: 'images and pages that are rendered anew',
    volume: false,
  };
  if (custom) return undefined;
  const commands = commandsFor(own, install, 'next build');
  if (!next.standalone) {
    const chosen =
      found?.start.runs === 'program'
        ? found
        : started(own, found, { runs: 'program', entry: 'next', args: ['start'] });
    return { chosen, commands, buildEnv, env: { HOSTNAME: '0.0.0.0' } };
  }
  const dir = inside(install, own);
  const at = (path: string) => (dir === '' ? path : `${dir}/${path}`);
  const pub = repo.hasDir(join(own.dir, 'public'));
  const hasSettings = findEnvFiles(repo, own.dir).length > 0;
  const server = next.mistaken ? 'server.cjs' : 'server.js';
  return {
    chosen: started(
      own,
      found,
      {
        entry: server,
        args:
          found?.start.args.filter(
            (arg, index, all) => /^(-p|--port)/.test(arg) || /^(-p|--port)$/.test(all[index - 1] ?? ''),
          ) ?? [],
      },
      next.config ?? own.path,
    ),
    shape: {
      kind: 'output',
      copies: [
        { from: `/app/${at('.next/standalone')}/`, to: '/app/' },
        ...(next.mistaken
          ? [
              {
                from: `/app/${at('.next/standalone')}/${at('server.js')}`,
                to: `/app/${at(server)}`,
                why: 'Next 12 writes it as CommonJS, and package.json says that .js is an ES module.',
              },
            ]
          : []),
        { from: `/app/${at('.next/static')}/`, to: `/app/${at('.next/static')}/` },
        ...(pub ? [{ from: `/app/${at('public')}/`, to: `/app/${at('public')}/` }] : []),
      ],
    },
    commands,
    // Next.js puts the settings that it was built with beside its server.
    ...(hasSettings && {
      cleanup: [
        sh`find ${`/app/${at('.next/standalone')}`} -name '.env*' -not -path '*/node_modules/*' -delete`,
      ],
    }),
    args: [],
    before: next.steps,
    buildEnv,
    env: { HOSTNAME: '0.0.0.0' },
    writable: [cache],
    native: allDependencies(own)['sharp'] !== undefined || major(own, 'next') >= 15,
  };
}

/**
 * https://angular.dev/guide/ssr; before Angular 17 by a script of Universal. Newer ones answer 400 to every name that they are not told:
 * https://angular.dev/best-practices/security#preventing-server-side-request-forgery-ssrf
 */
function planAngular(own: Package, found: ChosenStart | undefined, install: Install): Planned | undefined {
  if (found?.start.runs !== 'file') return undefined;
  const universal = own.scripts['build:ssr'] !== undefined;
  return {
    chosen: found,
    shape: { kind: 'tree', only: ['package.json', 'dist/'] },
    commands: universal ? [install.runScript('build:ssr')] : commandsFor(own, install, 'ng build'),
    buildEnv: { NG_CLI_ANALYTICS: 'false' },
    env: { NG_ALLOWED_HOSTS: 'localhost,127.0.0.1' },
    needs: [
      {
        env: 'NG_ALLOWED_HOSTS',
        from: own.path,
        required: false,
        about: 'the names that it answers to, besides those of angular.json: example.com,localhost,127.0.0.1',
      },
    ],
  };
}

/** Nitro writes a server that holds all that it imports. */
function planNitro(
  own: Package,
  found: ChosenStart | undefined,
  install: Install,
  fallback: string,
  written = '.output',
): Planned {
  const output = join(inside(install, own), written);
  return {
    chosen: started(own, found, { entry: `${written}/server/index.mjs` }),
    shape: { kind: 'output', copies: [{ from: `/app/${output}/`, to: `/app/${output}/` }] },
    commands: commandsFor(own, install, fallback),
    buildEnv: { NUXT_TELEMETRY_DISABLED: '1', NITRO_PRESET: 'node-server' },
    env: { HOST: '0.0.0.0' },
  };
}

function planSvelteKit(
  { repo }: Scene,
  own: Package,
  found: ChosenStart | undefined,
  install: Install,
): Planned | 'static' {
  const kit = readSvelteKit(repo, own);
  if (kit.exports) return 'static';
  return {
    chosen: started(own, found, { entry: `${kit.output}/index.js` }, own.path),
    shape: { kind: 'tree', only: ['package.json', `${kit.output}/`] },
    commands: commandsFor(own, install, 'vite build'),
    before: kit.steps,
    env: { HOST: '0.0.0.0' },
  };
}

function planAstro(
  { repo }: Scene,
  own: Package,
  found: ChosenStart | undefined,
  install: Install,
): Planned | 'static' {
  const astro = readAstro(repo, own);
  if (!astro.serves) return 'static';
  return {
    chosen: started(own, found, { entry: 'dist/server/entry.mjs' }),
    shape: { kind: 'tree', only: ['package.json', 'dist/'] },
    commands: [...commandsFor(own, install, 'astro build'), ...astro.after],
    before: astro.steps,
    buildEnv: { ASTRO_TELEMETRY_DISABLED: '1' },
    env: { HOST: '0.0.0.0' },
  };
}

function planRemix(own: Package, found: ChosenStart | undefined, install: Install, id: string): Planned {
  const vite = allDependencies(own)['vite'] !== undefined;
  const entry = vite || id === 'react-router' ? './build/server/index.js' : './build/index.js';
  const serve = id === 'remix' ? 'remix-serve' : 'react-router-serve';
  const chosen =
    found && found.start.runs !== 'pages'
      ? found
      : started(own, found, { runs: 'program', entry: serve, args: [entry] });
  return {
    chosen,
    commands: commandsFor(own, install, id === 'remix' ? 'remix vite:build' : 'react-router build'),
    env: { HOST: '0.0.0.0' },
  };
}
