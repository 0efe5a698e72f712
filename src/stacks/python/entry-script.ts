import { inside } from '../../inventory/paths.ts';
import { commandStart } from './command-start.ts';
import type { Sight } from './sight.ts';
import { medium, type Start } from './start.ts';
import { lineOfScript } from './words.ts';

const names = ['docker-entrypoint.sh', 'entrypoint.sh', 'start.sh', 'boot.sh', 'run.sh', 'startup.sh'];

/** A script in the root that nothing names, and that ends in a server: what its authors start. */
export function entryScript(sight: Sight, otherwise: () => Start | undefined): Start | undefined {
  for (const name of names) {
    const path = inside(sight.project.dir, name);
    // What is within a condition is one of several ways.
    const lines = (sight.repo.read(path) ?? '').replaceAll(/\\\n/g, ' ').split('\n');
    const line = lineOfScript(lines.filter((each) => /^\S|^\s+export |^\s*[A-Z_]+=/.test(each)).join('\n'));
    // What only a shell would know is left to it.
    if (line === undefined || !serves(line) || /\$(?!\{?PORT\b)/.test(line)) continue;
    const start = commandStart(sight, medium(line, path), otherwise);
    if (start?.kind === 'server') return start;
  }
  return undefined;
}

const server =
  /^(?:\w+=\S+ +)*(?:(?:poetry|uv|pipenv) run +)?(?:python3? -m +)?(?:gunicorn|uvicorn|hypercorn|daphne|waitress-serve) /;

/** The last command is a server with the application that it is given. */
function serves(line: string): boolean {
  const last = line.split(/ (?:&&|;) /).at(-1) ?? '';
  return server.test(last) && /[\w.]:[A-Za-z_]/.test(last);
}
