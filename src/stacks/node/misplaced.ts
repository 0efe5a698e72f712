import { posix } from 'node:path';
import type { Inventory } from '../../inventory/types.ts';
import { leftOutside } from './left-outside.ts';
import type { Package } from './package.ts';
import { sourceNamed } from './source-named.ts';

/** What takes the packages into the file that it writes. */
const bundler =
  /\b(?:esbuild|tsup|tsdown|rollup|webpack|ncc|parcel|rspack|rsbuild|unbuild|pkgroll|microbundle|nitro)\b|\bbun build\b/;

/** The sources of a file that a build writes, where the build leaves the packages outside of it. */
export function sourceOfBuilt(
  repo: Inventory,
  own: Package,
  sources: readonly string[],
  entry: string,
): readonly string[] {
  const { scripts, dependencies } = own;
  const bundled = leftOutside(repo, own);
  if (bundled) return bundled;
  if (
    Object.entries(scripts).some(
      ([id, line]) =>
        /^(?:pre)?build|^bundle|^compile/.test(id) &&
        (bundler.test(line) || (Object.keys(dependencies).length === 0 && /\bvite build\b/.test(line))),
    )
  )
    return [];
  const source = sourceNamed(sources, entry);
  return source === undefined ? [] : [source];
}

/** A development dependency that what runs imports at its top, so that it does not start without it. */
export function needsDevelopment(
  repo: Inventory,
  own: Package,
  sources: readonly string[],
): string | undefined {
  // Whoever installs a published command has its dependencies and peers, and nothing else.
  const published = !own.private && Object.keys(own.bin).length > 0 && Array.isArray(own.raw['files']);
  const names = Object.keys(own.devDependencies).filter(
    (name) =>
      own.dependencies[name] === undefined &&
      !name.startsWith('@types/') &&
      (!published || own.peerDependencies[name] !== undefined),
  );
  if (names.length === 0) return undefined;
  // Of a declaration of several each has a line.
  const top =
    /^(?:[ \t]+[\w$]+\s*=\s*require\((?=['"][^'"\n]{1,200}['"]\)\s*,)|[ \t]*,\s*[\w$]+\s*=\s*require\(|import\s+(?!type\b).*?|(?:const|let|var)\s+.*?=\s*require\(|require\(|export\s.*?\sfrom\s+)['"]?(?:.*\sfrom\s+)?['"]((?:@[\w.-]+\/)?[\w.-]+)/;
  const plain = sources.filter(
    (path) =>
      !/(^|\/)(gulpfile|gruntfile|webpack|rollup|scripts?|build|bin\/build|jest|karma|tools|client|frontend)\b/i.test(
        path,
      ),
  );
  // What another script runs is a tool of its developers.
  const tools = Object.entries(own.scripts)
    .filter(([id]) => !/^(?:start|serve|prod|dev|server)/.test(id))
    .map(([, line]) => line)
    .join(' ');
  const named = new Set(
    [...tools.matchAll(/\bnode ([^\s;&|]+)/g)].map(([, file = '']) => posix.basename(file)),
  );
  const running = plain.filter((path) => !named.has(posix.basename(path)));
  const hit = repo.search(running, top, 400).find(({ match }) => names.includes(match[1] as string));
  return hit?.match[1];
}
