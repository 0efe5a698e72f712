import { posix } from 'node:path';
import type { Candidate, Fact, Hints, Scene } from '../../detect/types.ts';
import type { Inventory } from '../../inventory/types.ts';
import { besideOthers } from './beside.ts';
import { bootOf, bootVersion } from './boot.ts';
import { inspect } from './inspect.ts';
import { launchOf } from './launch-of.ts';
import { mainOf } from './main-of.ts';
import { rankOfWar, serviceOf } from './maven-service.ts';
import { placeOf } from './context-path.ts';
import { joinPath } from './join-path.ts';
import { pluginOf, settingOf, type Pom } from './pom.ts';
import { findReactors, withSiblings, type Reactor } from './reactor.ts';
import { onlyShows, otherServer, refusalOf, refuse, tooNew } from './refusals.ts';
import type { Library } from './servlets.ts';
import { sourcesIn } from './sources.ts';
import { startOf } from './start.ts';
import { javaOfPom, newestJava } from './version.ts';
import { inTomcat, webAppOf, type War } from './war.ts';

/** More of the modules that an application is made of tell nothing new. */
const mostSources = 600;
/** Of what is taken only where the user names it. */
const rankOfShown = 0.1;
/** Of what else is there, which goes before that. */
const rankOfLibraries = 0.2;

/** The applications among the Maven projects of a repository; for a project without one, why. */
export function detectMaven(scene: Scene): readonly Candidate[] {
  return findReactors(scene.repo).flatMap((reactor) => {
    const found = reactor.poms.flatMap((pom) => detectModule(pom, reactor, scene));
    const all = found.filter((each) => each.found === 'service');
    const services = all.map((each) => besideOthers(each, all, rankOfWar));
    const [shown] = services;
    if (shown && services.every(({ rank }) => rank === rankOfShown)) {
      const reason = `${reactor.root.path} is of libraries: only what shows or tests them is a program`;
      const refusal = refuse(reactor.root.dir, reason, `--service ${shown.dir} takes it all the same`);
      return [...services, { ...refusal, rank: rankOfLibraries }];
    }
    if (services.length > 0) return services;
    const [first] = found.toSorted((a, b) => a.dir.length - b.dir.length);
    return [
      first ??
        refuse(
          reactor.root.dir,
          `${reactor.root.path} has no module that is a program`,
          'an image is made of a program: a module with a main class or the plugin of a framework',
        ),
    ];
  });
}

function detectModule(pom: Pom, reactor: Reactor, scene: Scene): readonly Candidate[] {
  if (pom.packaging === 'pom') return [];
  const { repo } = scene;
  const hints = scene.hints(pom.dir);
  const java = javaOfPom(repo, pom);
  if (java && Number(java.value) > newestJava) return [tooNew(pom.dir, java)];
  const parts = withSiblings(pom, reactor);
  const names = namesOf(parts);
  const sources = sourcesIn(repo, pom.compiled);
  const boot = bootOf(pom, names);
  const start = startOf(hints.start);
  const found = mainOf(repo, pom, sources, names, start);
  const isQuarkus = pluginOf(pom, 'quarkus-maven-plugin') !== undefined;
  // A module that only inherits the plugin of Spring Boot has nothing to start; nor has one without sources, which it refuses.
  const alone = reactor.poms.length === 1 && sources.length > 0;
  const isBoot = boot?.repackages === true && (found !== undefined || alone);
  const isWar = pom.packaging === 'war' && !isQuarkus && !isBoot && found?.sure !== true;
  const refused = refusalOf(pom, reactor, isQuarkus || isBoot || isWar, found);
  if (refused) return [refused];
  const all = [...sources, ...parts.slice(1).flatMap((part) => sourcesIn(repo, part.compiled))];
  const war = isWar
    ? warOf({ pom, parts, repo, hints, java, sources: all.slice(0, mostSources) })
    : undefined;
  const web = war && webAppOf(war);
  if (web && 'reason' in web) return [otherServer(pom.dir, web.reason)];
  const launch = web?.launch ?? launchOf(repo, pom, sources, boot, isQuarkus, found);
  if (!launch) return [];
  const said = inspect({
    repo,
    dir: pom.dir,
    sources: [...new Set(all)].slice(0, mostSources),
    resources: parts.map((part) => posix.join(part.sources, 'resources')),
    names,
    at: pom.at,
    hints,
  });
  const seen = web ? inTomcat(said, web, hints) : said;
  const service = serviceOf({ pom, reactor, parts, scene, sources, java, boot, seen, launch, found, start });
  const shows = !isQuarkus && !isBoot && onlyShows(pom, reactor);
  return [shows ? { ...service, rank: rankOfShown } : service];
}

function namesOf(parts: readonly Pom[]): readonly string[] {
  const used = parts
    .flatMap(({ dependencies }) => dependencies)
    .filter(({ scope }) => scope !== 'test')
    .map(({ group, artifact }) => `${group}:${artifact}`);
  return [...new Set(used)];
}

function warOf({
  pom,
  parts,
  repo,
  hints,
  java,
  sources,
}: {
  readonly pom: Pom;
  readonly parts: readonly Pom[];
  readonly repo: Inventory;
  readonly hints: Hints;
  readonly java: Fact | undefined;
  readonly sources: readonly string[];
}): War {
  const said = settingOf(pom, 'maven-war-plugin', 'warSourceDirectory')?.replace(
    /^\$\{(project\.)?basedir\}\//,
    '',
  );
  return {
    repo,
    path: pom.path,
    dir: pom.dir,
    pages:
      (said === undefined ? undefined : joinPath(pom.dir, said)) ?? posix.join(pom.dir, 'src/main/webapp'),
    sources,
    libraries: librariesOf(parts, pom),
    java: java?.value,
    hints,
    place: placeOf(pom),
  };
}

function librariesOf(parts: readonly Pom[], pom: Pom): readonly Library[] {
  const boot = bootVersion(pom);
  const managed = new Map(pom.managed.map((each) => [`${each.group}:${each.artifact}`, each.version]));
  const imported = pom.managed.filter(({ scope }) => scope === 'import');
  const named = [...parts.flatMap(({ dependencies }) => dependencies), ...imported]
    .filter(({ scope }) => scope !== 'test')
    .map(({ group, artifact, version, scope }) => ({
      name: `${group}:${artifact}`,
      version: version ?? managed.get(`${group}:${artifact}`),
      inside: !['provided', 'import'].includes(scope),
      from: pom.at(`>${artifact}<`),
    }));
  if (boot === undefined) return named;
  const name = 'org.springframework.boot:spring-boot';
  return [...named, { name, version: boot, inside: true, from: pom.at(`>${boot}<`) }];
}
