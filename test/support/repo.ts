import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { emptyDir } from './cli.ts';

/** A directory with these files. */
export function makeRepo(files: Readonly<Record<string, string | Buffer>>): string {
  const root = emptyDir();
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
  return root;
}
