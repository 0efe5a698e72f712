import type { Inventory } from '../../inventory/types.ts';
import type { App } from './app.ts';
import type { Framework } from './framework.ts';

/** They close their server on SIGTERM by themselves. */
const frameworks = new Set(['sveltekit', 'adonis', 'sails', 'probot']);
const programs = new Set([
  'remix-serve',
  'react-router-serve',
  'fastify',
  'functions-framework',
  'functions-framework-nodejs',
  'serve',
  'srvx',
]);
const packages = [
  'close-with-grace',
  '@godaddy/terminus',
  'lightship',
  'http-graceful-shutdown',
  'fastify-graceful-shutdown',
  'async-exit-hook',
  'death',
];

/** Does nothing end the program on SIGTERM, which the first process of a container ignores unless it asks for it? */
export function ignoresSigterm(
  repo: Inventory,
  sources: readonly string[],
  framework: Framework | undefined,
  { own, kind, start, shape }: Pick<App, 'own' | 'kind' | 'start' | 'shape'>,
): boolean {
  if (kind !== 'server' && kind !== 'worker') return false;
  // The servers that Next.js and Nitro write listen for it.
  if (shape.kind === 'output' || frameworks.has(framework?.id ?? '')) return false;
  if (start.runs === 'program' && programs.has(start.entry)) return false;
  if (packages.some((name) => own.dependencies[name] !== undefined)) return false;
  // What is sent to a child is no listener.
  return repo.search(sources, /^(?!.*\bkill\().*SIGTERM|enableShutdownHooks/).length === 0;
}
