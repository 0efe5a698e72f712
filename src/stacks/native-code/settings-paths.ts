import type { Inventory } from '../../inventory/types.ts';

/** `path = ./wwwroot`, `document_root: "site/www"`, `DocumentRoot public` */
const named =
  /^\s*"?[\w.-]*(?:root|path|dir|directory|folder|file)"?\s*[=:\s]\s*["']?((?:\.\/)?[\w-][\w.-]*(?:\/[\w.-]+)*)\/?["']?\s*[;,]?\s*$/i;

/** Relative paths in the settings that a program reads. */
export function settingsPaths(
  repo: Inventory,
  read: readonly string[],
): readonly { readonly text: string; readonly path: string; readonly line: number }[] {
  const settings = read.filter((path) => /\.(conf|cfg|ini|toml|ya?ml|json)$/.test(path));
  return repo
    .search(settings, named, 20)
    .map(({ path, line, match }) => ({ path, line, text: (match[1] as string).replace(/^\.\//, '') }))
    .filter(({ text }) => !text.includes('..'));
}
