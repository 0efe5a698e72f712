import { major } from './major.ts';
import { allDependencies, type Package } from './package.ts';

/**
 * Tools, and the first of their majors that was made when Node 22 was there or that needs nothing which later ones took away:
 * https://nodejs.org/api/deprecations.html has what Node 23 removed, such as util.isString. Of node-sass there is none, and will be
 * none: https://github.com/sass/node-sass#readme
 */
const first: Readonly<Record<string, number>> = {
  webpack: 5,
  'react-scripts': 5,
  '@vue/cli-service': 5,
  '@angular/core': 17,
  gatsby: 5,
  next: 12,
  nuxt: 3,
  'node-sass': Infinity,
};

/** A tool of the package that has less trouble with an older Node. */
export function oldTool(own: Package): string | undefined {
  const asked = allDependencies(own);
  return Object.keys(first).find(
    (name) => asked[name] !== undefined && major(own, name) < (first[name] ?? 0),
  );
}
