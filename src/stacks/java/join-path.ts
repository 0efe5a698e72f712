/** A path below another; undefined where it leads out of the repository. */
export function joinPath(dir: string, path: string): string | undefined {
  if (path.startsWith('/')) return undefined;
  const parts = dir === '' ? [] : dir.split('/');
  for (const part of path.split(/[/\\]/)) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.join('/');
}
