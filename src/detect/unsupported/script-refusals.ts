import { inside } from '../../inventory/paths.ts';
import { posix } from 'node:path';
import type { Inventory } from '../../inventory/types.ts';
import { textOf } from '../hints/values.ts';
import { tableOf } from '../../inventory/tables.ts';
import type { Refusal } from '../types.ts';

/** Manifests that are looked into; the detector of the language reads them anyway. */
const mostRead = 40;

type Package = {
  readonly has: (...names: readonly string[]) => boolean;
  /** Does one of the scripts that start it match? */
  readonly starts: (pattern: RegExp) => boolean;
  readonly file: (name: string) => boolean;
  readonly json: Readonly<Record<string, unknown>>;
};

type Kind = { readonly reason: string; readonly hint: string; readonly is: (pack: Package) => boolean };

/** What has a package.json and runs somewhere else than on a server. */
const kinds: readonly Kind[] = [
  {
    reason: 'an extension of VS Code, which runs in the editor',
    hint: 'vsce packages it; an image is made of a program that runs by itself',
    is: ({ json }) => 'vscode' in tableOf(json.engines),
  },
  {
    reason: 'a mobile app (React Native), which runs on a phone',
    hint: 'an image can hold the server that it talks to',
    is: ({ has }) => has('react-native', 'expo', '@nativescript/core') && !has('react-native-web'),
  },
  {
    reason: 'a desktop app (Electron), which needs a screen',
    hint: 'electron-builder packages it; an image can hold the server that it talks to',
    is: ({ has, starts }) =>
      has('electron', 'electron-nightly') && starts(/\b(?:electron|electron-forge|electron-vite)\b/),
  },
  {
    reason: 'a desktop app (Tauri), which needs a screen',
    hint: '`tauri build` packages it; an image can hold the server that it talks to',
    is: ({ file, has }) => file('src-tauri/tauri.conf.json') && has('@tauri-apps/api', '@tauri-apps/cli'),
  },
  {
    reason: 'a Worker of Cloudflare, which runs on workerd',
    hint: '`wrangler deploy` brings it there; an image is made of a program that listens by itself',
    is: ({ file, starts }) =>
      ['wrangler.toml', 'wrangler.json', 'wrangler.jsonc'].some(file) &&
      starts(/\bwrangler (?:dev|deploy)\b/),
  },
  {
    reason: 'an extension of a browser',
    hint: 'web-ext or the stores package it; an image is made of a program that runs by itself',
    is: ({ has, starts }) =>
      has('wxt', 'plasmo', '@crxjs/vite-plugin', 'web-ext') || starts(/\b(?:wxt|plasmo|web-ext)\b/),
  },
];

/** Refusals for what a package.json tells to be no service. */
export function scriptRefusals(repo: Inventory): readonly Refusal[] {
  return repo
    .named('package.json')
    .slice(0, mostRead)
    .flatMap((path): readonly Refusal[] => {
      const dir = posix.dirname(path) === '.' ? '' : posix.dirname(path);
      const pack = readPackage(repo, dir, path);
      // The root of a workspace holds tools of all that is in it.
      if ('workspaces' in pack.json || pack.file('pnpm-workspace.yaml')) return [];
      const kind = kinds.find(({ is }) => is(pack));
      if (!kind) return [];
      // A server with a start script of its own, which has such an app beside it.
      const served = textOf(tableOf(pack.json.scripts).start)?.match(/^(?:node|tsx|ts-node|next|nest)\b/);
      return [
        {
          found: 'refusal',
          stack: 'app',
          dir,
          reason: `${path}: ${kind.reason}`,
          hint: kind.hint,
          rank: served ? 0 : 0.95,
        },
      ];
    });
}

function readPackage(repo: Inventory, dir: string, path: string): Package {
  const json = tableOf(repo.json(path));
  const dependencies = { ...tableOf(json.dependencies), ...tableOf(json.devDependencies) };
  const scripts = tableOf(json.scripts);
  const starting = ['start', 'dev', 'serve'].map((name) => textOf(scripts[name]) ?? '');
  return {
    json,
    has: (...names) => names.some((name) => Object.hasOwn(dependencies, name)),
    starts: (pattern) => starting.some((script) => pattern.test(script)),
    file: (name) => repo.has(inside(dir, name)),
  };
}
