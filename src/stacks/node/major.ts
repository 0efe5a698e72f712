import { allDependencies, type Package } from './package.ts';
import semver from 'semver';

/** The major version of a package that is asked for; of one that cannot be told, a new one. */
export function major(own: Package, name: string): number {
  return semver.coerce(allDependencies(own)[name])?.major ?? 99;
}
