import { describe, expect, it } from 'vitest';
import { readHints } from '../../src/detect/hints.ts';
import type { Service } from '../../src/detect/types.ts';
import { openInventory } from '../../src/inventory/open.ts';
import { detector } from '../../src/stacks/java/detect.ts';
import { loadAllStacks } from '../../src/stacks/load.ts';
import { commands, find, java, recipe, service, type Files } from '../support/java.ts';
import { makeRepo } from '../support/repo.ts';

const stacks = await loadAllStacks();

/** A pom of what stands in it. */
const pom = (inner: string, name = 'app') =>
  `<project><modelVersion>4.0.0</modelVersion><groupId>g</groupId><artifactId>${name}</artifactId><version>1</version>${inner}</project>`;
const bootParent = (version: string) =>
  `<parent><groupId>org.springframework.boot</groupId><artifactId>spring-boot-starter-parent</artifactId><version>${version}</version></parent>`;
const bootPlugin = (more = '') =>
  `<build><plugins><plugin><groupId>org.springframework.boot</groupId><artifactId>spring-boot-maven-plugin</artifactId>${more}</plugin></plugins></build>`;
const dependencies = (...names: readonly string[]) =>
  `<dependencies>${names
    .map((name) => {
      const [group, artifact, version] = name.split(':');
      return `<dependency><groupId>${group}</groupId><artifactId>${artifact}</artifactId>${version === undefined ? '' : `<version>${version}</version>`}</dependency>`;
    })
    .join('')}</dependencies>`;
const web = 'org.springframework.boot:spring-boot-starter-web';
const boot = (version = '3.5.0', more = '') =>
  pom(bootParent(version) + dependencies(web) + bootPlugin(more));
const main = 'package a;\npublic class Main {\n  public static void main(String[] args) {}\n}\n';
const source = 'src/main/java/a/Main.java';

describe('which Java', () => {
  it.each<[string, string, string, string]>([
    [
      'the release of the compiler',
      '<maven.compiler.release>25</maven.compiler.release>',
      'Java 25',
      'java25',
    ],
    [
      'a property behind a property',
      '<v>17</v><maven.compiler.source>${v}</maven.compiler.source>',
      'Java 17',
      'java21',
    ],
    ['as it was written before 9', '<java.version>1.8</java.version>', 'Java 8', 'java21'],
    ['between two of ours', '<java.version>23</java.version>', 'Java 23', 'java25'],
  ])('%s', (_, properties, version, target) => {
    const found = service({ 'pom.xml': pom(`<properties>${properties}</properties>`), [source]: main });
    expect([found.facts['version']?.value, found.target.value]).toEqual([version, target]);
  });

  it('is refused where none of ours is new enough', () => {
    const properties = '<properties><java.version>26</java.version></properties>';
    expect(find({ 'pom.xml': pom(properties), [source]: main })).toMatchObject([
      { found: 'refusal', reason: expect.stringContaining('Java 26 (pom.xml:1)') as string },
    ]);
  });
});

describe('how Spring Boot is taken apart', () => {
  it.each<[string, string, readonly string[]]>([
    ['4.0.1', '', ['-jar', '/app/app.jar']],
    ['3.3.0', '', ['-jar', '/app/app.jar']],
    ['3.2.5', '', ['-cp', '/app', 'org.springframework.boot.loader.launch.JarLauncher']],
    ['2.7.18', '', ['-cp', '/app', 'org.springframework.boot.loader.JarLauncher']],
    ['2.1.0.RELEASE', '', ['-jar', '/app/app.jar']],
    [
      '3.5.0',
      '<configuration><layers><enabled>false</enabled></layers></configuration>',
      ['-jar', '/app/app.jar'],
    ],
  ])('%s %s', (version, more, start) => {
    const { runtime } = recipe(service({ 'pom.xml': boot(version, more), [source]: main }));
    expect(runtime.entrypoint.slice(1)).toEqual(start);
  });

  it('is started by its classes where the plugin has no part in the build', () => {
    const skipped = boot('3.5.0', '<configuration><skip>true</skip></configuration>');
    const { runtime } = recipe(service({ 'pom.xml': skipped, [source]: main }));
    expect(runtime.entrypoint.slice(1)).toEqual(['-cp', '/app/classes:/app/lib/*', 'a.Main']);
  });

  it('is left whole where there is no Spring in it, whose classes the tool before 3.3 takes', () => {
    const plugin = bootPlugin(
      '<version>2.7.18</version><executions><execution><goals><goal>repackage</goal></goals></execution></executions>',
    );
    const text = pom(dependencies('org.eclipse.jetty:jetty-server:9.4.0') + plugin);
    const { runtime } = recipe(service({ 'pom.xml': text, [source]: main }));
    expect(runtime.entrypoint.slice(1)).toEqual(['-jar', '/app/app.jar']);
  });

  it.each([
    ['', 'mv target/app-*.jar /app.jar'],
    ['<finalName>the service</finalName>', 'mv target/the?service.jar /app.jar'],
    ['<finalName>${project.artifactId}</finalName>', 'mv target/app.jar /app.jar'],
    [
      `${bootPlugin('<configuration><finalName>run</finalName></configuration>').slice(7, -8)}`,
      'mv target/run.jar /app.jar',
    ],
    ['<finalName>x-${revision}</finalName>', 'mv target/x-*.jar /app.jar'],
  ])('its file: %s', (name, command) => {
    const text = boot().replace('<build>', `<build>${name}`);
    expect(commands(recipe(service({ 'pom.xml': text, [source]: main })))).toContain(command);
  });
});

describe('the port', () => {
  const settings = 'src/main/resources/application.properties';
  it.each<[string, Files, string, string]>([
    ['of the framework', {}, '8080', 'default of spring-boot'],
    ['a setting', { [settings]: 'a=b\nserver.port = 9000\n' }, '9000', `${settings}:2`],
    ['with a default', { [settings]: 'server.port=${PORT:5000}\n' }, '5000', `${settings}:1`],
    [
      'of the profile that is on',
      {
        [settings]: 'server.port=1000\nspring.profiles.active=x\n',
        'src/main/resources/application-x.properties': 'server.port=2000\n',
      },
      '2000',
      'src/main/resources/application-x.properties:1',
    ],
    ['none can be', { [settings]: 'server.port=99999\n' }, '8080', `${settings}:1`],
    [
      'in settings of another name, which include others',
      {
        'src/main/java/a/Run.java': 'class Run { String name = "spring.config.name=shop"; }\n',
        'src/main/resources/shop.yml': 'spring:\n  profiles:\n    include: shared\n',
        'src/main/resources/shop-shared.yml': 'server:\n  port: ${SHOP_PORT:9411}\n',
      },
      '9411',
      'src/main/resources/shop-shared.yml:2',
    ],
    [
      'nested',
      { 'src/main/resources/application.yml': 'server:\n  # it\n  port: 7000 # here\n' },
      '7000',
      'src/main/resources/application.yml:3',
    ],
  ])('%s', (_, files, port, from) => {
    expect(service({ 'pom.xml': boot(), [source]: main, ...files }).port).toMatchObject({
      value: port,
      from,
    });
  });

  it.each<[string, string, string, string | undefined]>([
    ['io.javalin:javalin:6.0.0', 'app.start(7070);', '7070', undefined],
    [
      'io.javalin:javalin:6.0.0',
      'app.start(Integer.parseInt(System.getenv().getOrDefault("PORT", "7001")));',
      '7001',
      'PORT',
    ],
    ['com.sparkjava:spark-core:2.9.4', 'port(3000);', '3000', undefined],
    ['com.sparkjava:spark-core:2.9.4', '', '4567', undefined],
    ['io.vertx:vertx-web:5.0.0', 'server.listen(8888, "0.0.0.0");', '8888', undefined],
    ['io.undertow:undertow-core:2.0.0', 'int port = 8090;', '8090', undefined],
    ['io.undertow:undertow-core:2.0.0', 'int EVENT_REPORT = 1000; int port = 8090;', '8090', undefined],
    ['junit:x:1', 'HttpServer.create(new InetSocketAddress(8123), 0);', '8123', undefined],
    ['io.undertow:undertow-core:2.0.0', 'parseString("http.port=9999");', '9999', undefined],
    ['io.undertow:undertow-core:2.0.0', `char q = '"'; int port = 7777;`, '7777', undefined],
    ['io.undertow:undertow-core:2.0.0', 'print("\\""); int port = 7778;', '7778', undefined],
    [
      'io.undertow:undertow-core:2.0.0',
      'print("usage: port=7779");\n    int port = 7780;',
      '7780',
      undefined,
    ],
    [
      'junit:x:1',
      'usage(" -Dsmtp.port=3025 ");\n    final int API_PORT_DEFAULT = 9001;\n    HttpServer.create(new InetSocketAddress(API_PORT_DEFAULT), 0);',
      '9001',
      undefined,
    ],
  ])('of %s in %s', (dependency, line, port, variable) => {
    const text = main.replace('{}', `{\n    ${line}\n  }`);
    const found = service({ 'pom.xml': pom(dependencies(dependency)), [source]: text });
    expect(found.port?.value).toBe(port);
    expect(recipe(found).runtime.health?.at(10)).toBe(variable);
  });

  it.each<[string, string]>([
    ['org.apache.camel.quarkus:camel-quarkus-rest', '8080'],
    ['org.apache.camel.quarkus:camel-quarkus-timer', ''],
  ])('of a framework on Quarkus: %s', (name, port) => {
    const plugin =
      '<build><plugins><plugin><groupId>io.quarkus</groupId><artifactId>quarkus-maven-plugin</artifactId></plugin></plugins></build>';
    const found = service({
      'pom.xml': pom(dependencies(name) + plugin),
      'src/main/java/a/R.java': 'package a;\nclass R {\n}\n',
    });
    expect(found.port?.value ?? '').toBe(port);
  });

  it('that is asked for is given to the program by the variable of its framework', () => {
    const { runtime } = recipe(service({ 'pom.xml': boot(), [source]: main }), { port: 9090 });
    expect(JSON.stringify(runtime.steps)).toContain('"SERVER_PORT":"9090"');
  });
});

it('a port in settings of its own is that of a framework without any', () => {
  const found = service({
    'pom.xml': pom(dependencies('io.javalin:javalin:6.1.0')),
    [source]: main,
    'src/main/resources/app.properties': 'db_port=5432\nserver_port=7001\n',
  });
  expect(found.port).toMatchObject({ value: '7001', from: 'src/main/resources/app.properties:2' });
});

it.each<[string, string, string]>([
  ['a client', 'ManagedChannelBuilder.forAddress("a", 1)', 'cli'],
  ['a server', 'NettyServerBuilder.forPort(50052)', 'server'],
])('%s of gRPC', (_, call, kind) => {
  const text = pom(dependencies('io.grpc:grpc-netty-shaded:1.60.0'));
  expect(service({ 'pom.xml': text, [source]: main.replace('{}', `{ ${call}; }`) }).kind).toBe(kind);
});

describe('a server that listens on this machine only', () => {
  const grizzly = 'org.glassfish.jersey.containers:jersey-container-grizzly2-http:3.1.0';
  it.each<[string, string, string, boolean]>([
    [
      grizzly,
      'String BASE_URI = "http://localhost:8080/api/";',
      'GrizzlyHttpServerFactory.createHttpServer(URI.create(BASE_URI), config);',
      true,
    ],
    [
      'io.undertow:undertow-core:2.3.0',
      '',
      'Undertow.builder().addHttpListener(8080, "localhost").build();',
      true,
    ],
    ['a:b:1', '', 'HttpServer.create(new InetSocketAddress("127.0.0.1", 8000), 0);', true],
    ['a:b:1', 'String redisHost = "localhost";', 'HttpServer.create(new InetSocketAddress(8000), 0);', false],
    [
      'io.vertx:vertx-web:5.0.0',
      '',
      'new Pool("jdbc:x://localhost/db"); client.connect("localhost");',
      false,
    ],
  ])('%s: %s %s', (dependency, field, line, closed) => {
    const text = `package a;\npublic class Main {\n  ${field}\n  public static void main(String[] args) {\n    ${line}\n  }\n}\n`;
    const found = service({ 'pom.xml': pom(dependencies(dependency)), [source]: text });
    const at = field === '' ? 5 : 3;
    const all = commands(recipe(found));
    expect(all.includes(`sed -i '${at}s/localhost\\|127\\.0\\.0\\.1/0.0.0.0/' ${source}`)).toBe(closed);
    expect(found.notes.some((note) => note.includes('every address'))).toBe(closed);
  });
});

describe('the route that tells whether it is well', () => {
  it.each<[string, string, string | undefined]>([
    ['an annotation', '@GetMapping(value = "/healthz")', '/healthz'],
    ['a call', 'app.get("/health", ctx -> ctx.result(""));', '/health'],
    ['not a key', 'body.put("status", 401); map.get("status");', undefined],
    ['not a parameter', '@PathVariable("status") boolean published', undefined],
  ])('%s', (_, line, route) => {
    const text = main.replace('{}', `{\n    ${line}\n  }`);
    expect(service({ 'pom.xml': boot(), [source]: text }).health?.value).toBe(route);
  });
});

const driver = (name: string) => pom(bootParent('3.5.0') + dependencies(web, name) + bootPlugin());

describe('what it needs', () => {
  const settings = 'src/main/resources/application.properties';
  it.each<[string, string, string, readonly string[]]>([
    ['nothing of a database in itself', 'com.h2database:h2', '', []],
    [
      'a database of which nothing is said',
      'org.postgresql:postgresql',
      '',
      ['postgres', 'SPRING_DATASOURCE_URL'],
    ],
    [
      'one on this machine',
      'com.mysql:mysql-connector-j',
      'spring.datasource.url=jdbc:mysql://localhost:3306/a\n',
      ['mysql', 'SPRING_DATASOURCE_URL'],
    ],
    [
      'one with an address of a variable',
      'org.postgresql:postgresql',
      'spring.datasource.url=${DB_URL}\nspring.datasource.password=${DB_PASSWORD:none}\n',
      ['postgres', 'DB_URL'],
    ],
    [
      'nothing that every system sets',
      'com.h2database:h2',
      'spring.cloud.config.server.git.uri=${HOME}/config\n',
      [],
    ],
    [
      'a driver for later, while the data are in a file',
      'org.postgresql:postgresql',
      'spring.datasource.url=jdbc:h2:./data/a\n',
      [],
    ],
  ])('%s', (_, name, text, needs) => {
    const found = service({ 'pom.xml': driver(name), [source]: main, [settings]: text });
    expect(found.needs.map((need) => ('env' in need ? need.env : need.service))).toEqual(needs);
  });
});

const jar = (name: string) =>
  `<build><plugins><plugin><artifactId>maven-jar-plugin</artifactId><configuration><archive><manifest><mainClass>${name}</mainClass></manifest></archive></configuration></plugin></plugins></build>`;

const shade = (name: string) =>
  `<build><plugins><plugin><artifactId>maven-shade-plugin</artifactId><configuration><mainClass>${name}</mainClass></configuration></plugin></plugins></build>`;
const exec = (phase: string) =>
  `<build><plugins><plugin><artifactId>exec-maven-plugin</artifactId><executions><execution>${phase}<configuration><mainClass>a.Tool</mainClass></configuration></execution></executions></plugin></plugins></build>`;

describe('what starts it', () => {
  it.each<[string, Files, string]>([
    [
      'what the jar names',
      {
        'pom.xml': pom(jar('a.Other')),
        [source]: main,
        'src/main/java/a/Other.java': 'package a;\nclass Other {}\n',
      },
      'a.Other',
    ],
    [
      'a property',
      { 'pom.xml': pom(`<properties><m>a.Main</m></properties>${jar('${m}')}`), [source]: main },
      'a.Main',
    ],
    ['the only main method', { 'pom.xml': pom(''), [source]: main }, 'a.Main'],
    [
      'a file of Kotlin',
      { 'pom.xml': pom(''), 'src/main/kotlin/app.kt': 'package k\n\nfun main() {}\n' },
      'k.AppKt',
    ],
    [
      'the one of Kotlin, where Java beside it is not compiled',
      {
        'pom.xml': pom('<build><sourceDirectory>src/main/kotlin</sourceDirectory></build>'),
        [source]: main,
        'src/main/kotlin/app.kt': 'package k\n\nfun main() {}\n',
      },
      'k.AppKt',
    ],
    [
      'the one of Java, where both are compiled',
      {
        'pom.xml': pom(
          '<build><sourceDirectory>src/main/kotlin</sourceDirectory><plugins><plugin><artifactId>kotlin-maven-plugin</artifactId><configuration><sourceDirs><sourceDir>src/main/java</sourceDir></sourceDirs></configuration></plugin></plugins></build>',
        ),
        [source]: main,
        'src/main/kotlin/app.kt': 'package k\n\nfun help() {}\n',
      },
      'a.Main',
    ],
    [
      'the one of Java, where the compiler is told of it',
      {
        'pom.xml': pom(
          '<build><sourceDirectory>src/main/kotlin</sourceDirectory><plugins><plugin><artifactId>maven-compiler-plugin</artifactId><configuration><compileSourceRoots><compileSourceRoot>${project.basedir}/src/main/java</compileSourceRoot></compileSourceRoots></configuration></plugin></plugins></build>',
        ),
        [source]: main,
      },
      'a.Main',
    ],
    [
      'an object of Kotlin',
      {
        'pom.xml': pom(''),
        'src/main/kotlin/Boot.kt': 'object Boot {\n  @JvmStatic fun main(args: Array<String>) {}\n}\n',
      },
      'Boot',
    ],
    [
      'an object of Scala',
      { 'pom.xml': pom(''), 'src/main/scala/Run.scala': 'package s\nobject Run extends App {\n}\n' },
      's.Run',
    ],
    [
      'what a Procfile names',
      { 'pom.xml': pom(''), [source]: main, Procfile: 'web: java -cp target/classes:lib/* a.Other\n' },
      'a.Other',
    ],
    [
      'what a profile of releases names',
      {
        'pom.xml': pom(`<profiles><profile><id>jar</id>${shade('a.Told')}</profile></profiles>`),
        [source]: main,
        'src/main/java/a/Told.java': main.replace('Main', 'Told'),
      },
      'a.Told',
    ],
    [
      'not a tool that the build runs',
      {
        'pom.xml': pom(exec('<phase>compile</phase>')),
        [source]: main,
        'src/main/java/a/Tool.java': main.replace('Main', 'Tool'),
      },
      'a.Main',
    ],
    [
      'what is run by hand',
      {
        'pom.xml': pom(exec('')),
        [source]: main,
        'src/main/java/a/Tool.java': main.replace('Main', 'Tool'),
      },
      'a.Tool',
    ],
    ['not a class that is nowhere', { 'pom.xml': pom(jar('a.Mainn')), [source]: main }, 'a.Main'],
    [
      'a class in a file of another name',
      {
        'pom.xml': pom(jar('a.Told')),
        [source]: `${main}class Told extends Main {\n}\n`,
      },
      'a.Told',
    ],
    ['not what would break out', { 'pom.xml': pom(jar('a.Main; rm -rf /')), [source]: main }, 'a.Main'],
  ])('%s', (_, files, name) => {
    expect(service(files).facts['main']?.value).toBe(name);
  });
});

describe('a function', () => {
  const api = 'com.google.cloud.functions:functions-framework-api:1.1.0';
  const code = 'package f;\nclass Hello implements HttpFunction {\n}\n';
  const plugin =
    '<build><plugins><plugin><artifactId>function-maven-plugin</artifactId><configuration><functionTarget>f.Said</functionTarget></configuration></plugin></plugins></build>';
  it.each([
    ['the class that is one', '', 'f.Hello'],
    ['what its plugin names', plugin, 'f.Said'],
  ])('%s is called by the framework', (_, build, target) => {
    const made = recipe(
      service({ 'pom.xml': pom(dependencies(api) + build), 'src/main/java/f/Hello.java': code }),
    );
    expect(made.runtime.entrypoint.slice(-2)).toEqual(['--target', target]);
    expect(commands(made).join('\n')).toContain(':java-function-invoker:');
  });
});

const assembly = (path: string) =>
  `<build><plugins><plugin><artifactId>maven-assembly-plugin</artifactId><configuration><descriptors><descriptor>\${basedir}/${path}</descriptor></descriptors><archive><manifest><mainClass>a.Main</mainClass></manifest></archive></configuration></plugin></plugins></build>`;
const assemblies = {
  'a.xml':
    '<assembly><id>full</id><formats><format>jar</format></formats><dependencySets><dependencySet><unpack>true</unpack></dependencySet></dependencySets></assembly>',
  'b.xml': '<assembly><id>dist</id><formats><format>zip</format></formats></assembly>',
};

describe('a program that reads its own manifest', () => {
  const asks = main.replace('{}', '{ Main.class.getPackage().getImplementationVersion(); }');
  const whole = shade('a.Main');
  it.each<[string, string, string, readonly string[]]>([
    [
      'or whose classes are elsewhere has its plain jar',
      '<build><outputDirectory>${project.build.directory}/web</outputDirectory></build>',
      'mv target/app-*.jar /app.jar',
      ['-cp', '/app/app.jar:/app/lib/*', 'a.Main'],
    ],
    ['has its plain jar', '', 'mv target/app-*.jar /app.jar', ['-cp', '/app/app.jar:/app/lib/*', 'a.Main']],
    ['has the jar with everything', whole, 'mv target/app-*.jar /app/app.jar', ['-jar', '/app/app.jar']],
    [
      'has the one that is attached',
      whole.replace(
        '<mainClass>',
        '<shadedArtifactAttached>true</shadedArtifactAttached><shadedClassifierName>all</shadedClassifierName><mainClass>',
      ),
      'mv target/app-*-all.jar /app/app.jar',
      ['-jar', '/app/app.jar'],
    ],
    [
      'has its plain jar where only some libraries are shaded',
      whole.replace(
        '<mainClass>',
        '<artifactSet><includes><include>a:*</include></includes></artifactSet><mainClass>',
      ),
      'mv target/app-*.jar /app.jar',
      ['-cp', '/app/app.jar:/app/lib/*', 'a.Main'],
    ],
    [
      'has its plain jar where the shaded one does not say what is started',
      `<properties><mainClass>a.Main</mainClass></properties>${whole.replace('<mainClass>a.Main</mainClass>', '')}`,
      'mv target/app-*.jar /app.jar',
      ['-cp', '/app/app.jar:/app/lib/*', 'a.Main'],
    ],
    [
      'has an assembly that a file describes',
      assembly('a.xml'),
      'mv target/app-*-full.jar /app/app.jar',
      ['-jar', '/app/app.jar'],
    ],
    [
      'has its plain jar, by its whole name, beside another assembly',
      assembly('b.xml'),
      'mv target/app-1.jar /app.jar',
      ['-cp', '/app/app.jar:/app/lib/*', 'a.Main'],
    ],
  ])('%s', (title, build, command, start) => {
    const text = title.startsWith('or') ? main : asks;
    const made = recipe(service({ 'pom.xml': pom(build), [source]: text, ...assemblies }));
    expect(commands(made)).toContain(command);
    expect(made.runtime.entrypoint.slice(-start.length)).toEqual(start);
  });
});

const manifest = (more = '') =>
  `apply plugin: 'java'\njar {\n  manifest { attributes('Main-Class': 'a.Main') }\n${more}}\n`;

describe('what Gradle makes', () => {
  const wrapper = {
    gradlew: '',
    'gradle/wrapper/gradle-wrapper.properties': 'distributionUrl=x/gradle-9.2.0-bin.zip\n',
  };
  const collect = 'from { configurations.runtimeClasspath.collect { zipTree(it) } }\n';
  it.each<[string, string, string, string, string | undefined]>([
    [
      'a jar with a main class and nothing besides',
      `/* dependencies { compile 'x:y:1' } */\n// id 'application'\n${manifest()}`,
      'gradlew jar',
      'cli',
      undefined,
    ],
    [
      'a jar that holds its dependencies',
      `${manifest(collect)}dependencies { implementation 'io.javalin:javalin:6.0.0' }\n`,
      'gradlew jar',
      'server',
      'javalin',
    ],
    [
      'a server by the catalog of Ktor',
      'plugins {\n  alias(ktorLibs.plugins.ktor)\n}\ndependencies {\n  implementation(ktorLibs.server.netty)\n  testImplementation(ktorLibs.client.cio)\n}\n',
      'gradlew installDist',
      'server',
      'ktor',
    ],
    [
      'what only asks servers, by the plugin of Ktor',
      'plugins {\n  id("io.ktor.plugin") version "3.4.3"\n}\ndependencies {\n  implementation("io.ktor:ktor-client-cio:3.4.3")\n}\n',
      'gradlew installDist',
      'cli',
      undefined,
    ],
  ])('%s', (_, script, build, kind, framework) => {
    const found = service({ ...wrapper, 'build.gradle': script, [source]: main });
    expect(found.facts['build']?.value).toBe(build);
    expect(found.kind).toBe(kind);
    expect(found.facts['framework']?.value).toBe(framework);
  });
});

it('the launcher of Vert.x is told its verticle by Gradle, too', () => {
  const script =
    'plugins {\n  application\n}\nval mainVerticleName = "v.Main"\nval launcher = "io.vertx.core.Launcher"\napplication {\n  mainClass.set(launcher)\n}\ndependencies {\n  implementation("io.vertx:vertx-web:4.5.0")\n}\n';
  const files = {
    'build.gradle.kts': script,
    gradlew: '',
    'gradle/wrapper/gradle-wrapper.properties': 'distributionUrl=x/gradle-9.2.0-bin.zip\n',
  };
  const { runtime } = recipe(service(files));
  expect(runtime.entrypoint.slice(-3)).toEqual(['io.vertx.core.Launcher', 'run', 'v.Main']);
});

describe('what is refused', () => {
  const gpg = '<build><plugins><plugin><artifactId>maven-gpg-plugin</artifactId></plugin></plugins></build>';
  it.each<[string, Files, string]>([
    ['a library', { 'pom.xml': pom(''), 'src/main/java/A.java': 'class A {}\n' }, 'has no main class'],
    [
      'one that is published, with a main method for trying it',
      { 'pom.xml': pom(gpg), [source]: main },
      'is published for others',
    ],
    [
      'one that is published, whose only program shows it',
      {
        'pom.xml': pom(
          '<build><plugins><plugin><artifactId>maven-gpg-plugin</artifactId></plugin><plugin><artifactId>maven-jar-plugin</artifactId><configuration><archive><manifest><mainClass>a.examples.Show</mainClass></manifest></archive></configuration></plugin></plugins></build>',
        ),
        'src/main/java/a/examples/Show.java': main,
      },
      'only shows it',
    ],
    [
      'many that could be started',
      {
        'pom.xml': pom(''),
        ...Object.fromEntries(['A', 'B', 'C', 'D'].map((name) => [`src/main/java/${name}.java`, main])),
      },
      '4 classes that could be started',
    ],
    [
      'a module whose parent is above, and nowhere else',
      {
        'pom.xml': pom(
          '<parent><groupId>g</groupId><artifactId>up</artifactId><version>2-SNAPSHOT</version></parent>',
        ),
        [source]: main,
      },
      'g:up:2-SNAPSHOT, is not in this directory',
    ],
    [
      'a module whose parent says itself which version it is',
      {
        'pom.xml': pom(
          '<parent><groupId>g</groupId><artifactId>up</artifactId><version>${revision}</version></parent>',
        ),
        [source]: main,
      },
      'g:up:${revision}, is not in this directory',
    ],
    [
      'a module of examples without the rest',
      {
        'pom.xml': pom(
          '<parent><groupId>com.example.shop</groupId><artifactId>up</artifactId><version>1.0</version></parent>',
        ),
        [source]: main,
      },
      'com.example.shop:up:1.0, is not in this directory',
    ],
    ['Spring Boot’s plugin and nothing to start', { 'pom.xml': boot() }, 'has no main class'],
    [
      'a module that takes its versions from above',
      {
        'pom.xml': pom(
          `<dependencyManagement>${dependencies('g:bom:2-SNAPSHOT').replace('</dependency>', '<type>pom</type><scope>import</scope></dependency>')}</dependencyManagement>`,
        ),
        [source]: main,
      },
      'needs g:bom:2-SNAPSHOT',
    ],
    [
      'a plugin of Maven',
      { 'pom.xml': pom('<packaging>maven-plugin</packaging>'), [source]: main },
      'makes a maven-plugin',
    ],
    [
      'modules without a program',
      { 'pom.xml': pom('<packaging>pom</packaging><modules><module>gone</module></modules>') },
      'no module that is a program',
    ],
    [
      'an app of Android',
      { 'build.gradle': "plugins {\n  id 'com.android.application'\n}\n" },
      'another program',
    ],
    [
      'Gradle without a wrapper',
      { 'build.gradle': "plugins {\n  id 'application'\n}\n", [source]: main },
      'no Gradle wrapper',
    ],
    [
      'an old Gradle',
      {
        'build.gradle': "plugins {\n  id 'application'\n}\n",
        [source]: main,
        gradlew: '',
        'gradle/wrapper/gradle-wrapper.properties': 'distributionUrl=x/gradle-6.9-bin.zip\n',
      },
      'Gradle 6.9',
    ],
    [
      'Java without a build file, of a servlet',
      { 'src/com/x/example/Hello.java': 'class Hello {}\n' },
      'without a main class',
    ],
    ['what Ant builds', { 'build.xml': '<project/>' }, 'Ant'],
  ])('%s', (_, files, reason) => {
    expect(find(files)).toMatchObject([
      { found: 'refusal', reason: expect.stringContaining(reason) as string },
    ]);
  });
});

it('a class among the sources of something else is no program', () => {
  const others = Object.fromEntries(['a', 'b', 'c', 'd', 'e'].map((name) => [`${name}.c`, '']));
  expect(find({ 'notes/Main.java': main.replace('package a;', ''), ...others })).toEqual([]);
});

describe('examples', () => {
  const app = { 'examples/a/pom.xml': boot(), 'examples/a/src/main/java/a/Main.java': main };
  it('of a library that are built by themselves are not what is wanted', () => {
    const found = find({ 'build.gradle': "plugins {\n  id 'java-library'\n}\n", ...app });
    expect(found.find(({ dir }) => dir === '')).toMatchObject({ found: 'refusal', rank: 0.2 });
    expect(found.find(({ dir }) => dir === 'examples/a')).toMatchObject({ found: 'service', rank: 0.1 });
  });

  it('of nothing else are', () => {
    expect(find(app)).toMatchObject([{ found: 'service', rank: 0.9 }]);
  });
});

describe('modules', () => {
  const root = pom(
    '<packaging>pom</packaging><modules><module>lib</module><module>app</module></modules><properties><java.version>17</java.version></properties>',
    'root',
  );
  const parent = '<parent><groupId>g</groupId><artifactId>root</artifactId><version>1</version></parent>';
  const files = {
    'pom.xml': root,
    'lib/pom.xml': pom(parent + dependencies('io.javalin:javalin:6.0.0'), 'lib'),
    'app/pom.xml': pom(parent + dependencies('g:lib:1'), 'app'),
    [`app/${source}`]: main,
  };

  it('the program among them is built with those that it is made of', () => {
    const found = service(files);
    expect(found).toMatchObject({
      dir: 'app',
      context: '',
      kind: 'server',
      facts: { framework: { value: 'javalin' }, version: { value: 'Java 17' } },
    });
    expect(commands(recipe(found)).join('\n')).toContain(
      '-pl app -am -Dmaven.test.skip package dependency:copy-dependencies',
    );
  });

  it('tests are compiled where another module takes classes of them', () => {
    const text = pom(
      parent + dependencies('g:lib:1').replace('</version>', '</version><type>test-jar</type>'),
      'app',
    );
    expect(commands(recipe(service({ ...files, 'app/pom.xml': text }))).join('\n')).toContain(
      ' -DskipTests package',
    );
  });

  it('one that only has its parent above is built by its file', () => {
    const alone = {
      'pom.xml': pom('<packaging>pom</packaging>', 'root'),
      'app/pom.xml': files['app/pom.xml'],
      [`app/${source}`]: main,
    };
    const found = find(alone).find((each) => each.found === 'service') as Service;
    expect(found).toMatchObject({ dir: 'app', context: '' });
    expect(commands(recipe(found)).join('\n')).toContain('-f app/pom.xml -Dmaven.test.skip');
  });

  it('one that inherits the plugin of Spring Boot and has nothing to start is a library', () => {
    const above = pom(
      `${bootParent('3.5.0')}<packaging>pom</packaging><modules><module>lib</module><module>app</module></modules>${bootPlugin()}`,
      'root',
    );
    const lib = 'lib/src/main/java/A.java';
    const found = find({ ...files, 'pom.xml': above, [lib]: 'class A {}\n' });
    expect(found.map(({ dir }) => dir)).toEqual(['app']);
  });

  it('an example beside a program is none of them', () => {
    const both = {
      ...files,
      'pom.xml': root.replace('</modules>', '<module>examples</module></modules>'),
      'examples/pom.xml': pom(parent, 'examples'),
      [`examples/${source}`]: main,
    };
    expect(find(both).map((each) => each.found === 'service' && [each.dir, each.rank])).toEqual([
      ['app', 0.9],
      ['examples', 0.1],
    ]);
  });
});

const child = (group: string) =>
  pom(
    `<parent><groupId>${group}</groupId><artifactId>up</artifactId><version>1.0</version></parent>${dependencies(web)}${bootPlugin()}`,
  );

const below = (group: string) => {
  const at = makeRepo({
    '.git/HEAD': '',
    'pom.xml': pom('<modules><module>one</module></modules>'),
    'one/pom.xml': child(group),
    [`one/${source}`]: main,
  });
  const repo = openInventory(`${at}/one`);
  return detector.detect({ repo, stack: java, stacks, hints: readHints(repo, {}) })[0];
};

describe('a parent that is not here', () => {
  it('is above, in the same repository: the module is refused', () => {
    expect(below('com.acme.samples')).toMatchObject({ found: 'refusal' });
    expect(below('org.springframework.boot')).toMatchObject({ found: 'service' });
  });

  it('is published, as far as can be told: also one of samples', () => {
    expect(find({ 'pom.xml': child('com.acme.samples'), [source]: main })[0]).toMatchObject({
      found: 'service',
    });
  });
});

describe('what is too old for the JDK that builds', () => {
  it.each<[string, string, string]>([
    [
      'Lombok of Spring Boot',
      pom(bootParent('2.5.0') + dependencies(web, 'org.projectlombok:lombok') + bootPlugin()),
      '-Dlombok.version=1.18.42',
    ],
    [
      'Lombok by a property',
      pom(`<properties><l>1.18.8</l></properties>${dependencies('org.projectlombok:lombok:${l}')}`),
      '-Dl=1.18.42',
    ],
    [
      'Lombok as it is',
      pom(dependencies('org.projectlombok:lombok:1.18.20')),
      "sed -i '/<artifactId>lombok</",
    ],
    [
      'Javalin that looks for threads of a Java before',
      pom(dependencies('io.javalin:javalin:4.0.0')),
      "sed -i '/<artifactId>javalin</",
    ],
    [
      'Javalin by a property',
      pom(`<properties><j>4.1.1</j></properties>${dependencies('io.javalin:javalin:${j}')}`),
      '-Dj=4.6.8',
    ],
    [
      'Java before 8, by a property',
      pom('<properties><maven.compiler.source>1.7</maven.compiler.source></properties>'),
      '-Dmaven.compiler.source=8',
    ],
    [
      'nothing said to an old compiler plugin',
      pom(
        '<build><plugins><plugin><artifactId>maven-compiler-plugin</artifactId><version>3.1</version></plugin></plugins></build>',
      ),
      '-Dmaven.compiler.target=8',
    ],
    [
      'Java before 8, as it is',
      pom(
        '<build><plugins><plugin><artifactId>maven-compiler-plugin</artifactId><configuration><source>1.6</source></configuration></plugin></plugins></build>',
      ),
      "sed -i -E 's#<(source",
    ],
    [
      'JAXB of what Spring Boot 2.0 takes for Hibernate',
      pom(
        `${bootParent('2.0.3.RELEASE')}<properties><java.version>1.8</java.version></properties>${dependencies('org.springframework.boot:spring-boot-starter-data-jpa')}${bootPlugin()}`,
      ),
      'javax.xml.bind',
    ],
    [
      'the plugin for a WAR that Spring Boot 1.5 takes',
      pom(`${bootParent('1.5.9.RELEASE')}<packaging>war</packaging>${dependencies(web)}${bootPlugin()}`),
      '-Dmaven-war-plugin.version=3.4.0',
    ],
    ['Hibernate Validator of Spring Boot 1.3', boot('1.3.1.RELEASE'), '-Dhibernate-validator.version='],
  ])('%s', (_, text, part) => {
    expect(commands(recipe(service({ 'pom.xml': text, [source]: main }))).join('\n')).toContain(part);
  });

  it.each<[string, string, Files, boolean]>([
    ['1.11.2.Final', '', {}, true],
    ['1.12.0.Final', '', {}, false],
    ['1.3.2.Final', '', {}, false],
    ['1.11.2.Final', '<quarkus.package.type>uber-jar</quarkus.package.type>', {}, false],
    ['1.11.2.Final', '<quarkus.package.uber-jar>true</quarkus.package.uber-jar>', {}, false],
    [
      '1.11.2.Final',
      '',
      { 'src/main/resources/application.properties': 'quarkus.package.type=uber-jar\n' },
      false,
    ],
  ])('Quarkus %s with %j and %j is told to make what is run today: %s', (version, set, more, told) => {
    const text = pom(
      `<properties>${set}</properties>${dependencies('io.quarkus:quarkus-resteasy')}<build><plugins><plugin><groupId>io.quarkus</groupId><artifactId>quarkus-maven-plugin</artifactId><version>${version}</version></plugin></plugins></build>`,
    );
    const made = commands(recipe(service({ 'pom.xml': text, [source]: main, ...more }))).join('\n');
    expect(made.includes('-Dquarkus.package.type=fast-jar')).toBe(told);
  });

  it.each<[string, string, string, boolean]>([
    ['4.0.7', 'wsdl4j:wsdl4j', '', true],
    ['4.0.7', 'org.springframework.boot:spring-boot-devtools', '', false],
    ['4.0.7', 'wsdl4j:wsdl4j', '<includeOptional>true</includeOptional>', false],
    ['3.5.3', 'wsdl4j:wsdl4j', '', false],
  ])(
    'Spring Boot %s with an optional %s, set %j: in the image by an edit %s',
    (version, name, set, edited) => {
      const own = `${bootParent(version)}${dependencies(web, name).replaceAll(/(?<=<artifactId>(?!spring-boot-starter)[\w-]+<\/artifactId>)/g, '<optional>true</optional>')}${bootPlugin(set === '' ? '' : `<configuration>${set}</configuration>`)}`;
      const made = commands(recipe(service({ 'pom.xml': pom(own), [source]: main }))).join('\n');
      expect(made.includes("sed -i 's|<optional>true</optional>||g' pom.xml")).toBe(edited);
    },
  );

  it('what is optional on one line with others loses nothing else', () => {
    const line =
      '<dependencies><dependency><groupId>a</groupId><artifactId>b</artifactId><optional>true</optional></dependency></dependencies>';
    const own = pom(`${bootParent('4.0.7')}${line}${bootPlugin()}`);
    expect(commands(recipe(service({ 'pom.xml': own, [source]: main }))).join('\n')).toContain(
      "'s|<optional>true</optional>||g'",
    );
  });

  it.each(['3.13.13', '4.2.0', '6.7.0'])('Javalin %s stays', (version) => {
    const text = pom(dependencies(`io.javalin:javalin:${version}`));
    expect(commands(recipe(service({ 'pom.xml': text, [source]: main }))).join('\n')).not.toContain('sed');
  });

  it('a package that left Java is a library of the build', () => {
    const old = '<properties><java.version>1.8</java.version></properties>';
    const code = main.replace('package a;', 'package a;\nimport javax.annotation.PostConstruct;');
    const made = (text: string) =>
      commands(recipe(service({ 'app/pom.xml': text, [`app/${source}`]: code }))).join('\n');
    expect(made(pom(old + dependencies('g:one:1')))).toMatch(
      /sed -i '\\#<artifactId>one<#,\\#<\/dependency>#s#.*javax\.annotation-api.*' pom\.xml/,
    );
    expect(made(pom(dependencies('g:one:1')))).not.toContain('javax.annotation-api');
    expect(made(pom(old + dependencies('g:one:1', 'javax.annotation:jsr250-api:1')))).toContain('sed');
    expect(made(pom(old + dependencies('javax.annotation:javax.annotation-api:1.3')))).not.toContain('sed');
  });

  it('a JAR of Spring Boot 1.5 needs no plugin for a WAR', () => {
    const found = service({ 'pom.xml': boot('1.5.9.RELEASE'), [source]: main });
    expect(commands(recipe(found)).join('\n')).not.toContain('maven-war-plugin');
  });

  it('nothing is changed of what works', () => {
    const text = pom(bootParent('3.5.0') + dependencies(web, 'org.projectlombok:lombok') + bootPlugin());
    expect(commands(recipe(service({ 'pom.xml': text, [source]: main }))).join('\n')).not.toContain('lombok');
  });
});

describe('hostile poms', () => {
  it.each<[string, string]>([
    ['broken', '<project><'],
    ['empty', ''],
    ['of something else', '<html><body/></html>'],
    [
      'its own parent',
      pom(
        '<parent><groupId>g</groupId><artifactId>app</artifactId><relativePath>pom.xml</relativePath></parent>',
      ),
    ],
    ['its own module', pom('<packaging>pom</packaging><modules><module>.</module></modules>')],
    [
      'properties in a circle',
      pom('<properties><a>${b}</a><b>${a}</b><java.version>${a}</java.version></properties>'),
    ],
    [
      'modules out of the repository',
      pom('<packaging>pom</packaging><modules><module>../../etc</module></modules>'),
    ],
    [
      'lists for texts',
      pom('<artifactId>b</artifactId><packaging>jar</packaging><packaging>war</packaging>'),
    ],
  ])('%s', (_, text) => {
    expect(() => find({ 'pom.xml': text, [source]: main })).not.toThrow();
  });

  it('names are quoted where a shell reads them', () => {
    const root = pom('<packaging>pom</packaging><modules><module>a $(id)</module></modules>', 'root');
    const found = service({
      'pom.xml': root,
      'a $(id)/pom.xml': pom('', 'x;y'),
      [`a $(id)/${source}`]: main,
    });
    expect(commands(recipe(found)).join('\n')).toContain("-pl 'a $(id)' -am");
  });
});

const bound = (artifact: string, phase: string) =>
  `<plugin><artifactId>${artifact}</artifactId><executions><execution><phase>${phase}</phase></execution></executions></plugin>`;
const built = (text: string) => `<build><plugins>${text}</plugins></build>`;

describe('the phase that classes are complete in', () => {
  it.each<[string, string, string]>([
    ['nothing is bound to the last', '', 'prepare-package'],
    ['a jar with everything is', built(bound('maven-shade-plugin', 'package')), 'prepare-package'],
    ['pages are copied before', built(bound('maven-resources-plugin', 'prepare-package')), 'prepare-package'],
    ['pages are copied by it', built(bound('maven-resources-plugin', 'package')), 'package'],
    [
      'a plugin has that managed',
      built('<plugin><artifactId>maven-antrun-plugin</artifactId></plugin>').replace(
        '<build>',
        `<build><pluginManagement><plugins>${bound('maven-antrun-plugin', 'package')}</plugins></pluginManagement>`,
      ),
      'package',
    ],
    [
      'only managed',
      `<build><pluginManagement><plugins>${bound('maven-antrun-plugin', 'package')}</plugins></pluginManagement></build>`,
      'prepare-package',
    ],
  ])('%s', (_, inner, phase) => {
    const found = service({ 'pom.xml': pom(inner), [source]: main });
    expect(found.facts['build']?.value.split(' ').at(-1)).toBe(phase);
  });
});

describe('a Tomcat in the program', () => {
  const tomcat = pom(dependencies('org.apache.tomcat.embed:tomcat-embed-core:10.1.0'));
  const webapp = { 'src/main/webapp/index.html': '' };
  const made = (body: string) =>
    recipe(service({ 'pom.xml': tomcat, [source]: main.replace('{}', `{ ${body} }`), ...webapp }));

  it('has its classes where it looks for them, beside its pages', () => {
    const { runtime } = made(
      'new Tomcat().setBaseDir(x); new File("target/classes"); new File("src/main/webapp/");',
    );
    expect(runtime.workdir).toBe('/app');
    expect(runtime.steps).toContainEqual({
      copy: ['/src/target/classes'],
      to: './target/classes',
      from: 'build',
    });
    expect(runtime.steps).toContainEqual({ copy: ['src/main/webapp'], to: '/app/src/main/webapp' });
    expect(runtime.entrypoint.slice(-3)).toEqual(['-cp', 'target/classes:/app/lib/*', 'a.Main']);
  });

  it('runs where it may write, if it is told of no directory', () => {
    const { runtime } = made('new Tomcat().start();');
    expect(runtime.workdir).toBe('/data');
    expect(runtime.entrypoint.slice(-3)).toEqual(['-cp', '/app/classes:/app/lib/*', 'a.Main']);
  });
});

describe('a parent that is not here', () => {
  it.each([
    ['<groupId>org.springframework.boot</groupId><artifactId>p</artifactId><version>1</version>'],
    ['<groupId>org.apache.camel.example</groupId><artifactId>p</artifactId><version>1</version>'],
    ['<groupId>com.example</groupId><artifactId>p</artifactId><version>1</version><relativePath/>'],
    ['<groupId>com.resampled</groupId><artifactId>p</artifactId><version>1</version>'],
  ])('is fetched: %s', (parent) => {
    expect(find({ 'pom.xml': pom(`<parent>${parent}</parent>`), [source]: main })).toMatchObject([
      { found: 'service' },
    ]);
  });
});

it('what shows published libraries is there for whoever names it', () => {
  const gpg = '<build><plugins><plugin><artifactId>maven-gpg-plugin</artifactId></plugin></plugins></build>';
  const files = {
    'pom.xml': pom(
      '<packaging>pom</packaging><modules><module>docs</module><module>lib</module><module>x-example</module></modules>',
    ),
    'docs/pom.xml': pom('', 'docs'),
    'lib/pom.xml': pom(gpg, 'lib'),
    'x-example/pom.xml': pom(shade('a.Main'), 'show'),
    [`x-example/${source}`]: main,
  };
  expect(find(files)).toMatchObject([
    { found: 'service', dir: 'x-example', rank: 0.1 },
    { found: 'refusal', dir: '', rank: 0.2, reason: expect.stringContaining('is of libraries') as string },
  ]);
});

it.each([
  ['build-image', true],
  ['build-image-no-fork', true],
  ['repackage', false],
])('an execution of %s needs a daemon that a build has not: %s', (goal, skipped) => {
  const execution = `<executions><execution><goals><goal>${goal}</goal></goals></execution></executions>`;
  const text = commands(recipe(service({ 'pom.xml': boot('3.5.0', execution), [source]: main }))).join('\n');
  expect(text.includes('-Dspring-boot.build-image.skip')).toBe(skipped);
});

it.each([
  ['armeria:\n  ports:\n    - port: ${server.port}\n', '9411', 'QUERY_PORT'],
  ['armeria:\n  ports:\n    - port: ${other.port}\n', '8080', undefined],
])('a port that is another setting: %j', (yaml, port, env) => {
  const found = service({
    'pom.xml': pom(
      bootParent('3.5.0') +
        dependencies(
          'org.springframework.boot:spring-boot-starter',
          'com.linecorp.armeria:armeria-spring-boot3-starter',
        ) +
        bootPlugin(),
    ),
    [source]: main,
    'src/main/resources/application.yml': `server:\n  port: \${QUERY_PORT:9411}\n${yaml}`,
  });
  expect(found.port?.value).toBe(port);
  expect(JSON.stringify(recipe(found)).includes('QUERY_PORT')).toBe(env !== undefined);
});
