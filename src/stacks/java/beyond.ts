import { within } from '../../inventory/paths.ts';
import { place, type Inventory } from '../../inventory/types.ts';
import type { Library } from './servlets.ts';

/** A part of Jakarta EE that a servlet container has not. */
type Part = {
  readonly name: string;
  /** In a source. */
  readonly imported: RegExp;
  /** In WEB-INF/web.xml. */
  readonly named: RegExp;
  /** Libraries that bring it. */
  readonly given: RegExp;
  /** Classes of these, which a WEB-INF/web.xml names where one is in the WAR by way of another. */
  readonly own?: RegExp;
};

const never = /(?!)/;
/** https://jakarta.ee/specifications/platform/ without what https://tomcat.apache.org/whichversion.html lists. */
const strong: readonly Part[] = [
  part('EJB', 'ejb', never),
  part('CDI', 'enterprise\\.(?:context|event|inject)', /weld-servlet|openwebbeans/),
  {
    ...part('JAX-RS', 'ws\\.rs', /jersey|resteasy|cxf|restlet|wink/),
    own: /-class>\s*(?:org\.glassfish\.jersey|com\.sun\.jersey|org\.jboss\.resteasy|org\.apache\.cxf)\./,
  },
  part('Faces', 'faces', /:(jsf-impl|javax\.faces|jakarta\.faces)$|myfaces-(impl|bundle)|joinfaces/),
  part('JPA', 'persistence', /hibernate-(core|entitymanager)|eclipselink|openjpa|datanucleus|jpa/),
  part('JMS', 'jms', /activemq|artemis|jms/),
  part('batch', 'batch', /jbatch|jberet|spring-batch/),
  part('connectors', 'resource', never),
  part('concurrency', 'enterprise\\.concurrent', never),
  part('MVC', 'mvc', /krazo|ozark/),
  part('security', 'security\\.enterprise', /soteria/),
  {
    name: 'MicroProfile',
    imported: /^\s*import\s+(?:static\s+)?org\.eclipse\.microprofile\./,
    named: never,
    given: /smallrye|geronimo-/,
  },
  {
    name: 'Jetty',
    imported: never,
    named: /<(?:servlet|filter|listener)-class>\s*org\.eclipse\.jetty\./,
    given: /jetty[\w-]*-(?:jsp|servlets|proxy)$/,
  },
  {
    name: 'App Engine',
    imported: /^\s*import\s+(?:static\s+)?com\.google\.appengine\.api\./,
    named: never,
    given: never,
  },
];
/** What other libraries bring along, so that it lacks only where the server was to have it. */
const soft: readonly Part[] = [
  part('injection', 'inject', /weld|openwebbeans|spring|guice|dagger|hk2|jersey|tapestry|struts/),
  part('web services', '(?:jws|xml\\.ws)', /cxf|jaxws|axis|metro|webservices|spring-ws/),
  part('transactions', 'transaction', /spring|transaction|narayana|atomikos|bitronix|jta/),
  part('JSON-P', 'json', /javax\.json|jakarta\.json|parsson|johnzon|yasson|jersey|resteasy/),
];
const platform = /javaee-(web-)?api|jakartaee-(web-)?(core-)?api|:microprofile$/;
/** Its parts, but for what Tomcat has. */
const ofPlatform = /^(?:javax|jakarta)\.(?!servlet|el\b|websocket|annotation)/;

function part(name: string, packages: string, given: RegExp): Part {
  // Of transactions the JDK itself has a part.
  const own = `(?:javax|jakarta)\\.${packages}\\.(?!xa\\b)`;
  return {
    name,
    imported: new RegExp(`^\\s*import\\s+(?:static\\s+)?${own}`),
    named: new RegExp(`\\b${own}`),
    given,
  };
}

/** Files that only an application server reads. */
const descriptors =
  /(^|\/)((META|WEB)-INF\/(jboss-[\w-]+|glassfish-\w+|sun-\w+|weblogic[\w-]*|ibm-[\w-]+|payara-\w+|geronimo-\w+|ejb-jar|openejb-jar)\.xml|liberty\/config\/server\.xml)$/;

/**
 * What a WAR needs of its server besides servlets, and where that stands.
 * @param descriptor its WEB-INF/web.xml
 */
export function beyondServlets(
  repo: Inventory,
  dir: string,
  sources: readonly string[],
  descriptor: string,
  libraries: readonly Library[],
): string | undefined {
  const inside = libraries.filter((each) => each.inside).map(({ name }) => name);
  const isPlatform = libraries.some(
    ({ name, inside: own }) => platform.test(name) || (!own && ofPlatform.test(name)),
  );
  for (const { name, imported, named, given, own } of isPlatform ? [...strong, ...soft] : strong) {
    if (inside.some((each) => given.test(each))) continue;
    const ofServer = isPlatform || libraries.some((each) => given.test(each.name));
    if (own && !ofServer && repo.search([descriptor], own, 1)[0]) continue;
    const [hit] = [...repo.search(sources, imported, 1), ...repo.search([descriptor], named, 1)];
    if (hit) return `${name} (${place(hit)}), which no library in it brings`;
  }
  const files = repo.below(dir).filter((path) => within(dir, path).startsWith('src/main/'));
  const [jta] = repo.search(
    files.filter((path) => path.endsWith('META-INF/persistence.xml')),
    /transaction-type\s*=\s*["']JTA["']|<jta-data-source>/,
  );
  if (jta) return `transactions of an application server (${place(jta)})`;
  // Tomcat's own, so it is made for that as well.
  if (files.some((path) => path.endsWith('/META-INF/context.xml'))) return undefined;
  const written = files.find((path) => descriptors.test(path));
  return written && `what ${written} sets up in an application server`;
}
