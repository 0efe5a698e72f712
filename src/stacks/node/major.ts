import { allDependencies, type Package } from './package.ts';
import { toVersion } from './semver.ts';

/** The major version of a package that is asked for; of one that cannot be told, a new one. */
export function major(own: Package, name: string): number {
  return toVersion((allDependencies(own)[name] ?? '').replace(/^\D+/, ''))?.[0] ?? 99;
}
