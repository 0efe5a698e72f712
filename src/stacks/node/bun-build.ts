import type { Hints } from '../../detect/types.ts';
import type { Inventory } from '../../inventory/types.ts';
import { sh } from '../../recipe/quote.ts';
import { writtenBuild, type Build } from './build.ts';
import { existing, type ChosenStart } from './choose-start.ts';
import type { Install } from './install.ts';
import { join, type Package } from './package.ts';

/** Scripts of package.json run by Bun, which finds itself where they call it, whatever installs the packages. */
export function withBun(install: Install, version: string): Install {
  const { manager } = install;
  return {
    ...install,
    runScript: (id, dir = '') => {
      const line = install.runScript(id, dir);
      if (manager.id === 'bun' && !line.startsWith('npm ')) return line;
      return `${sh`npx --yes ${`bun@${version}`}`}${dir === '' ? '' : ` --cwd ${sh`${dir}`}`} run ${sh`${id}`}`;
    },
  };
}

/** What makes a program that Bun runs: nothing, where it is started from its source and the build makes nothing else that it has. */
export function planBunBuild(
  repo: Inventory,
  own: Package,
  chosen: ChosenStart,
  install: Install,
  hints: Hints,
  sources: readonly string[],
): Build {
  const { start } = chosen;
  const { script: _, ...built } = writtenBuild(repo, own, chosen, install, hints);
  const there = start.runs === 'file' ? existing(repo, own, start.entry) : start.entry;
  if (there === undefined) {
    const [top = ''] = start.entry.split('/');
    const output = start.entry.includes('/') && top !== 'src' ? { output: top } : {};
    return { ...built, entry: start.entry, ...output };
  }
  const line = built.fact?.value ?? '';
  const asked = /^--|distroless\.yaml/.test(hints.build?.from ?? '');
  return asked || makesMore(repo, own, line, there, sources)
    ? { ...built, entry: there }
    : { commands: [], entry: there };
}

/** Installs, checks and compilers; what a script of the repository bundles, and `bun build` of the program itself. */
const compiling =
  /^(?:[A-Z]\w*=\S+ |cross-env |bunx |npx )*(?:rm|rimraf|mkdir|echo|true|tsc|tsgo|tsc-alias|tsup|tsdown|unbuild|bunup|esbuild|eslint|biome|prettier|bun (?:install|i|ci))\b/;

/** Does a build make something besides the program, such as pages and styles? */
function makesMore(
  repo: Inventory,
  own: Package,
  line: string,
  entry: string,
  sources: readonly string[],
): boolean {
  const parts = line
    .split(/&&|;/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
  return parts.some((part) => {
    if (compiling.test(part)) return false;
    const called = /^(?:bun|npm|pnpm|yarn)(?: run)? ([\w:.-]+)$/.exec(part)?.[1];
    const script = called === undefined ? undefined : own.scripts[called];
    // One level is what people write.
    if (script !== undefined) return !compiling.test(script) && !isOfProgram(script, entry);
    if (isOfProgram(part, entry)) return false;
    const file = /^(?:[A-Z]\w*=\S+ )*bun (?:run )?(?:--\S+ )*(?:\.\/)?([\w./-]+\.[cm]?[jt]s)$/.exec(
      part,
    )?.[1];
    if (file === undefined) return true;
    const others = sources.filter((path) => path !== join(own.dir, file));
    return repo.search(others, /['"`/](?:dist|build|out|public)\b/, 1).length > 0;
  });
}

/** `bun build src/index.ts --target bun`, `bun build --compile src/index.ts` */
function isOfProgram(part: string, entry: string): boolean {
  if (!/\bbun build\b/.test(part)) return false;
  return (
    /--compile\b|--target[ =](?:bun|node)\b/.test(part) ||
    part.split(/\s+/).some((word) => word.replace(/^\.\//, '') === entry)
  );
}
