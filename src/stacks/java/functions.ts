import { place, type Inventory } from '../../inventory/types.ts';
import { settingOf, type Pom } from './pom.ts';

const functionsApi = 'com.google.cloud.functions:functions-framework-api';

/** What calls a function: https://github.com/GoogleCloudPlatform/functions-framework-java#functions-framework-for-java */
export const invoker = {
  main: 'com.google.cloud.functions.invoker.runner.Invoker',
  artifact: 'com.google.cloud.functions.invoker:java-function-invoker:1.4.1',
} as const;

const implemented =
  /\bclass\s+(\w+)[^{]*(?:\bimplements\b|:)[^{]*\b(?:Http|Raw|Background|RawBackground|CloudEvents|Typed)\w*Function\b/;

/** A function has no main of its own: the framework's plugin names the class, or it is the one that implements its interface. */
export function functionOf(
  repo: Inventory,
  pom: Pom,
  sources: readonly string[],
  names: readonly string[],
):
  | { readonly main: string; readonly from: string; readonly sure: true; readonly args: string[] }
  | undefined {
  if (!names.includes(functionsApi)) return undefined;
  const said = settingOf(pom, 'function-maven-plugin', 'functionTarget');
  const hits = repo.search(sources, implemented);
  const [hit] = hits;
  const pkg = hit && /^\s*package\s+([\w.]+)/m.exec(repo.read(hit.path) ?? '')?.[1];
  const own = hit && hits.length === 1 ? [pkg, hit.match[1]].filter(Boolean).join('.') : undefined;
  const target = said ?? own;
  if (target === undefined || !/^[\w.$]+$/.test(target)) return undefined;
  const from = said !== undefined ? pom.at('<functionTarget>') : hit ? place(hit) : pom.path;
  return { main: invoker.main, from, sure: true, args: ['--target', target] };
}
