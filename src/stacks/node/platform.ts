import type { Refusal } from '../../detect/types.ts';
import type { Inventory } from '../../inventory/types.ts';
import { join, type Package } from './package.ts';

/** Programs for a platform that is no Node: it runs them, and nothing else does. */
export function usesPlatform(
  repo: Inventory,
  { dir, scripts, devDependencies, dependencies }: Package,
): Refusal | undefined {
  const settings = ['wrangler.toml', 'wrangler.json', 'wrangler.jsonc']
    .map((name) => join(dir, name))
    .find((path) => repo.has(path));
  const asked = { ...devDependencies, ...dependencies };
  const lines = Object.values(scripts);
  const called = lines.some((line) => /\bwrangler (dev|deploy|publish|pages)\b/.test(line));
  const others = [
    'next',
    'nuxt',
    'astro',
    '@sveltejs/kit',
    '@hono/node-server',
    'express',
    'fastify',
    '@remix-run/node',
    '@react-router/node',
    '@tanstack/react-start',
  ].some((name) => asked[name] !== undefined);
  if (repo.has(join(dir, 'redwood.toml')))
    return {
      found: 'refusal',
      stack: 'node',
      dir,
      reason: `${join(dir, 'redwood.toml')}: Redwood builds and serves its two halves by a command of its own, which is not known here`,
      hint: 'what it deploys to containers itself: npx rw experimental setup-docker',
      // Pages of its web half are no site.
      rank: 0.7,
    };
  if (lines.some((line) => /\bshopify hydrogen (build|preview)\b/.test(line)))
    return {
      found: 'refusal',
      stack: 'node',
      dir,
      reason: `${join(dir, 'package.json')}: Hydrogen is made for Oxygen, whose runtime no distroless image has`,
      hint: 'with an adapter of React Router or Remix for Node it is a service: https://hydrogen.shopify.dev',
    };
  if (
    others ||
    (settings === undefined && !called) ||
    (settings !== undefined && asked['wrangler'] === undefined && !called)
  )
    return undefined;
  return {
    found: 'refusal',
    stack: 'node',
    dir,
    reason: `${settings ?? join(dir, 'package.json')}: it is made for Cloudflare Workers, whose runtime no distroless image has`,
    hint: 'a server for Node, such as @hono/node-server for Hono, makes a service of the same code',
  };
}
