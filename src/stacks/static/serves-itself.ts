import type { Inventory } from '../../inventory/types.ts';
import { join, type Package } from '../node/package.ts';
import { eachCalled } from './each-called.ts';

/** They answer requests, or are no web site at all. */
const servers = [
  'express',
  'fastify',
  'koa',
  'hono',
  'elysia',
  'h3',
  'nitropack',
  'nitro',
  'vinxi',
  'polka',
  'restify',
  'micro',
  '@nestjs/core',
  '@hapi/hapi',
  '@adonisjs/core',
  '@feathersjs/feathers',
  '@loopback/core',
  'sails',
  'meteor-node-stubs',
  'apollo-server',
  'apollo-server-express',
  '@apollo/server',
  'graphql-yoga',
  'socket.io',
  'parse-server',
  '@strapi/strapi',
  '@keystone-6/core',
  'payload',
  'directus',
  '@redwoodjs/core',
  '@tanstack/react-start',
  '@tanstack/solid-start',
  '@solidjs/start',
  'solid-start',
  '@builder.io/qwik-city',
  'blitz',
  'electron',
  'react-native',
] as const;

/** Programs that run a file of the repository's. */
const runner =
  /(?:^|[\s"'])(?:node|nodemon|ts-node(?:-dev)?|ts-node-esm|tsx|babel-node|vite-node|pm2(?:-runtime)?|forever|bun(?: run)?|deno(?: run)?|nest|vinxi|strapi|electron)\s+(?<rest>.*)/;
/** Files of builds that are run with node and only serve while one develops: ejected Create React App, the old Vue template. */
const development =
  /^(?:-\S+\s+)*(?:\.\/)?(?:scripts\/start(?:\.js)?\b|build\/dev-server|config\/|node_modules\/|webpack|dev\.js|tools\/)/;
const production =
  /^(?:server|serve|serve:prod|start:prod|start:server|start:production|prod|production|backend)$/;

/** Programs that serve a directory as it is. */
const fileServer =
  /(?:^|[\s"'/])(?:serve|http-server|live-server|lite-server|browser-sync|sirv|sirv-cli|local-web-server|ws|python3? -m (?:http\.server|SimpleHTTPServer))(?:\s+(?!run\b)(?<rest>[^&|;"']*)|["']|$)/;

/** The directory that a script serves as it is, `.` without one; undefined where it does something else. */
export function servedDirectory(line: string): string | undefined {
  const last = atOnce.test(line) ? '' : lastOf(line);
  const match = fileServer.exec(last);
  if (!match) return undefined;
  const words = (match.groups?.rest ?? '').split(/\s+/);
  const dir = words.find(
    (word, at) => /^[\w./@-]+$/.test(word) && !word.startsWith('-') && !takesValue(words[at - 1]),
  );
  return dir?.replace(/^\.\/(?=.)/, '') ?? '.';
}

/** `-l 3000`, `--port 8080`: what follows is no directory. */
function takesValue(word = ''): boolean {
  return /^(?:-l|-p|-a|-c|-o|-m|--listen|--port|--host|--config|--cors|--open|-H)$/.test(word);
}

/** Does what its scripts start answer requests by a program of its own? Then it is no static site, whatever builds its pages. */
export function servesItself(repo: Inventory, pkg: Package, start?: string): boolean {
  const { scripts, dependencies, dir } = pkg;
  const known = servers.filter((name) => name in dependencies);
  const said = start ?? scripts['start'];
  const line = said === undefined ? undefined : expand(said, scripts);
  if (line !== undefined && servedDirectory(line) !== undefined) return false;
  if (line !== undefined && runsFile(line)) return true;
  const others = Object.entries(scripts).filter(([name]) => production.test(name));
  if (known.length > 0 && others.some(([, text]) => runsFile(expand(text, scripts)))) return true;
  if (line !== undefined) return false;
  const main = pkg.main === '' ? [] : [pkg.main.replace(/^\.\//, '')];
  const names = [...main, 'server.js', 'server.ts', 'app.js', 'index.js', 'src/server.ts', 'src/index.ts'];
  const entries = names.map((path) => join(dir, path)).filter((path) => repo.has(path));
  return known.length > 0 ? entries.length > 0 : repo.search(entries, /\bcreateServer\(/).length > 0;
}

/** Programs that run beside each other. */
const atOnce = /concurrently|run-p|npm-run-all|\s&\s/;

/** Of several programs in a row the last one stays. */
function lastOf(line: string): string {
  return (
    line
      .split(/&&|;/)
      .map((part) => part.trim())
      .findLast((part) => part !== '') ?? ''
  );
}

function runsFile(line: string): boolean {
  const parts = atOnce.test(line) ? line.split(/&&|\|\||[;&|]/) : [lastOf(line)];
  return parts.some((part) => {
    const rest = runner.exec(part)?.groups?.['rest'];
    return rest !== undefined && !development.test(rest.trim());
  });
}

/** More calls than the scripts of a package make of each other. */
const mostCalls = 200;

/** A script with those that it calls in it, at most five deep. */
export function expand(line: string, scripts: Readonly<Record<string, string>>): string {
  let calls = 0;
  const within = (text: string, depth: number): string =>
    eachCalled(text, scripts).replaceAll(
      /\b(?:npm(?: run(?:-script)?)?|yarn(?: run)?|pnpm(?: run)?|bun run)\s+(?:-s\s+|--silent\s+)?([\w:.-]+)/g,
      (whole, name: string) => {
        const called = scripts[name];
        if (called === undefined || depth > 5 || ++calls > mostCalls) return whole;
        return ` && ${within(called, depth + 1)} && `;
      },
    );
  return within(line, 0);
}
