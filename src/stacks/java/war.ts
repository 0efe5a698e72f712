import type { Fact, Hints } from '../../detect/types.ts';
import type { Inventory } from '../../inventory/types.ts';
import { beyondServlets } from './beyond.ts';
import type { Launch } from './app.ts';
import { pathSaid, type Place } from './context-path.ts';
import type { Inspected } from './inspect.ts';
import { lackingOf } from './lacking.ts';
import { lineFor, type Library } from './servlets.ts';
import { healthPath, versionOf, type Line } from './tomcat.ts';

/** A WAR that has no server in it. */
export type War = {
  readonly repo: Inventory;
  /** The build file, for what is said of it. */
  readonly path: string;
  readonly dir: string;
  /** Where its pages are, relative to the root. */
  readonly pages: string;
  /** Of the modules that it is made of, too. */
  readonly sources: readonly string[];
  readonly libraries: readonly Library[];
  readonly java: string | undefined;
  readonly hints: Hints;
  /** What plugins of the build say. */
  readonly place: Place;
};

/** How it runs in Tomcat. */
export type WebApp = {
  readonly launch: Extract<Launch, { kind: 'war' }>;
  /** What tells which Tomcat. */
  readonly line: Fact;
  readonly port: Fact | undefined;
  readonly notes: readonly string[];
};

/** @returns why it needs another server, a sentence, where it does */
export function webAppOf(war: War): WebApp | { readonly reason: string } {
  const { repo, path, dir, pages, sources, libraries, hints, place } = war;
  if (sources.length === 0 && !repo.hasDir(pages))
    return { reason: `${path} makes a WAR, and nothing is here that would be in it` };
  const descriptor = `${pages}/WEB-INF/web.xml`;
  const beyond = beyondServlets(repo, dir, sources, descriptor, libraries);
  if (beyond !== undefined)
    return { reason: `${path} makes a WAR that needs more than a servlet container: ${beyond}` };
  const line = lineFor({ ...war, descriptor });
  const said = pathSaid(repo, dir, hints.start);
  const context = said?.value ?? '/';
  const also = context === '/' && place.path?.value !== '/' ? place.path : undefined;
  const version = versionOf(line.value as Line);
  return {
    launch: { kind: 'war', line: line.value as Line, path: context, ...(also && { also: also.value }) },
    line,
    port: place.port,
    notes: [
      ...(line.value === '9'
        ? [`javax.servlet ended with Tomcat 9 (${line.from}): the image has ${version}`]
        : []),
      ...(said && context !== '/'
        ? [`it is at ${context}/, as ${said.from} says; the image sends / there`]
        : []),
      ...(also ? [`it is at /, and also at ${also.value}/, where ${also.from} has it`] : []),
      ...lackingOf(war, descriptor),
    ],
  };
}

/** What its sources say, where Tomcat listens for it: settings of a server of its own count for nothing. */
export function inTomcat(seen: Inspected, { line, port, notes }: WebApp, hints: Hints): Inspected {
  return {
    ...seen,
    fact: seen.framework?.id === 'spring-boot' ? seen.fact : { ...line, value: 'servlets' },
    server: true,
    port: hints.port ?? port ?? { value: '8080', from: 'default of tomcat', confidence: 'medium' },
    portEnv: 'PORT',
    portSet: false,
    health: hints.health ?? { value: healthPath, from: 'health check of tomcat', confidence: 'high' },
    env: {},
    closed: [],
    notes,
  };
}
