import type { Inventory } from '../../inventory/types.ts';
import { sh } from '../../recipe/quote.ts';
import { isBefore } from './before.ts';
import { none, type Repairs } from './repairs.ts';
import type { Pom } from './pom.ts';

/** A package that was part of Java until 10, and the artifacts that it is now: https://openjdk.org/jeps/320 */
type Removed = {
  readonly name: string;
  readonly pattern: RegExp;
  /** Dependencies that have it, or bring it. */
  readonly given: RegExp;
  readonly add: readonly string[];
};

const removed: readonly Removed[] = [
  {
    name: 'javax.xml.bind',
    pattern: /\bjavax\.xml\.bind\./,
    given: /jaxb-api|jaxb-impl|jaxb-runtime|xml\.bind-api/,
    add: ['javax.xml.bind:jaxb-api:2.3.1', 'org.glassfish.jaxb:jaxb-runtime:2.3.9'],
  },
  {
    name: 'javax.annotation',
    pattern: /^import javax\.annotation\.(?:PostConstruct|PreDestroy|Resources?|Generated|Priority)\b/,
    given: /annotations?-api|tomcat|spring-boot-starter|jersey|javaee|dropwizard/,
    add: ['javax.annotation:javax.annotation-api:1.3.2'],
  },
];
/** They take JAXB for granted, which is no part of theirs yet. */
const wantsBind =
  /^(?:spring-boot-starter-data-jpa|dropwizard-hibernate|hibernate-core|hibernate-entitymanager)$/;

/** What a program for Java before 11 has from the JDK, as a dependency beside one that it has. */
export function ofRemoved(
  repo: Inventory,
  pom: Pom,
  sources: readonly string[],
  java: string | undefined,
  boot: string | undefined,
  at: (path: string) => string,
): Repairs {
  if (java === undefined || Number(java) > 10) return none;
  const names = pom.dependencies.map(({ artifact }) => artifact);
  const byBoot =
    boot !== undefined && !isBefore(boot, '2.1.0') && names.includes('spring-boot-starter-data-jpa');
  const lacking = removed.filter(({ pattern, given, name }) => {
    if (names.some((each) => given.test(each))) return false;
    if (name !== 'javax.xml.bind') return repo.search(sources, pattern, 1).length > 0;
    return (
      !byBoot && (names.some((each) => isOld(each, pom, boot)) || repo.search(sources, pattern, 1).length > 0)
    );
  });
  const text = repo.read(pom.path) ?? '';
  const anchor = pom.dependencies.find(
    ({ artifact, scope }) =>
      scope !== 'test' && /^[\w.-]+$/.test(artifact) && text.includes(`<artifactId>${artifact}</artifactId>`),
  )?.artifact;
  if (lacking.length === 0 || anchor === undefined) return none;
  const entries = lacking.flatMap(({ add }) => add).map(entryOf);
  return {
    flags: [],
    commands: [
      sh`sed -i ${`\\#<artifactId>${anchor}<#,\\#</dependency>#s#</dependency>#&${entries.join('')}#`} ${at(pom.path)}`,
    ],
    notes: [
      `${lacking.map(({ name }) => name).join(' and ')} left Java with 11: the image is built with it as a library`,
    ],
  };
}

/** Of Hibernate before 5.3, of which Spring Boot 2.1 and Dropwizard 2 have later ones. */
function isOld(name: string, pom: Pom, boot: string | undefined): boolean {
  if (!wantsBind.test(name)) return false;
  if (name === 'spring-boot-starter-data-jpa') return boot !== undefined && isBefore(boot, '2.1.0');
  const version = [...pom.dependencies, ...pom.managed].find(
    ({ artifact, version: said }) =>
      said !== undefined &&
      (artifact === name || (name.startsWith('dropwizard') && artifact === 'dropwizard-bom')),
  )?.version;
  return version !== undefined && isBefore(version, name.startsWith('dropwizard') ? '2.0.0' : '5.3.0');
}

function entryOf(coordinates: string): string {
  const [group, artifact, version] = coordinates.split(':');
  return `<dependency><groupId>${group}</groupId><artifactId>${artifact}</artifactId><version>${version}</version></dependency>`;
}
