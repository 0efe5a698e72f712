import { leading, type Kind } from '../../detect/types.ts';
import type { ChosenStart } from './choose-start.ts';
import type { Framework } from './framework.ts';
import { text, type Package } from './package.ts';
import type { Planned } from './planned.ts';
import type { Listens } from './port-in-call.ts';
import { programs } from './programs.ts';

/**
 * What kind of program it is; undefined: a library.
 * @param runs the file that it starts with is a program by itself
 * @param port somebody says a port of it
 */
export function kindOf(
  own: Package,
  chosen: ChosenStart,
  framework: Framework | undefined,
  listens: Listens,
  pages: Planned | undefined,
  alone: boolean,
  runs: boolean,
  port: boolean,
): Kind | undefined {
  const { by, start } = chosen;
  // A port that is asked for says nothing of a package beside the one that it is asked for.
  if (pages || (port && (by !== 'file' || alone))) return 'server';
  if (by === 'bin') return 'cli';
  // A bundle for other bundlers; of a program, Bun writes its source there.
  const isBundle = /^(?:\.\/)?(?:dist|lib|build|esm?)\//.test(text(own.raw['module']));
  const isLibrary = isBundle || ['exports', 'types', 'typings', 'files'].some((field) => field in own.raw);
  if (by === 'file') {
    // What is published for others to import may listen for them.
    if (isLibrary && !own.private && !runs) return undefined;
    if (listens.at !== undefined) return 'server';
    return runs || (alone && own.private && !isLibrary) ? 'worker' : undefined;
  }
  if (
    framework ||
    listens.at !== undefined ||
    (start.runs === 'program' && programs[start.entry] !== undefined)
  )
    return 'server';
  if (Object.keys(own.bin).length > 0) return 'cli';
  // What others install has scripts for its own developers: a preview of its pages, say.
  return isLibrary && !own.private ? undefined : 'worker';
}

/** How sure it is that this package is the one to deploy, among several. */
export function rankOf(own: Package, root: Package, kind: Kind, { by }: ChosenStart): number {
  const { dir } = own;
  if (
    /(^|\/)(examples?|tests?|fixtures?|samples?|demos?|e2e|docs?|benchmarks?|templates?|__\w+__|scripts|tools?)(\/|$)/.test(
      dir,
    )
  )
    return 0.1;
  if (own !== root && isNamesake(own, root)) return leading;
  if (kind === 'server') return by === 'file' ? 0.8 : 0.9;
  return kind === 'cli' ? 0.5 : 0.45;
}

/** `widget`, in the workspace `@widget/monorepo`, `widget` or `widget-root`: what the others are parts of. */
function isNamesake({ name, bin }: Package, root: Package): boolean {
  const [, scope, rest = ''] = /^(?:@([^/]+)\/)?(.*)$/.exec(root.name) ?? [];
  const whole = rest.replace(/[-_]?(?:monorepo|root|workspace|repo)$/, '') || scope;
  return whole !== undefined && name === whole && Object.keys(bin).length > 0;
}
