import { posix } from 'node:path';
import type { Failure, Repair } from './types.ts';

/** What programs say of a file that is not there: Node, Go, Python, Rust, libc. */
const absent = [
  /ENOENT: no such file or directory, \w+ '([^']+)'/,
  /(?:open|stat|lstat|read) (\S+): no such file or directory/,
  /No such file or directory: '([^']+)'/,
  /pattern matches no files: `([^`]+)`/,
  /(?:Error|error|failed)[^\n]*["'`]([^"'`\s]+)["'`][^\n]*No such file or directory/,
];

/** A file of the repository that the program reads at run time. */
export function missingFile({ logs, workdir, files }: Failure): Repair | undefined {
  for (const pattern of absent) {
    const [, named] = pattern.exec(logs) ?? [];
    const found = named === undefined ? undefined : inRepository(named, workdir, files);
    if (found !== undefined) return { answer: 'files', value: found, why: `it reads ${found} at run time` };
  }
  return undefined;
}

/** The file, or the highest directory that holds it and is not the whole repository. */
function inRepository(named: string, workdir: string, files: readonly string[]): string | undefined {
  const path = posix.relative(workdir, posix.resolve(workdir, named.replace(/\*.*$/, '')));
  if (path === '' || path.startsWith('..') || path.includes(',')) return undefined;
  const [top = ''] = path.split('/');
  if (path.includes('/') && files.some((file) => file.startsWith(`${path}`))) return top;
  return files.includes(path) || files.some((file) => file.startsWith(`${path}/`)) ? path : undefined;
}
