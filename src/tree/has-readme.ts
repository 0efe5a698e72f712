import { readdir } from 'node:fs/promises';

/** Does the directory have a README by another name, such as `readme.md` or `README.rst`? Where names differ by case, two would stand beside each other. */
export async function hasReadme(root: string): Promise<boolean> {
  const names = await readdir(root).catch(() => []);
  return names.some((name) => /^readme(?:\.(?:md|markdown|mdx|rst|txt|adoc|org))?$/i.test(name));
}
