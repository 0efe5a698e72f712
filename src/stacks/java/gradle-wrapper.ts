import { posix } from 'node:path';
import { place, type Inventory } from '../../inventory/types.ts';
import { isBefore } from './before.ts';

export type Wrapper = {
  readonly version: string;
  readonly from: string;
  /** A newer Gradle, where its own does not run on the JDK that builds. */
  readonly replacement: string | undefined;
  readonly notes: readonly string[];
};

/** The first Gradle that runs on each JDK: https://docs.gradle.org/current/userguide/compatibility.html */
const least = { java21: '8.5', java25: '9.1' } as const;
/** What an older one of the same manners is replaced by; before 7.0 scripts are of another kind. */
const replacements = { java21: '8.14.3', java25: '9.1.0' } as const;
const oldest = '7.0';

/** The Gradle that a repository brings; or why it cannot be used. */
export function wrapperOf(
  repo: Inventory,
  root: string,
  target: string,
): Wrapper | { readonly reason: string; readonly hint: string } {
  const jdk = target === 'java25' ? 'java25' : 'java21';
  const path = posix.join(root, 'gradle/wrapper/gradle-wrapper.properties');
  if (!repo.has(posix.join(root, 'gradlew')) || !repo.has(path)) {
    return {
      reason: 'there is no Gradle wrapper, which would bring the Gradle that the build is written for',
      hint: '`gradle wrapper` makes one; commit gradlew and gradle/wrapper',
    };
  }
  const [hit] = repo.search([path], /gradle-(\d+(?:\.\d+)*)[\w.-]*-(?:bin|all)\.zip/);
  const version = hit?.match[1] ?? replacements[jdk];
  const from = hit ? place(hit) : path;
  if (!isBefore(version, least[jdk])) return { version, from, replacement: undefined, notes: [] };
  if (isBefore(version, oldest)) {
    return {
      reason: `Gradle ${version} (${from}) does not run on Java 21`,
      hint: `./gradlew wrapper --gradle-version ${replacements[jdk]}`,
    };
  }
  const replacement = replacements[jdk];
  return {
    version,
    from,
    replacement,
    notes: [`Gradle ${version} does not run on the JDK that builds: the image is built by ${replacement}`],
  };
}
