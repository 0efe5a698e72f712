import { describe, expect, it } from 'vitest';
import { chooseServices } from '../../src/detect/choose.ts';
import { readHints } from '../../src/detect/hints.ts';
import { openInventory } from '../../src/inventory/open.ts';
import type { Recipe } from '../../src/recipe/types.ts';
import { commands, find, recipe, service, type Files } from '../support/java.ts';
import { makeRepo } from '../support/repo.ts';

const contents = ({ stages }: Recipe) =>
  (stages[0]?.steps ?? []).flatMap((step) => ('file' in step ? [step.content] : [])).join('');

const war = (inner = '', name = 'app') =>
  `<project><modelVersion>4.0.0</modelVersion><groupId>g</groupId><artifactId>${name}</artifactId><version>1</version><packaging>war</packaging>${inner}</project>`;
/** `group:artifact:version`, and the scope behind a space. */
const uses = (...names: readonly string[]) =>
  `<dependencies>${names
    .map((name) => {
      const [coordinates = '', scope = 'compile'] = name.split(' ');
      const [group, artifact, version] = coordinates.split(':');
      return `<dependency><groupId>${group}</groupId><artifactId>${artifact}</artifactId><version>${version}</version><scope>${scope}</scope></dependency>`;
    })
    .join('')}</dependencies>`;
const plugin = (name: string, configuration: string) =>
  `<build><plugins><plugin><artifactId>${name}</artifactId><configuration>${configuration}</configuration></plugin></plugins></build>`;
const imports = (name: string) => `package a;\n\nimport ${name};\n\nclass A {}\n`;
const source = 'src/main/java/a/A.java';
const page = { 'src/main/webapp/index.jsp': '<p>hello</p>\n' };
const descriptor = 'src/main/webapp/WEB-INF/web.xml';

describe('which Tomcat', () => {
  it.each<[string, string, string, Files]>([
    ['its packages', '9', '', { [source]: imports('javax.servlet.http.HttpServlet') }],
    ['its packages, moved', '11', '', { [source]: imports('jakarta.servlet.http.HttpServlet') }],
    [
      'and of a version',
      '10.1',
      uses('jakarta.servlet:jakarta.servlet-api:6.0.0 provided'),
      { [source]: imports('jakarta.servlet.http.HttpServlet') },
    ],
    ['a group that moved before them', '9', uses('jakarta.servlet:jakarta.servlet-api:4.0.4 provided'), {}],
    ['the newest of them', '11', uses('jakarta.servlet:jakarta.servlet-api:6.1.0 provided'), {}],
    ['the platform', '10.1', uses('jakarta.platform:jakarta.jakartaee-web-api:10.0.0 provided'), {}],
    ['the old one', '9', uses('javax.servlet:javax.servlet-api:3.1.0 provided'), {}],
    ['Spring', '10.1', uses('org.springframework:spring-webmvc:6.1.0'), {}],
    [
      'Spring Boot of its parent',
      '10.1',
      `<parent><groupId>org.springframework.boot</groupId><artifactId>spring-boot-starter-parent</artifactId><version>3.3.2</version></parent>${uses('a:b:1')}`,
      {},
    ],
    ['Spring before', '9', uses('org.springframework:spring-webmvc:5.3.39'), {}],
    ['Spring after', '11', uses('org.springframework:spring-webmvc:7.0.1'), {}],
    [
      'its descriptor',
      '11',
      uses('a:b:1'),
      { [descriptor]: '<web-app xmlns="https://jakarta.ee/xml/ns/jakartaee"/>' },
    ],
    [
      'a version that the pom manages',
      '11',
      `<dependencyManagement>${uses('org.apache.struts:struts2-core:7.1.0')}</dependencyManagement><dependencies><dependency><groupId>org.apache.struts</groupId><artifactId>struts2-core</artifactId></dependency></dependencies>`,
      {},
    ],
    [
      'nothing, of a Java after the move',
      '11',
      `<properties><java.version>17</java.version></properties>${uses('a:b:1')}`,
      {},
    ],
    ['nothing, of what has libraries', '9', uses('a:b:1'), {}],
    ['nothing, of pages alone', '11', uses('junit:junit:4.13 test'), {}],
    [
      'the Java that it is written for',
      '10.1',
      '<properties><java.version>11</java.version></properties>',
      { [source]: imports('jakarta.servlet.http.HttpServlet') },
    ],
  ])('%s: %s', (_, line, inner, files) => {
    const found = service({ 'pom.xml': war(inner), ...page, ...files });
    expect(found.facts['start']?.value).toMatch(new RegExp(`^Tomcat ${line.replace('.', '\\.')}\\.\\d`));
  });
});

describe('what needs more than a servlet container', () => {
  const ee = 'jakarta.platform:jakarta.jakartaee-api:10.0.0 provided';
  it.each<[string, string, Files, string]>([
    ['EJB', '', { [source]: imports('javax.ejb.Stateless') }, 'EJB (src/main/java/a/A.java:3)'],
    ['JAX-RS', uses(ee), { [source]: imports('jakarta.ws.rs.GET') }, 'JAX-RS (src/main/java/a/A.java:3)'],
    [
      'an implementation that its server is to have',
      uses('org.glassfish.jersey.core:jersey-server:3.1.0 provided'),
      { [source]: imports('jakarta.ws.rs.GET') },
      'JAX-RS',
    ],
    [
      'a class of it that its server is to have',
      uses('org.glassfish.jersey.core:jersey-server:3.1.0 provided'),
      {
        [source]: imports('jakarta.ws.rs.GET'),
        [descriptor]: '<servlet-class>org.glassfish.jersey.servlet.ServletContainer</servlet-class>',
      },
      'JAX-RS',
    ],
    [
      'Faces of its descriptor',
      uses(ee),
      { [descriptor]: '<web-app><servlet-class>jakarta.faces.webapp.FacesServlet</servlet-class></web-app>' },
      `Faces (${descriptor}:1)`,
    ],
    [
      'Jetty of its descriptor',
      '',
      {
        [descriptor]: '<web-app>\n<servlet-class>org.eclipse.jetty.ee10.jsp.JettyJspServlet</servlet-class>',
      },
      `Jetty (${descriptor}:2)`,
    ],
    [
      'a part of the platform',
      uses('jakarta.inject:jakarta.inject-api:2.0.1 provided'),
      { [source]: imports('jakarta.inject.Inject') },
      'injection',
    ],
    ['injection by the platform', uses(ee), { [source]: imports('jakarta.inject.Inject') }, 'injection'],
    [
      'transactions',
      uses('org.hibernate:hibernate-core:5.6.0'),
      {
        'src/main/resources/META-INF/persistence.xml':
          '<persistence>\n<persistence-unit transaction-type="JTA"/></persistence>',
      },
      'transactions of an application server (src/main/resources/META-INF/persistence.xml:2)',
    ],
    [
      'a descriptor of a server',
      '',
      { 'src/main/webapp/WEB-INF/jboss-web.xml': '<jboss-web/>' },
      'what src/main/webapp/WEB-INF/jboss-web.xml sets up',
    ],
    ['the settings of one', '', { 'src/main/liberty/config/server.xml': '<server/>' }, 'src/main/liberty'],
  ])('%s', (_, inner, files, reason) => {
    const found = find({ 'pom.xml': war(inner), ...page, ...files });
    expect(found).toMatchObject([
      {
        found: 'refusal',
        reason: expect.stringContaining(reason) as string,
        hint: expect.stringContaining('wildfly') as string,
      },
    ]);
  });

  it.each<[string, string, Files]>([
    [
      'an implementation in it',
      uses(ee, 'org.glassfish.jersey.containers:jersey-container-servlet:3.1.0'),
      { [source]: imports('jakarta.ws.rs.GET') },
    ],
    [
      'an implementation in it by way of another',
      uses('io.swagger:swagger-inflector:2.0.14'),
      {
        [source]: imports('javax.ws.rs.GET'),
        [descriptor]: '<servlet-class>org.glassfish.jersey.servlet.ServletContainer</servlet-class>',
      },
    ],
    [
      'a filter of Jetty in it',
      uses('org.eclipse.jetty:jetty-servlets:9.4.58.v20250814'),
      { [descriptor]: '<filter-class>org.eclipse.jetty.servlets.CrossOriginFilter</filter-class>' },
    ],
    [
      'injection of a library',
      uses('javax.inject:javax.inject:1'),
      { [source]: imports('javax.inject.Inject') },
    ],
    ['what the JDK has', uses(ee), { [source]: imports('javax.transaction.xa.XAResource') }],
    ['a descriptor with lines that are empty', '', { [descriptor]: '<web-app>\n\n</web-app>\n' }],
    ['what Tomcat has', uses(ee), { [source]: imports('jakarta.annotation.PostConstruct') }],
    ['the platform for servlets alone', uses(ee), { [source]: imports('jakarta.servlet.http.HttpServlet') }],
    [
      'a descriptor beside one of Tomcat’s',
      '',
      {
        'src/main/webapp/WEB-INF/jboss-web.xml': '<jboss-web/>',
        'src/main/webapp/META-INF/context.xml': '<Context/>',
      },
    ],
  ])('not: %s', (_, inner, files) => {
    expect(find({ 'pom.xml': war(inner), ...page, ...files })).toMatchObject([{ found: 'service' }]);
  });

  it('a WAR of nothing is refused', () => {
    expect(find({ 'pom.xml': war() })).toMatchObject([
      { found: 'refusal', reason: expect.stringContaining('nothing is here') as string },
    ]);
  });
});

describe('where it is', () => {
  const jetty = plugin(
    'jetty-maven-plugin',
    '<webApp><contextPath>/${project.artifactId}/</contextPath></webApp>',
  );
  it.each<[string, string, Files, string]>([
    ['the root', '', {}, 'ROOT'],
    ['of Cargo', plugin('cargo-maven3-plugin', '<context>/</context>'), {}, 'ROOT'],
    ['no path', plugin('tomcat7-maven-plugin', '<path>/a b</path>'), {}, 'ROOT'],
    ['unknown', plugin('tomcat7-maven-plugin', '<path>/${where}</path>'), {}, 'ROOT'],
    [
      'what production says',
      jetty,
      { Procfile: 'web: java -jar webapp-runner.jar --port $PORT a.war\n' },
      'ROOT',
    ],
    ['and where', '', { Procfile: 'web: java -jar webapp-runner.jar --path /shop a.war\n' }, 'shop'],
    [
      'what the Dockerfile before says',
      jetty,
      { Dockerfile: 'FROM tomcat:9\nCOPY target/a.war /usr/local/tomcat/webapps/shop.war\n' },
      'shop',
    ],
    ...(
      [
        [
          'not of what is removed',
          'RUN rm -rf webapps/examples /t/webapps/docs\nCOPY a.war /t/webapps/ROOT.war',
          'ROOT',
        ],
        ['not of a comment', '# COPY a.war /t/webapps/old.war\nCOPY a.war /t/webapps/ROOT.war', 'ROOT'],
        ['after the default is gone', 'RUN rm -rf /t/webapps/ROOT\nCOPY a.war /t/webapps/api.war', 'api'],
        ['without its version', 'COPY a.war webapps/shop##1.2.war', 'shop'],
        ['of a list', 'COPY ["a.war", "/t/webapps/shop.war"]', 'shop'],
        ['of a command', 'RUN ls && mv /a.war \\\n  $CATALINA_HOME/webapps/a#b.war', 'a#b'],
        [
          'the program, not pages beside',
          'COPY a.war /t/webapps/shop.war\nCOPY docs /t/webapps/docs',
          'shop',
        ],
      ] as const
    ).map(([title, lines, at]): [string, string, Files, string] => [
      title,
      '',
      { Dockerfile: `FROM tomcat:9\n${lines}\n` },
      at,
    ]),
  ])('%s', (_, inner, files, name) => {
    const made = recipe(service({ 'pom.xml': war(inner), ...page, ...files }));
    expect(made.runtime.steps).toContainEqual({
      copy: ['/war/'],
      to: `/tomcat/webapps/${name}/`,
      from: 'build',
    });
    expect(contents(made).includes('[R=307]')).toBe(name !== 'ROOT');
  });

  it('what asks for no path is sent there, and what asks for it is not sent on', () => {
    const Dockerfile = 'FROM tomcat:9\nCOPY a.war /t/webapps/v1.2.war\n';
    const made = recipe(service({ 'pom.xml': war(), ...page, Dockerfile }));
    expect(contents(made)).toContain('RewriteRule ^/(?!v1\\.2(?:/|$))(.*)$ /v1.2/$1 [R=307]\n');
  });

  it.each([
    ['of Jetty', jetty, 'RewriteRule ^/app(?:/(.*))?$ /$1\n'],
    [
      'of Tomcat',
      plugin('tomcat7-maven-plugin', '<path>/a/v1.2</path>'),
      'RewriteRule ^/a/v1\\.2(?:/(.*))?$ /$1\n',
    ],
  ])('the path of a developer’s plugin is one more: %s', (_, inner, rule) => {
    const made = recipe(service({ 'pom.xml': war(inner), ...page }));
    expect(contents(made)).toContain(rule);
    expect(made.runtime.steps).toContainEqual({
      copy: ['/war/'],
      to: '/tomcat/webapps/ROOT/',
      from: 'build',
    });
  });

  it('the port is that of the plugin', () => {
    const text = war(plugin('jetty-maven-plugin', '<httpConnector><port>9090</port></httpConnector>'));
    expect(service({ 'pom.xml': text, ...page }).port).toEqual({
      value: '9090',
      from: 'pom.xml:1',
      confidence: 'high',
    });
  });
});

it('a port of the system is that of a developer’s machine', () => {
  const text = war(plugin('tomcat7-maven-plugin', '<port>80</port>'));
  expect(service({ 'pom.xml': text, ...page }).port?.value).toBe('8080');
});

it('error pages tell strangers nothing of what is inside', () => {
  expect(contents(recipe(service({ 'pom.xml': war(), ...page })))).toContain(
    '<Valve className="org.apache.catalina.valves.ErrorReportValve" showReport="false" showServerInfo="false"/>',
  );
});

describe('its file', () => {
  it.each([
    ['', 'mv target/app-*.war /war.war'],
    ['<build><finalName>shop</finalName></build>', 'mv target/shop.war /war.war'],
    [plugin('maven-war-plugin', '<warName>old</warName>'), 'mv target/old.war /war.war'],
    [plugin('maven-war-plugin', '<classifier>x</classifier>'), 'mv target/app-*-x.war /war.war'],
    [
      plugin('maven-war-plugin', '<outputDirectory>${project.basedir}/dist</outputDirectory>'),
      'mv target/../dist/app-*.war /war.war',
    ],
  ])('%s', (inner, command) => {
    expect(commands(recipe(service({ 'pom.xml': war(inner), ...page })))).toContain(command);
  });

  it.each([
    ['2.3', true],
    ['3.4.0', false],
  ])('by a plugin of %s, that reaches into Java: %s', (version, opened) => {
    const text = war(
      plugin('maven-war-plugin', '').replace('<configuration>', `<version>${version}</version>$&`),
    );
    const said = commands(recipe(service({ 'pom.xml': text, ...page }))).join('\n');
    expect(said.includes('--add-opens=java.base/java.text=ALL-UNNAMED')).toBe(opened);
  });

  it('is not made to start by itself where Spring Boot would', () => {
    const boot =
      '<build><plugins><plugin><groupId>org.springframework.boot</groupId><artifactId>spring-boot-maven-plugin</artifactId><version>3.2.0</version><executions><execution><goals><goal>repackage</goal></goals></execution></executions></plugin></plugins></build>';
    const found = service({ 'pom.xml': war(boot), ...page });
    expect(commands(recipe(found)).join('\n')).toContain('-Dspring-boot.repackage.skip package');
  });
});

const jar = (inner: string) =>
  `<project><modelVersion>4.0.0</modelVersion><groupId>g</groupId><artifactId>app</artifactId><version>1</version>${inner}</project>`;

describe('modules', () => {
  const root =
    '<project><modelVersion>4.0.0</modelVersion><groupId>g</groupId><artifactId>root</artifactId><version>1</version><packaging>pom</packaging><modules><module>app</module><module>web</module></modules></project>';
  const main = 'package a;\npublic class Main {\n  public static void main(String[] args) {}\n}\n';
  const web = { 'web/pom.xml': war(uses('g:app:1'), 'web'), 'web/src/main/webapp/index.html': '' };

  it('of a library are in it', () => {
    const found = find({ 'pom.xml': root, 'app/pom.xml': jar(''), ...web });
    expect(found).toMatchObject([{ found: 'service', dir: 'web', rank: 0.8 }]);
  });

  it('a WAR around a program is not another one', () => {
    const found = find({
      'pom.xml': root,
      'app/pom.xml': jar(uses('io.javalin:javalin:6.0.0')),
      'app/src/main/java/a/Main.java': main,
      ...web,
    });
    expect(found).toMatchObject([
      { dir: 'app', rank: 0.9 },
      { dir: 'web', rank: 0.2 },
    ]);
  });

  it('a command beside a WAR is a tool of it, and the WAR is the service', () => {
    const found = find({
      'pom.xml': root,
      'app/pom.xml': jar(''),
      'app/src/main/java/a/Main.java': main,
      ...web,
    });
    expect(chooseServices(found, { lang: undefined, service: undefined })).toMatchObject([{ dir: 'web' }]);
    expect(chooseServices(found, { lang: undefined, service: 'app' })).toMatchObject([{ dir: 'app' }]);
  });

  it.each([
    [
      'server',
      "plugins {\n  id 'org.springframework.boot' version '3.5.0'\n}\n",
      "dependencies {\n  implementation 'org.springframework.boot:spring-boot-starter-web'\n}\n",
      'server',
    ],
    ['tool', "plugins {\n  id 'application'\n}\napplication {\n  mainClass = 'a.Main'\n}\n", '', 'web'],
  ])('of Gradle, a WAR beside a %s', (dir, script, used, chosen) => {
    const found = find({
      'settings.gradle': `include '${dir}', 'web'\n`,
      gradlew: '',
      'gradle/wrapper/gradle-wrapper.properties': 'distributionUrl=x/gradle-8.14-bin.zip\n',
      [`${dir}/build.gradle`]: script + used,
      [`${dir}/src/main/java/a/Main.java`]: main,
      'web/build.gradle': `plugins {\n  id 'war'\n}\ndependencies {\n  implementation project(':${dir}')\n}\n`,
      'web/src/main/webapp/index.html': '',
    });
    expect(chooseServices(found, { lang: undefined, service: undefined })).toMatchObject([{ dir: chosen }]);
  });
});

it('a main in it is no matter, as nothing names it', () => {
  const main = 'package a;\npublic class Main {\n  public static void main(String[] args) {}\n}\n';
  const found = service({ 'pom.xml': war(), 'src/main/java/a/Main.java': main, ...page });
  expect(recipe(found).runtime.entrypoint.slice(-2)).toEqual([
    'org.apache.catalina.startup.Bootstrap',
    'start',
  ]);
});

it('is run as its scripts do, told where by PORT, and asked by its own check', () => {
  const { runtime } = recipe(service({ 'pom.xml': war(), ...page }));
  expect(runtime.entrypoint).toContain('--enable-native-access=ALL-UNNAMED');
  expect(runtime.entrypoint).toContain('--add-opens=java.rmi/sun.rmi.transport=ALL-UNNAMED');
  expect(runtime.steps).toContainEqual({ env: expect.objectContaining({ PORT: '8080' }) as unknown });
  expect(runtime.health?.slice(-3)).toEqual(['8080', '/tomcat-health', 'PORT']);
});

describe('what only another Tomcat has', () => {
  const context = 'src/main/webapp/META-INF/context.xml';
  it.each<[string, Files, readonly string[]]>([
    [
      'a resource',
      { [descriptor]: '<web-app>\n<resource-ref></resource-ref>' },
      [`${descriptor}:2 looks up`],
    ],
    [
      'one that code asks for',
      { [source]: 'class A { String a = "java:comp/env/jdbc/a"; }' },
      [`${source}:1 looks up`],
    ],
    [
      'not one that is set up',
      {
        [descriptor]: '<web-app>\n<resource-ref></resource-ref>',
        [context]: '<Context><Resource/></Context>',
      },
      [],
    ],
    [
      'a login',
      { [descriptor]: '<web-app>\n<login-config></login-config>' },
      [`${descriptor}:2 asks for a login`],
    ],
    [
      'not one that is known',
      { [descriptor]: '<web-app>\n<login-config></login-config>', [context]: '<Context><Realm/></Context>' },
      [],
    ],
    [
      'what an image before put there',
      {
        Dockerfile:
          'FROM tomcat:9\nCOPY conf/server.xml /usr/local/tomcat/conf/\nADD a.jar $CATALINA_HOME/lib/a.jar\nCOPY <<EOF /tomcat/conf/server.xml\nEOF\nRUN mv conf/web.xml /tomcat/conf/\n',
      },
      ['Dockerfile:2 puts', 'Dockerfile:3 puts'],
    ],
  ])('%s', (_, files, notes) => {
    const found = service({
      'pom.xml': war('<properties><java.version>21</java.version></properties>'),
      ...page,
      ...files,
    });
    expect(found.notes).toEqual(notes.map((note) => expect.stringContaining(note) as string));
  });
});

it('what its scripts would tell the JVM the image tells it', () => {
  const files = {
    'pom.xml': war(),
    ...page,
    Dockerfile:
      'FROM tomcat:9\nENV JAVA_OPTS="-Da=b -javaagent:/a.jar -Djava.io.tmpdir=/x"\nENV CATALINA_OPTS="-Xmx512m -XX:MaxPermSize=64m \'-Dapp.title=a b\'"\nCMD ["catalina.sh", "run"]\n',
  };
  const { entrypoint } = recipe(service(files)).runtime;
  expect(
    entrypoint.slice(entrypoint.indexOf('-Dcatalina.home=/tomcat') + 1, entrypoint.indexOf('-cp')),
  ).toEqual([
    '-XX:+IgnoreUnrecognizedVMOptions',
    '-Da=b',
    '-Xmx512m',
    '-XX:MaxPermSize=64m',
    '-Dapp.title=a b',
  ]);
});

it.each(['CMD ["catalina.sh", "run"]', 'ENTRYPOINT ["/usr/local/tomcat/bin/catalina.sh", "run"]'])(
  'the scripts of a Tomcat before start nothing here: %s',
  (line) => {
    const repo = openInventory(makeRepo({ Dockerfile: `FROM tomcat:9\n${line}\n` }));
    expect(readHints(repo, {})('')).toMatchObject({ notes: [] });
    expect(readHints(repo, {})('').start).toBeUndefined();
  },
);

it('Gradle makes one, too', () => {
  const found = service({
    'build.gradle': "plugins {\n  id 'war'\n}\ndependencies {\n  providedCompile 'a:b:1'\n}\n",
    gradlew: '',
    'gradle/wrapper/gradle-wrapper.properties': 'distributionUrl=x/gradle-8.14-bin.zip\n',
    [source]: imports('jakarta.servlet.http.HttpServlet'),
  });
  expect(commands(recipe(found))).toContain('mv build/libs/*.war /war.war');
  expect(commands(recipe(found)).join('\n')).toContain('gradlew --no-daemon --console=plain war');
});
