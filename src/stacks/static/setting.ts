import type { Inventory } from '../../inventory/types.ts';
import { join, type Package } from '../node/package.ts';

/** A setting of one of the tool's own files. */
export function setting(names: readonly string[], pattern: RegExp) {
  return (repo: Inventory, { dir }: Package) => {
    const paths = names.flatMap((name) =>
      ['js', 'mjs', 'cjs', 'ts', 'mts'].map((ext) => join(dir, `${name}.${ext}`)),
    );
    return repo.search(paths, pattern).length > 0;
  };
}

/** A path after a key of a settings file in JavaScript, perhaps below the file's own directory. */
export function valueOf(key: string): RegExp {
  return new RegExp(
    `^(?!\\s*(?://|\\*)).*\\b${key}\\s*[:=]\\s*(?:(?:path\\.)?(?:resolve|join)\\((?:\\s*(?:__dirname|import\\.meta\\.dirname|process\\.cwd\\(\\))\\s*,)?\\s*|(?:fileURLToPath\\()?new URL\\(\\s*)?['"\`]([\\w./@-]+)['"\`]`,
  );
}
