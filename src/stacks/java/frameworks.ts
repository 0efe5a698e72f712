/** How a framework is told by what an application depends on, and what it does when nobody sets anything. */
export type Framework = {
  readonly id: string;
  /** `group:artifact` of dependencies that are only there when it is used. */
  readonly match: RegExp;
  /** Of those that make a server of it; absent: it always is one. */
  readonly serves?: RegExp;
  /** What its sources say where it serves: as many programs are its clients. */
  readonly sources?: RegExp;
  /** What it listens on by default. */
  readonly port: string;
  /** Its settings for the port and the address, in the files of `settings`. */
  readonly portKeys: readonly string[];
  readonly hostKeys: readonly string[];
  /** Environment variables that go before those settings. */
  readonly portEnv?: string;
  readonly hostEnv?: string;
  /** Names of its settings files, in the resources. */
  readonly settings: readonly string[];
};

const files = (...names: readonly string[]) => names;
const spring = files('application.properties', 'application.yml', 'application.yaml');

/** The first that matches: what builds on another comes before it. */
const frameworks: readonly Framework[] = [
  {
    id: 'quarkus',
    match: /^(io\.quarkus|org\.apache\.camel\.quarkus)[\w.]*:/,
    serves:
      /:camel-quarkus-(rest|platform-http|servlet|microprofile-(health|metrics)|observability-services|vertx-websocket|cxf-soap)|:quarkus-(rest|resteasy|undertow|vertx-http|reactive-routes|vertx-web|funqy-http|smallrye-(graphql|health|openapi|metrics)|grpc|websockets|web-bundler|qute-web|spring-web|renarde|mcp-server|oidc)/,
    port: '8080',
    portKeys: ['%prod.quarkus.http.port', 'quarkus.http.port'],
    hostKeys: ['%prod.quarkus.http.host', 'quarkus.http.host'],
    portEnv: 'QUARKUS_HTTP_PORT',
    hostEnv: 'QUARKUS_HTTP_HOST',
    settings: spring,
  },
  {
    id: 'spring-boot',
    match: /^(org\.springframework\.(boot|cloud)|de\.codecentric):spring-(boot|cloud)/,
    serves:
      /:(spring-boot-starter-(web|webmvc|webflux|websocket|jersey|data-rest|graphql|hateoas|tomcat|jetty|undertow|reactor-netty|web-services|rsocket|thymeleaf|mustache|freemarker|actuator)|spring-cloud-(starter-)?(gateway|netflix-(eureka-server|zuul|hystrix-dashboard|turbine)|config-server)|spring-boot-admin-(starter-)?server|vaadin-|springdoc-openapi-|spring-ai-starter-mcp-server-web|grpc-server|camel-platform-http-starter|armeria-spring-boot\d?-)/,
    port: '8080',
    portKeys: ['server.port', 'armeria.ports.port'],
    hostKeys: ['server.address'],
    portEnv: 'SERVER_PORT',
    hostEnv: 'SERVER_ADDRESS',
    settings: [
      ...spring,
      'bootstrap.properties',
      'bootstrap.yml',
      'config/application.properties',
      'config/application.yml',
    ],
  },
  {
    id: 'micronaut',
    match: /^io\.micronaut[\w.]*:/,
    serves: /:micronaut-(http-server|servlet|jaxrs|management|views|function-web|graphql|grpc)/,
    port: '8080',
    portKeys: ['micronaut.server.port'],
    hostKeys: ['micronaut.server.host'],
    portEnv: 'MICRONAUT_SERVER_PORT',
    hostEnv: 'MICRONAUT_SERVER_HOST',
    settings: spring,
  },
  {
    id: 'helidon-mp',
    match: /^io\.helidon\.microprofile[\w.]*:/,
    port: '7001',
    portKeys: ['server.port'],
    hostKeys: ['server.host'],
    portEnv: 'SERVER_PORT',
    hostEnv: 'SERVER_HOST',
    settings: files('META-INF/microprofile-config.properties', 'application.yaml', 'application.yml'),
  },
  {
    id: 'helidon',
    match: /^io\.helidon[\w.]*:helidon-webserver/,
    port: '8080',
    portKeys: ['server.port'],
    hostKeys: ['server.host'],
    portEnv: 'SERVER_PORT',
    hostEnv: 'SERVER_HOST',
    settings: files('application.yaml', 'application.yml', 'application.properties'),
  },
  plain('dropwizard', /^io\.dropwizard:dropwizard-(core|bom)/, '8080'),
  {
    ...plain('ktor', /^io\.ktor:ktor-server-/, '8080'),
    portKeys: ['ktor.deployment.port'],
    hostKeys: ['ktor.deployment.host'],
    settings: files('application.yaml', 'application.yml'),
  },
  plain('javalin', /^io\.javalin:/, '8080'),
  plain('spark', /^com\.sparkjava:/, '4567'),
  {
    ...plain('vertx', /^io\.vertx:/, '8080'),
    serves: /^io\.vertx:vertx-(web|core|stack|launcher|grpc|rx-java|lang-kotlin)/,
  },
  plain('armeria', /^com\.linecorp\.armeria:/, '8080'),
  plain('jooby', /^(?:io|org)\.jooby:/, '8080'),
  plain('ratpack', /^io\.ratpack:/, '5050'),
  plain('http4k', /^org\.http4k:http4k-server/, '8000'),
  plain('http4s', /^org\.http4s:http4s-\w+-server/, '8080'),
  plain('akka-http', /^(com\.typesafe\.akka|org\.apache\.pekko):(akka|pekko)-http/, '8080'),
  plain('blade', /^com\.(bladejava|hellokaton):blade/, '9000'),
  plain(
    'jersey',
    /^org\.glassfish\.jersey\.containers:jersey-container-(grizzly2|jdk|netty|jetty|simple)/,
    '8080',
  ),
  plain('undertow', /^io\.undertow:undertow-/, '8080'),
  plain('jetty', /^org\.eclipse\.jetty[\w.]*:jetty-(server|servlet|webapp|ee\d+)/, '8080'),
  plain('tomcat', /^org\.apache\.tomcat\.embed:tomcat-embed-core/, '8080'),
  {
    ...plain('functions-framework', /^com\.google\.cloud\.functions:functions-framework-api$/, '8080'),
    portEnv: 'PORT',
  },
  {
    ...plain('grpc', /^io\.grpc:grpc-(netty|services|all)/, '50051'),
    sources: /ServerBuilder\b|\bGrpc\.newServerBuilderForPort\(/,
  },
  {
    ...plain('netty', /^io\.netty:netty-(all|codec-http|handler)/, '8080'),
    sources: /\bServerBootstrap\b|\bHttpServer\.create\(/,
  },
];

function plain(id: string, match: RegExp, port: string): Framework {
  return { id, match, port, portKeys: [], hostKeys: [], settings: [] };
}

/** What an application is written with; the name that told it is the evidence. */
export function frameworkOf(
  names: readonly string[],
): { readonly framework: Framework; readonly by: string; readonly serves: boolean } | undefined {
  for (const framework of frameworks) {
    const by = names.find((name) => framework.match.test(name));
    if (by === undefined) continue;
    const { serves } = framework;
    return { framework, by, serves: serves === undefined || names.some((name) => serves.test(name)) };
  }
  return undefined;
}
