import { posix } from 'node:path';
import type { Inventory } from '../../inventory/types.ts';

const names = ['README.md', 'README', 'Readme.md', 'readme.md', 'README.rst', 'README.txt'];

/** What the README calls the project, in its first heading or else its first line: `# bc`, `name -- A multiplexer`. */
export function titleOf(repo: Inventory, dir: string): string | undefined {
  const path = names.map((name) => posix.join(dir, name)).find((each) => repo.has(each));
  const lines = (path === undefined ? undefined : repo.read(path))?.split('\n').slice(0, 40) ?? [];
  const heading = lines.find((line, at) => /^#\s/.test(line) || /^={3,}\s*$/.test(lines[at + 1] ?? ''));
  const plain = [heading ?? '', ...lines].map((line) =>
    line.replaceAll(/\[?!\[.*|<[^>]*>/g, '').replace(/^[^A-Za-z]+/, ''),
  );
  return /^[A-Za-z][\w.+-]*/.exec(plain.find((line) => line !== '') ?? '')?.[0];
}
