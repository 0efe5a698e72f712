import type { Inventory } from '../../inventory/types.ts';
import type { Package } from '../node/package.ts';

/** Something that makes files for a web server of sources. */
export type SiteTool = {
  readonly id: string;
  readonly label: string;
  /** One of these packages is asked for. */
  readonly packages: readonly string[];
  /** How it is called in a script. */
  readonly command: RegExp;
  /** Of several scripts that call it the one that makes the pages. */
  readonly prefers?: RegExp;
  /** The arguments that build with it, where no script does. */
  readonly build: string;
  /** Where the files are, relative to the package, unless its settings say otherwise. */
  readonly out: string;
  /** The browser makes the pages of one index.html: every path that is no file is one of its. */
  readonly spa: boolean;
  /** Variables for its build. */
  readonly env?: Readonly<Record<string, string>>;
  /** It can be a server as well: then its settings must say that it is none. */
  readonly staticOnly?: (repo: Inventory, pkg: Package) => boolean;
};
