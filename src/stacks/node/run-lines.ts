import { expand } from '../static/serves-itself.ts';
import type { Package } from './package.ts';

/** What it is called by in a shell of the image: `npx --yes pnpm@9 run build` */
const called = /^.* run '?([\w:.-]+)'?$/;

/** Commands of a build as one line, with the scripts that they run in it. */
export function runLines({ scripts }: Package, commands: readonly string[]): string {
  return commands.map((line) => expand(line.replace(called, 'npm run $1'), scripts)).join(' && ');
}

/** Directories that a line goes to: `cd client`, `--prefix client`, `-C client`. */
export function visitedIn(line: string): ReadonlySet<string> {
  const goes = /(?:\bcd|--prefix|--cwd|--dir|-C)[ =]["']?(?:\.\/)?([\w./-]+)/g;
  return new Set([...line.matchAll(goes)].map(([, dir = '']) => dir.replace(/\/+$/, '')));
}
