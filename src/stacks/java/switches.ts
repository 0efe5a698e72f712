import type { Pom } from './pom.ts';
import { textsDeep } from './xml.ts';

/**
 * What a build for an image needs no verdict of, or cannot have: there is no .git, and style was judged before. By the plugin
 * that reads the switch; each is the plugin's own, as its documentation has it.
 */
const switches: Readonly<Record<string, readonly string[]>> = {
  'git-commit-id-plugin': ['-Dmaven.gitcommitid.skip'],
  'git-commit-id-maven-plugin': ['-Dmaven.gitcommitid.skip'],
  'buildnumber-maven-plugin': ['-Dmaven.buildNumber.skip'],
  'spring-javaformat-maven-plugin': ['-Dspring-javaformat.skip'],
  'maven-checkstyle-plugin': ['-Dcheckstyle.skip'],
  'maven-pmd-plugin': ['-Dpmd.skip', '-Dcpd.skip'],
  'spotbugs-maven-plugin': ['-Dspotbugs.skip'],
  'findbugs-maven-plugin': ['-Dfindbugs.skip'],
  'license-maven-plugin': ['-Dlicense.skip'],
  'apache-rat-plugin': ['-Drat.skip'],
  'spotless-maven-plugin': ['-Dspotless.check.skip', '-Dspotless.apply.skip'],
  'fmt-maven-plugin': ['-Dfmt.skip'],
  'formatter-maven-plugin': ['-Dformatter.skip'],
  'impsort-maven-plugin': ['-Dimpsort.skip'],
  'sortpom-maven-plugin': ['-Dsort.skip'],
  'maven-enforcer-plugin': ['-Denforcer.skip'],
  'animal-sniffer-maven-plugin': ['-Danimal.sniffer.skip'],
  'dependency-check-maven': ['-Ddependency-check.skip'],
  'maven-javadoc-plugin': ['-Dmaven.javadoc.skip'],
  'maven-source-plugin': ['-Dmaven.source.skip'],
  'asciidoctor-maven-plugin': ['-Dasciidoctor.skip'],
  'dockerfile-maven-plugin': ['-Ddockerfile.skip'],
  'docker-maven-plugin': ['-Ddocker.skip'],
  'jib-maven-plugin': ['-Djib.skip'],
  'ktlint-maven-plugin': ['-Dktlint.skip'],
  'detekt-maven-plugin': ['-Ddetekt.skip'],
  'jgitver-maven-plugin': ['-Djgitver.skip'],
};

/** The switches for what these poms run while they package, in the order of the table. */
export function skipSwitches(poms: readonly Pom[]): readonly string[] {
  const used = new Set(poms.flatMap(({ plugins }) => plugins.map(({ artifact }) => artifact)));
  // What a company's parent brings along is not seen here.
  const strange = poms.some(({ outside }) => outside !== undefined && !isFramework(outside.name));
  const usual = strange ? ['maven-enforcer-plugin', 'maven-checkstyle-plugin', 'license-maven-plugin'] : [];
  return Object.entries(switches)
    .filter(([plugin]) => used.has(plugin) || usual.includes(plugin))
    .flatMap(([, flags]) => flags)
    .concat(poms.some(makesImage) ? ['-Dspring-boot.build-image.skip'] : []);
}

/** Its package is an image, too, which takes a daemon: https://docs.spring.io/spring-boot/maven-plugin/build-image.html */
function makesImage({ plugins }: Pom): boolean {
  return plugins.some(
    ({ artifact, node }) =>
      artifact === 'spring-boot-maven-plugin' &&
      textsDeep(node, 'goal').some((goal) => goal.startsWith('build-image')),
  );
}

function isFramework(parent: string): boolean {
  return /^(org\.springframework\.(boot|cloud)|io\.quarkus|io\.micronaut|io\.helidon|io\.vertx|io\.dropwizard)/.test(
    parent,
  );
}

/** Tests are neither run nor compiled, unless another module takes classes of them. */
export function testSwitch(poms: readonly Pom[]): string {
  const own = new Set(poms.map(({ artifact }) => artifact));
  const shared = poms.some(({ dependencies }) =>
    dependencies.some(({ type, artifact }) => type === 'test-jar' && own.has(artifact)),
  );
  return shared ? '-DskipTests' : '-Dmaven.test.skip';
}
