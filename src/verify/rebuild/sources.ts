import { extname, posix } from 'node:path';
import type { Instruction } from '../../dockerfile/instructions.ts';
import type { Stage } from './dockerfile.ts';
import { parseIgnored } from '../../dockerfile/ignored.ts';

const languages: readonly (readonly string[])[] = [
  ['.go'],
  ['.rs'],
  ['.c', '.cc', '.cpp', '.cxx'],
  ['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs'],
  ['.py'],
  ['.java'],
  ['.kt'],
  ['.scala'],
  ['.cs'],
  ['.swift'],
  ['.zig'],
  ['.rb'],
  ['.php'],
  ['.ex'],
];
/** Somebody else's, or read by a tool and not by the program. */
const notSource =
  /(^|\/)(\.[^/]*|node_modules|vendor|third_party)\/|[._-](config|conf)\.|(^|\/)(conftest|setup\.py|build\.rs)|\.d\.ts$/;
/** Rather not: a test, or a program of its own; a package may be called so too. */
const beside =
  /(^|\/)(tests?|specs?|__tests__|examples?|scripts|tools|benches|docs)\/|[._-](test|tests|spec)\.|(^|\/)test_|Tests?\.\w+$/;
const entryNames = /^(main|app|server|index|program|application|__main__)$/i;

/**
 * The source files of an app, the likeliest to be its heart first: of the commonest language, called like an entry, near the
 * root. Only files that a COPY, an ADD or a bind mount brings into the build.
 * @param files paths relative to the build context
 */
export function findSources(files: readonly string[], stages: readonly Stage[]): readonly string[] {
  const isBrought = broughtBy(stages);
  const candidates = files.flatMap((path) => {
    const language = languages.findIndex((extensions) => extensions.includes(extname(path).toLowerCase()));
    return language === -1 || notSource.test(path) || !isBrought(path) ? [] : [{ path, language }];
  });
  const counts = new Map<number, number>();
  for (const { language } of candidates) counts.set(language, (counts.get(language) ?? 0) + 1);
  const rank = ({ path, language }: (typeof candidates)[number]) => [
    beside.test(path) ? 1 : 0,
    -(counts.get(language) as number),
    entryNames.test(posix.basename(path, extname(path))) ? 0 : 1,
    path.split('/').length,
  ];
  return candidates
    .map((candidate) => ({ path: candidate.path, rank: rank(candidate) }))
    .toSorted((a, b) => compare(a.rank, b.rank) || (a.path < b.path ? -1 : 1))
    .map(({ path }) => path);
}

function compare(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((value, index) => value !== b[index]);
  return at === -1 ? 0 : (a[at] as number) - (b[at] as number);
}

/** Does some instruction take a file out of the build context? */
function broughtBy(stages: readonly Stage[]): (path: string) => boolean {
  const paths = stages.flatMap(({ instructions }) => instructions.flatMap(contextPaths));
  const patterns = paths.map((path) => posix.normalize(path).replace(/^\/+|\/+$/g, ''));
  if (patterns.some((path) => path === '.' || path === '')) return () => true;
  const brought = parseIgnored(patterns.map((path) => path.replaceAll(/\$\{[^}]*\}|\$\w+/g, '*')).join('\n'));
  return brought.has;
}

/** What an instruction reads of the build context, as it is written. */
export function contextPaths({ keyword, flags, rest }: Instruction): readonly string[] {
  if (keyword === 'RUN') return (flags.get('mount') ?? []).flatMap(boundPath);
  if (keyword !== 'COPY' && keyword !== 'ADD') return [];
  if (flags.has('from')) return [];
  const words = rest.startsWith('[')
    ? [...rest.matchAll(/"([^"]*)"/g)].map(([, word = '']) => word)
    : rest.split(/\s+/);
  return words.slice(0, -1).filter((word) => !word.startsWith('<<') && !/^(https?|git):|^git@/.test(word));
}

/** Of a mount of type bind without an image it comes from; without a source it is all of the context. */
function boundPath(mount: string): readonly string[] {
  const fields = mount.split(',');
  const valueOf = (...names: string[]) =>
    fields.find((field) => names.includes(field.split('=')[0] ?? ''))?.split('=')[1];
  if ((valueOf('type') ?? 'bind') !== 'bind') return [];
  if (valueOf('from') !== undefined) return [];
  return [valueOf('source', 'src') ?? '.'];
}
