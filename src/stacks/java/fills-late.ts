import type { Pom } from './pom.ts';
import { children, textOf } from './xml.ts';

/** What they make of classes in the phase `package` is a file of its own. */
const packagers = /^(?:maven-(?:jar|war|shade|assembly|source|javadoc|gpg)-plugin|spring-boot-maven-plugin)$/;

/** Whether the phase `package` may still add to the classes: pages that are copied to them, or what a script of Ant does. */
export function fillsLate({ plugins, managedPlugins, resolve }: Pom): boolean {
  const others = new Set(
    plugins.map(({ artifact }) => artifact).filter((artifact) => !packagers.test(artifact)),
  );
  return [...plugins, ...managedPlugins]
    .filter(({ artifact }) => others.has(artifact))
    .flatMap(({ node }) => children(node, 'executions', 'execution'))
    .some((execution) => resolve(textOf(execution, 'phase') ?? '') === 'package');
}
