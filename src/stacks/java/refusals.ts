import { posix } from 'node:path';
import type { Fact, Refusal } from '../../detect/types.ts';
import type { Start } from './main-of.ts';
import { settingOf, type Dependency, type Pom } from './pom.ts';
import type { Reactor } from './reactor.ts';
import { newestJava } from './version.ts';

/** What is there to show or to test the rest: told by the directory below the root of the build. */
const aside =
  /(^|[-_/])(examples?|samples?|demos?|tests?|testing|it|itests?|integration-tests?|benchmarks?|bench|perf|metrics|archetypes?|docs?|tutorials?)($|[-_/])/;

export function isAside({ dir }: Pick<Pom, 'dir'>, above: string): boolean {
  return aside.test(posix.relative(above, dir));
}

/** Why a project is no program; undefined where it may be one. */
export function refusalOf(
  pom: Pom,
  reactor: Reactor,
  runs: boolean,
  found: Start | undefined,
): Refusal | undefined {
  const refusal = (reason: string, hint: string) => refuse(pom.dir, reason, hint);
  if (['ear', 'ejb', 'rar'].includes(pom.packaging)) {
    return refusal(
      `${pom.path} makes a part for an application server (${pom.packaging})`,
      'use the image of wildfly or open-liberty',
    );
  }
  if (!isProgram(pom.packaging)) {
    return refusal(`${pom.path} is no program: it makes a ${pom.packaging}`, 'an image is made of a program');
  }
  if (pom.outside?.above) {
    const why = pom.outside.version.endsWith('-SNAPSHOT')
      ? 'and a snapshot is in no repository of releases'
      : 'but above it, and this is one of its modules';
    return refusal(
      `the parent of ${pom.path}, ${pom.outside.name}:${pom.outside.version}, is not in this directory, ${why}`,
      'run this in the directory of the parent, and pick the module with --service',
    );
  }
  const snapshot = snapshotOf(pom, reactor);
  if (snapshot) {
    return refusal(
      `${pom.path} needs ${snapshot.group}:${snapshot.artifact}:${snapshot.version}, which is not in this directory, and a snapshot is in no repository of releases`,
      'run this in the directory that also builds it, and pick the module with --service; or name a release',
    );
  }
  if (runs) return undefined;
  if (pom.dependencies.some(({ group }) => group === 'org.openjfx')) {
    return refusal(`${pom.path} is a program with windows, by JavaFX`, 'an image has no display');
  }
  if (!found) {
    return refusal(
      `${pom.path} is a library: it has no main class`,
      'an image is made of a program; a main class makes one, or the plugin of a framework',
    );
  }
  if (found.among > 1) {
    return refusal(
      `${pom.path} holds ${found.among} classes that could be started, and nothing says which is meant`,
      `say it: --start ${JSON.stringify(`java ${found.main}`)}`,
    );
  }
  if (/\.(?:examples?|samples?|demos?)\.\w+$/.test(found.main) && isPublished(pom)) {
    return refusal(
      `${pom.path} is a library: it is published for others, and ${found.main} only shows it`,
      'name another class in <mainClass> of maven-jar-plugin if it has a program',
    );
  }
  if (!found.sure && isPublished(pom)) {
    return refusal(
      `${pom.path} is a library: it is published for others, and nothing in it says that ${found.main} is a program`,
      'name the class in <mainClass> of maven-jar-plugin if it is one',
    );
  }
  return undefined;
}

/** Whether a program is only there to show or to test the libraries that it is built with, which are published. */
export function onlyShows(pom: Pom, { root, poms }: Reactor): boolean {
  return isAside(pom, root.dir) && poms.some((other) => other !== pom && isPublished(other));
}

/** What nobody can fetch: it is built further up, or by hand before. A parent that is not here may name repositories. */
function snapshotOf(pom: Pom, { poms }: Reactor): Dependency | undefined {
  const plain = pom.outside === undefined || pom.outside.name.startsWith('org.springframework.boot:');
  if (pom.repositories || !plain) return undefined;
  const boms = pom.managed.filter(({ scope }) => scope === 'import');
  return [...boms, ...pom.dependencies].find(
    ({ version, artifact, scope }) =>
      version?.endsWith('-SNAPSHOT') &&
      scope !== 'test' &&
      !poms.some((other) => other.artifact === artifact),
  );
}

export function refuse(dir: string, reason: string, hint: string): Refusal {
  return { found: 'refusal', stack: 'java', dir, reason, hint };
}

/** Of a WAR that Tomcat does not run. */
export function otherServer(dir: string, reason: string): Refusal {
  return refuse(
    dir,
    reason,
    'use the image of wildfly, tomee or open-liberty; or add the libraries that bring it, or META-INF/context.xml where it also runs in Tomcat',
  );
}

export function tooNew(dir: string, java: Fact): Refusal {
  return refuse(
    dir,
    `it is written for Java ${java.value} (${java.from}), and the newest that distroless has is ${newestJava}`,
    `set the release of the compiler to ${newestJava}, or build on an image with that JDK`,
  );
}

/** Placeholders stand for jar; those of frameworks make programs, too. */
function isProgram(packaging: string): boolean {
  return ['jar', 'war', 'quarkus', 'takari-jar'].includes(packaging) || /^\$|native|function/.test(packaging);
}

const publishing =
  /gpg|nexus-staging|central-publishing|maven-bundle-plugin|maven-release-plugin|moditect|maven-javadoc-plugin/;

function isPublished(pom: Pom): boolean {
  return (
    [...pom.plugins, ...pom.managedPlugins].some(({ artifact }) => publishing.test(artifact)) ||
    settingOf(pom, 'maven-source-plugin', 'goal') !== undefined
  );
}
