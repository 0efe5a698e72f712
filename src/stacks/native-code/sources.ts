import { within } from '../../inventory/paths.ts';
import { posix } from 'node:path';
import type { Inventory } from '../../inventory/types.ts';

const most = 500;

/* oxlint-disable no-control-regex -- what no Dockerfile can hold */
const control = /[\u0000-\u001F\u007F]/;

export function isSource(path: string): boolean {
  return !control.test(path) && /\.(c|cc|cpp|cxx|c\+\+|C|cppm|ixx)$/.test(path);
}

export function isCpp(path: string): boolean {
  return /\.(cc|cpp|cxx|c\+\+|C|hpp|hh|hxx|cppm|ixx)$/.test(path);
}

/** Directories of other people's code, of programs that are not the one to run, and for other systems or languages. */
const foreign =
  /(^|\/)(deps?|third[-_]?party|3rd[-_]?party|vendor(ed)?|externals?|extern|submodules?|subprojects|contrib|node_modules|\.github|\w*tests?|testing|testsuite|tests?[-_]\w+|examples?|samples?|demos?|bench(marks?)?|fuzz\w*|devel|docs?|windows|win32|msvc|macos|osx|android|ios|arduino|esp\d+|stm32\w*|zephyr|freertos|bindings?|python|java|ruby|perl|php|csharp)\//i;

/** Files for other systems, by their names. */
const elsewhere =
  /[-_](win(32|64|dows)?|apple|macos|darwin|osx|haiku|sunos|solaris|\w*bsd|nbsd|android|ios|aix)\.\w+$/i;

/** A path below such a directory, seen from the project's own. */
export function isForeign(path: string, dir: string): boolean {
  return foreign.test(within(dir, path));
}

/** The project's own sources and headers; not those of what it brings along. */
export function ownSources(repo: Inventory, dir: string): readonly string[] {
  return repo
    .below(dir)
    .filter((path) => !elsewhere.test(path) && !control.test(path))
    .filter(
      (path) => (isSource(path) || /\.(h|hh|hpp|hxx|h\+\+|inl|ipp)$/.test(path)) && !isForeign(path, dir),
    )
    .toSorted((a, b) => depth(a) - depth(b))
    .slice(0, most);
}

/** The libraries that a single file is famous for, and that people copy beside their own: their own text says nothing of the program. */
export function isCopied(path: string): boolean {
  return /^(mongoose|civetweb|httplib|json|cJSON|sqlite3|stb_\w+|miniz|lodepng|uthash|crow_all|catch|doctest|linenoise|sds)\.(c|h|cpp|hpp|cc)$/i.test(
    posix.basename(path),
  );
}

function depth(path: string): number {
  return path.split('/').length;
}
