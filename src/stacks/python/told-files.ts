import { inside } from '../../inventory/paths.ts';
import type { Sight } from './sight.ts';

const readmes = ['README.md', 'readme.md', 'Readme.md', 'README.rst', 'README.txt', 'README'];
/** `python3 -u shop.py`, `./shop.py` */
const command =
  /(?:^|[\s`$>(])(?:python[\d.]{0,4}[ \t]+(?:-[uBOI][ \t]+)?(?:\.\/)?|\.\/)([\w-]{1,80}\.py)(?![\w.])/gm;

/** Files of the project's directory that its README runs, in its order. */
export function toldFiles({ repo, project }: Pick<Sight, 'repo' | 'project'>): readonly string[] {
  const found = [...readmeOf(repo, project.dir).matchAll(command)].map(([, name = '']) => name);
  return [...new Set(found)].map((name) => inside(project.dir, name));
}

/**
 * Is a file called like the project, its directory, or what the README is about? What the directory of the whole repository is
 * called is whoever's has it: elsewhere it would be started in another way.
 */
export function isNamed({ repo, project }: Pick<Sight, 'repo' | 'project'>, path: string): boolean {
  const title = /^#[ \t]+\[?([\w. -]{1,60})/m.exec(readmeOf(repo, project.dir).slice(0, 3000))?.[1] ?? '';
  const stem = plain(path.replace(/^.*\/|\.py$/g, ''));
  const names = [project.name?.value ?? '', project.dir.replace(/^.*\//, ''), title];
  return stem !== '' && names.some((name) => plain(name) === stem);
}

function readmeOf(repo: Sight['repo'], dir: string): string {
  return readmes.map((name) => repo.read(inside(dir, name))).find((text) => text !== undefined) ?? '';
}

function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
}
