import { join } from './manifest.ts';
import type { Source } from './sources.ts';

/** The files that the compiler puts into the program: what `include_str!("../server.toml")` names, relative to the root of the repository. */
export function includedBy({ path, text }: Source): readonly string[] {
  return (
    [...text.matchAll(/\binclude_(?:str|bytes)!\(\s*"([^"]+)"/g)]
      .map((match) => join(path.slice(0, Math.max(0, path.lastIndexOf('/'))), match[1] as string))
      // A template for those who run it: no program reads one.
      .filter((each) => !/(?:^|[/._-])compose(?:[._-][\w.-]*)?\.ya?ml$/.test(each))
  );
}
