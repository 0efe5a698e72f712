import type { Step } from '../../recipe/types.ts';
import type { Launch } from './app.ts';
import { mvn, mvnCache } from './mvn.ts';
import type { Built } from './runtime.ts';

/** A line of Tomcat: https://tomcat.apache.org/whichversion.html */
export type Line = '9' | '10.1' | '11';

/** A release of each that Maven Central has, and what its bin/catalina.sh says to the JVM besides. */
const releases: Readonly<
  Record<
    Line,
    { readonly version: string; readonly opens: readonly string[]; readonly more: readonly string[] }
  >
> = {
  '9': { version: '9.0.117', opens: ['java.base/java.lang.invoke'], more: [] },
  '10.1': { version: '10.1.59', opens: [], more: [] },
  '11': { version: '11.0.24', opens: [], more: ['--enable-native-access=ALL-UNNAMED'] },
};
const opens = ['lang', 'lang.reflect', 'io', 'util', 'util.concurrent'].map(
  (name) => `java.base/java.${name}`,
);

const home = '/tomcat';
const distribution = '/opt/tomcat';
const unpack = 'org.apache.maven.plugins:maven-dependency-plugin:3.11.0:unpack';

export function versionOf(line: Line): string {
  return releases[line].version;
}

/** Flags of the JVM, as bin/catalina.sh sets them; temporary files go to /tmp by themselves. */
export function flagsOf(line: Line): readonly string[] {
  const { opens: own, more } = releases[line];
  return [
    ...[...opens, ...own, 'java.rmi/sun.rmi.transport'].map((name) => `--add-opens=${name}=ALL-UNNAMED`),
    ...more,
    '-Djava.util.logging.manager=org.apache.juli.ClassLoaderLogManager',
    `-Djava.util.logging.config.file=${home}/conf/logging.properties`,
    '-Dorg.apache.tomcat.util.digester.PROPERTY_SOURCE=org.apache.tomcat.util.digester.EnvironmentPropertySource',
    `-Dcatalina.home=${home}`,
  ];
}

/** Where Tomcat itself says whether the program is up: https://tomcat.apache.org/tomcat-11.0-doc/config/valve.html#Health_Check_Valve */
export const healthPath = '/tomcat-health';

/**
 * Nothing is written but below /tmp and to stderr, nobody stops it by a port, and PORT says where it listens. Requests have five
 * seconds to end after SIGTERM. Error pages tell strangers neither the version nor where it failed. What is compiled of pages is
 * of this container: a volume may hold that of another Tomcat.
 */
const server = (rewrites: boolean) => `<?xml version="1.0" encoding="UTF-8"?>
<Server port="-1">
  <Listener className="org.apache.catalina.core.JreMemoryLeakPreventionListener"/>
  <Listener className="org.apache.catalina.core.ThreadLocalLeakPreventionListener"/>
  <Service name="Catalina" gracefulStopAwaitMillis="5000">
    <Connector port="\${PORT}" connectionTimeout="20000"/>
    <Engine name="Catalina" defaultHost="localhost">
      <Valve className="org.apache.catalina.valves.HealthCheckValve" path="${healthPath}"/>
      <Host name="localhost" appBase="webapps" autoDeploy="false" unpackWARs="false" createDirs="false" workDir="/tmp/work-\${HOSTNAME}">
        <Valve className="org.apache.catalina.valves.ErrorReportValve" showReport="false" showServerInfo="false"/>${rewrites ? '\n        <Valve className="org.apache.catalina.valves.rewrite.RewriteValve"/>' : ''}
      </Host>
    </Engine>
  </Service>
</Server>
`;
const logging = `handlers = java.util.logging.ConsoleHandler
.handlers = java.util.logging.ConsoleHandler
java.util.logging.ConsoleHandler.formatter = org.apache.juli.OneLineFormatter
java.util.logging.ConsoleHandler.encoding = UTF-8
`;

/** Steps before the program's own that make /tomcat of the distribution in Maven Central. */
export function tomcatSteps({ line, path, also }: Extract<Launch, { kind: 'war' }>): readonly Step[] {
  return [
    { comment: 'Apache Tomcat without its applications and scripts.' },
    { arg: 'TOMCAT_VERSION', default: versionOf(line) },
    {
      run: [
        `${mvn} ${unpack} -Dartifact=org.apache.tomcat:tomcat:$TOMCAT_VERSION:zip -DoutputDirectory=/opt`,
        `mv /opt/apache-tomcat-$TOMCAT_VERSION ${distribution}`,
        `mkdir -p ${home}/bin ${home}/conf`,
        `mv ${distribution}/bin/bootstrap.jar ${distribution}/bin/tomcat-juli.jar ${home}/bin/`,
        `mv ${distribution}/conf/catalina.properties ${distribution}/conf/context.xml ${distribution}/conf/web.xml ${home}/conf/`,
        `mv ${distribution}/lib ${distribution}/LICENSE ${distribution}/NOTICE ${home}/`,
      ],
      caches: [mvnCache],
      network: true,
    },
    { file: `${home}/conf/server.xml`, content: server(also !== undefined) },
    { file: `${home}/conf/logging.properties`, content: logging },
    ...(path === '/' ? [] : sendThere(path)),
    ...(also === undefined ? [] : takeAlso(also)),
  ];
}

/** https://tomcat.apache.org/tomcat-11.0-doc/rewrite.html */
function sendThere(path: string): readonly Step[] {
  // Where it did not start, what asks for it comes here as well.
  const own = path.slice(1).replaceAll('.', '\\.');
  return [
    { comment: 'The program is at a path of its own: what asks for none is sent there.' },
    {
      file: `${home}/webapps/ROOT/META-INF/context.xml`,
      content: '<Context><Valve className="org.apache.catalina.valves.rewrite.RewriteValve"/></Context>\n',
    },
    {
      file: `${home}/webapps/ROOT/WEB-INF/rewrite.config`,
      content: `RewriteRule ^/(?!${own}(?:/|$))(.*)$ ${path}/$1 [R=307]\n`,
    },
  ];
}

/** Within the server, so that no client sees it. */
function takeAlso(path: string): readonly Step[] {
  return [
    { comment: `What asks for ${path}, where developers have the program, gets the same.` },
    {
      file: `${home}/conf/Catalina/localhost/rewrite.config`,
      content: `RewriteRule ^${path.replaceAll('.', '\\.')}(?:/(.*))?$ /$1\n`,
    },
  ];
}

/** Commands from a WAR to what the image takes; its libraries by themselves, as they change seldom. */
export function explode(war: string): readonly string[] {
  return [
    'mkdir -p /war/WEB-INF/lib',
    `mv ${war} /war.war`,
    'env --chdir=/war jar --extract --file /war.war',
    'mv /war/WEB-INF/lib /libraries',
  ];
}

/** What the last stage copies, and what it starts. */
export function tomcatOutcome({ path }: Extract<Launch, { kind: 'war' }>): Omit<Built, 'steps'> {
  // How Tomcat names directories: https://tomcat.apache.org/tomcat-11.0-doc/config/context.html#Naming
  const name = path === '/' ? 'ROOT' : path.slice(1).replaceAll('/', '#');
  const app = `${home}/webapps/${name}`;
  return {
    copies: [
      { comment: 'By how seldom they change, so that a push sends little.' },
      { copy: [`${home}/`], to: `${home}/`, from: 'build' },
      { copy: ['/libraries/'], to: `${app}/WEB-INF/lib/`, from: 'build' },
      { copy: ['/war/'], to: `${app}/`, from: 'build' },
    ],
    start: [
      '-cp',
      `${home}/bin/bootstrap.jar:${home}/bin/tomcat-juli.jar`,
      'org.apache.catalina.startup.Bootstrap',
      'start',
    ],
  };
}
