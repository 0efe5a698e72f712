import { isBefore } from './before.ts';
import { ofOptional } from './optional.ts';
import { settingOf, type Pom } from './pom.ts';
import { filesOf, joined, none, type Repairs } from './repairs.ts';
import { majorOf } from './version.ts';

/** Reaches into javac, so each Java needs its own: https://projectlombok.org/changelog, 1.18.30 for 21 and 1.18.40 for 25. */
const lombok = { least: { java21: '1.18.30', java25: '1.18.40' }, take: '1.18.42' } as const;

/** Of a build on the JDK of a target, in a directory. */
export function repairsOf(
  pom: Pom,
  poms: readonly Pom[],
  target: string,
  boot: string | undefined,
  at: (path: string) => string,
): Repairs {
  return joined([
    ofLombok(pom, poms, target, boot, at),
    ofJavalin(poms, at),
    ofLanguage(pom, poms, at),
    ofProcessors(poms, target),
    ofWars(poms, boot),
    ofValidator(boot),
    ofOptional(pom, boot, at),
  ]);
}

function ofLombok(
  pom: Pom,
  poms: readonly Pom[],
  target: string,
  boot: string | undefined,
  at: (path: string) => string,
): Repairs {
  const uses = poms.filter(({ dependencies }) => dependencies.some(({ artifact }) => artifact === 'lombok'));
  if (uses.length === 0) return none;
  const least = target === 'java25' ? lombok.least.java25 : lombok.least.java21;
  const first = [...poms, pom]
    .flatMap(({ dependencies, managed }) => [...dependencies, ...managed])
    .find(({ artifact, said: version }) => artifact === 'lombok' && version !== undefined);
  const version = first?.version ?? pom.property('lombok.version') ?? lombokOf(boot);
  if (version === undefined || !isBefore(version, least)) return none;
  const notes = [`Lombok ${version} does not work in this JDK: the image is built with ${lombok.take}`];
  return { ...withVersion('lombok', first?.said ?? '${lombok.version}', lombok.take, uses, at), notes };
}

/**
 * From 4.0.0 to before 4.2.0 it starts with a method that Java had before 21, where it finds virtual threads: by the classes
 * io/javalin/core/LoomUtil of its releases.
 */
function ofJavalin(poms: readonly Pom[], at: (path: string) => string): Repairs {
  const takes = '4.6.8';
  for (const artifact of ['javalin', 'javalin-bundle']) {
    const declared = ({ dependencies, managed }: Pom) =>
      [...dependencies, ...managed].filter((each) => each.artifact === artifact);
    const uses = poms.filter((each) => declared(each).length > 0);
    const first = uses.flatMap(declared).find(({ version }) => version !== undefined);
    if (first?.version === undefined) continue;
    if (isBefore(first.version, '4.0.0') || !isBefore(first.version, '4.2.0')) continue;
    return {
      ...withVersion(artifact, first.said ?? '', takes, uses, at),
      notes: [`Javalin ${first.version} does not start in this Java: the image is built with ${takes}`],
    };
  }
  return none;
}

/**
 * Flags with which Quarkus from 1.5 to before 1.12 makes the directory that is run today, in place of a JAR with its libraries
 * beside it: https://github.com/quarkusio/quarkus/wiki/Migration-Guide-1.12
 */
export function quarkusFlags(pom: Pom): readonly string[] {
  const version = pom.resolve(settingOf(pom, 'quarkus-maven-plugin', 'version') ?? '');
  const isOld = version.startsWith('1.') && !isBefore(version, '1.5.0') && isBefore(version, '1.12.0');
  return isOld ? ['-Dquarkus.package.type=fast-jar'] : [];
}

/** Another version of a dependency: by its property, else in the poms that have it. */
function withVersion(
  artifact: string,
  said: string,
  version: string,
  uses: readonly Pom[],
  at: (path: string) => string,
): Repairs {
  const property = /^\$\{([\w.-]+)\}$/.exec(said)?.[1];
  if (property !== undefined) return { ...none, flags: [`-D${property}=${version}`] };
  return {
    ...none,
    commands: [
      // Its entry alone: from its name to the next version.
      `sed -i '/<artifactId>${artifact}</,/<version>/s|<version>[^<]*<|<version>${version}<|' ${filesOf(uses, at)}`,
    ],
  };
}

/** What Spring Boot takes when nothing else is said: the last line of each that is too old for Java 21. */
function lombokOf(boot: string | undefined): string | undefined {
  if (boot === undefined) return undefined;
  const lines: readonly (readonly [string, string])[] = [
    ['3.1', '3.1.5'],
    ['3.0', '3.0.12'],
    ['2.7', '2.7.17'],
  ];
  for (const [line, good] of lines)
    if (boot.startsWith(`${line}.`)) return isBefore(boot, good) ? '1.18.28' : undefined;
  return isBefore(boot, '2.7.0') ? '1.18.24' : undefined;
}

/** javac 21 takes 8 and later. */
function ofLanguage(pom: Pom, poms: readonly Pom[], at: (path: string) => string): Repairs {
  const settings = ['release', 'source', 'target'].map((name) =>
    settingOf(pom, 'maven-compiler-plugin', name),
  );
  const properties = [
    'maven.compiler.release',
    'maven.compiler.source',
    'maven.compiler.target',
    'java.version',
  ].map(pom.property);
  const isOld = (text: string | undefined) =>
    text !== undefined && (majorOf(pom.resolve(text)) ?? 0) < 8 && majorOf(pom.resolve(text)) !== undefined;
  const flags = ['-Dmaven.compiler.source=8', '-Dmaven.compiler.target=8'];
  const note = 'Java before 8 is compiled as 8, the oldest that this JDK takes';
  if (settings.some(isOld)) {
    return {
      flags: [],
      commands: [`sed -i -E 's#<(source|target|release)>(1\\.)?[567]<#<\\1>8<#' ${filesOf(poms, at)}`],
      notes: [note],
    };
  }
  if (properties.some(isOld)) return { ...none, flags, notes: [note] };
  // Compiler plugins before 3.11 mean less than 8 when nothing is said; Maven's own choice is newer.
  const plugin = settingOf(pom, 'maven-compiler-plugin', 'version');
  const silent = [...settings, ...properties].every((text) => text === undefined);
  const isOlder = plugin !== undefined && isBefore(plugin, '3.11.0');
  return silent && isOlder && pom.outside === undefined ? { ...none, flags } : none;
}

/** From 23 on javac runs annotation processors of the class path only when it is told to. */
function ofProcessors(poms: readonly Pom[], target: string): Repairs {
  if (target !== 'java25') return none;
  const uses = poms.some(({ dependencies }) =>
    dependencies.some(({ artifact }) =>
      /^(lombok|mapstruct-processor|auto-service|auto-value|picocli-codegen|hibernate-jpamodelgen|querydsl-apt)$/.test(
        artifact,
      ),
    ),
  );
  return uses ? { ...none, flags: ['-Dmaven.compiler.proc=full'] } : none;
}

/** What XStream in plugins before 3.3 reaches into. */
const ofXStream = [
  'java.base/java.lang',
  'java.base/java.lang.reflect',
  'java.base/java.text',
  'java.base/java.util',
  'java.desktop/java.awt.font',
];

/** Spring Boot before 2.2 takes an old plugin, too, by a property. */
function ofWars(poms: readonly Pom[], boot: string | undefined): Repairs {
  const wars = poms.filter(({ packaging }) => packaging === 'war');
  const said = wars.flatMap((pom) => {
    const version = settingOf(
      { ...pom, plugins: pom.plugins.filter(({ artifact }) => artifact === 'maven-war-plugin') },
      'maven-war-plugin',
      'version',
    );
    return version === undefined ? [] : [version];
  });
  if (said.some((version) => isBefore(version, '3.3.0')))
    return {
      ...none,
      commands: [
        `export MAVEN_OPTS='${ofXStream.map((name) => `--add-opens=${name}=ALL-UNNAMED`).join(' ')}'`,
      ],
    };
  const ofBoot = wars.length > 0 && said.length === 0 && boot !== undefined && isBefore(boot, '2.2.0');
  return ofBoot ? { ...none, flags: ['-Dmaven-war-plugin.version=3.4.0'] } : none;
}

/** Hibernate Validator before 5.3 looks for the 8 in 1.8: what Spring Boot 1.5 takes instead. */
function ofValidator(boot: string | undefined): Repairs {
  if (boot === undefined || !isBefore(boot, '1.5.0')) return none;
  return { ...none, flags: ['-Dhibernate-validator.version=5.3.6.Final'] };
}
