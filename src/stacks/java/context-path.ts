import { parseCommand } from '../../detect/command.ts';
import { toPort } from '../../detect/names.ts';
import type { Fact } from '../../detect/types.ts';
import type { Inventory } from '../../inventory/types.ts';
import { putsOf } from './old-image.ts';
import { settingOf, type Pom } from './pom.ts';

/** Where people find a program that a plugin of its pom starts: a path that begins with a slash, and a port. */
export type Place = { readonly path: Fact | undefined; readonly port: Fact | undefined };

/** Plugins that start a WAR, and their names for both. */
const plugins: readonly (readonly [string, readonly string[], readonly string[]])[] = [
  ...['tomcat10', 'tomcat9', 'tomcat8', 'tomcat7', 'tomcat6', 'tomcat'].map(
    (name) => [`${name}-maven-plugin`, ['path'], ['port']] as const,
  ),
  ...[
    'jetty-maven-plugin',
    'maven-jetty-plugin',
    'jetty-ee8-maven-plugin',
    'jetty-ee9-maven-plugin',
    'jetty-ee10-maven-plugin',
    'jetty-ee11-maven-plugin',
  ].map((name) => [name, ['contextPath'], ['port', 'jetty.http.port']] as const),
  ...['cargo-maven3-plugin', 'cargo-maven2-plugin'].map(
    (name) => [name, ['context'], ['cargo.servlet.port']] as const,
  ),
];

/** What the plugins of a pom say. */
export function placeOf(pom: Pom): Place {
  return { path: first(pom, 1, toPath), port: first(pom, 2, toOpenPort) };
}

/** On a developer's machine such a plugin may take a port of the system, which a program without rights may not. */
function toOpenPort(text: string): string | undefined {
  const port = toPort(text);
  return port !== undefined && Number(port) >= 1024 ? port : undefined;
}

function first(pom: Pom, column: 1 | 2, read: (text: string) => string | undefined): Fact | undefined {
  for (const rule of plugins) {
    for (const name of rule[column]) {
      const value = read(settingOf(pom, rule[0], name) ?? '');
      if (value !== undefined) return { value, from: pom.at(`<${name}>`), confidence: 'high' };
    }
  }
  return undefined;
}

/** What starts it in production goes before that, as does the Dockerfile that was there. */
export function pathSaid(repo: Inventory, dir: string, start: Fact | undefined): Fact | undefined {
  return ofRunner(start) ?? ofDockerfile(repo, dir);
}

/** https://github.com/heroku/webapp-runner#usage: --path, which is the root otherwise. */
function ofRunner(start: Fact | undefined): Fact | undefined {
  const words = start && parseCommand(start.value)?.at(-1)?.words;
  if (!start || !words?.some((word) => /(webapp|jetty)-runner/.test(word))) return undefined;
  const at = words.indexOf('--path');
  const value = toPath(at < 0 ? '/' : (words[at + 1] ?? '/')) ?? '/';
  return { value, from: start.from, confidence: 'high' };
}

/** A file is likelier the program than a directory, and the last of them is what is there in the end. */
function ofDockerfile(repo: Inventory, dir: string): Fact | undefined {
  const found = putsOf(repo, dir).flatMap(({ to, from }) => {
    const [, name, type] = /(?:^|\/)webapps\/([\w.#-]+?)(\.war|\/)?$/.exec(to) ?? [];
    const value = toPath((name ?? '').replace(/##.*$/, '').replaceAll('#', '/'));
    return value === undefined ? [] : [{ value, from, isFile: type === '.war' }];
  });
  const last = found.findLast(({ isFile }) => isFile) ?? found.at(-1);
  return last && { value: last.value, from: last.from, confidence: 'high' };
}

/** `foo/` is `/foo`; undefined for what is no path of names. */
function toPath(text: string): string | undefined {
  if (text.trim() === '') return undefined;
  const names = text.trim().split('/').filter(Boolean);
  if (names.length === 0 || names[0] === 'ROOT') return '/';
  return names.every((name) => /^[\w-][\w.-]*$/.test(name)) ? `/${names.join('/')}` : undefined;
}
