import { javaHomes } from '../image/java-homes.ts';
import { followLinks } from '../image/resolve.ts';
import { envOf } from '../image/env.ts';
import type { Image } from '../image/types.ts';

/** What is wrong with the authorities of each Java runtime, and the truststores that are right. */
export function javaTruststores(image: Image): {
  readonly problems: readonly string[];
  readonly good: readonly string[];
} {
  const { Entrypoint, Cmd } = image.config;
  const options = [
    ...['JAVA_TOOL_OPTIONS', 'JDK_JAVA_OPTIONS'].flatMap((name) => envOf(image, name)?.split(/\s+/) ?? []),
    ...Entrypoint,
    ...Cmd,
  ];
  const flag = '-Djavax.net.ssl.trustStore=';
  const named = options.findLast((option) => option.startsWith(flag))?.slice(flag.length);
  const problems: string[] = [];
  const good: string[] = [];
  for (const home of javaHomes(image)) {
    // https://docs.oracle.com/en/java/javase/21/security/java-secure-socket-extension-jsse-reference-guide.html: in this order.
    const own = ['jssecacerts', 'cacerts'].map((name) => `${home}/lib/security/${name}`);
    const path = named ?? own.find((each) => image.files.has(each)) ?? `${home}/lib/security/cacerts`;
    const problem = problemOf(image, path);
    if (problem === undefined) good.push(path);
    else problems.push(problem);
  }
  return { problems: [...new Set(problems)], good: [...new Set(good)] };
}

function problemOf(image: Image, path: string): string | undefined {
  const store = followLinks(image.files, path);
  if (store === undefined) {
    const what =
      image.files.get(path)?.type === 'symlink' ? 'is a symlink to nothing' : 'is not in the image';
    return `Java’s truststore ${path} ${what}`;
  }
  if (store.size === 0 || store.truststore?.empty) return `Java’s truststore ${path} is empty`;
  return store.truststore?.format === 'unknown' ? `${path} is no Java truststore` : undefined;
}
