import { posix } from 'node:path';

/** The source of a file that a build writes, by its name: of `dist/server.js` it is `src/server.ts`. */
export function sourceNamed(sources: readonly string[], built: string): string | undefined {
  return sources.find((path) => stem(path) === stem(built));
}

function stem(path: string): string {
  return posix.basename(path).replace(/\.[cm]?[jt]sx?$/, '');
}
