import { inside } from '../../inventory/paths.ts';
import { type Module } from './module.ts';

const words = /^[A-Za-z][\w.]*(?:[ ,]+[A-Za-z][\w.]*)*$/;
/** They name a way to link, or who builds; the recipe has its own. */
const ours = new Set([
  'netgo',
  'osusergo',
  'static_build',
  'static',
  'timetzdata',
  'release',
  'prod',
  'production',
  'nomsgpack_',
  'dev',
  'debug',
  'race',
]);

/** Build tags that the repository's own build of the program passes: GoReleaser's, a Makefile's, a given command's. */
export function readTags(
  { repo, dir }: Module,
  build: string | undefined,
): { readonly tags: readonly string[]; readonly from: string } | undefined {
  const given = build === undefined ? undefined : tagsIn(build);
  if (given && given.length > 0) return { tags: given, from: 'build' };
  for (const name of ['.goreleaser.yml', '.goreleaser.yaml']) {
    const path = inside(dir, name);
    const { builds } = (repo.yaml(path) ?? {}) as { builds?: unknown };
    const [first] = (Array.isArray(builds) ? builds : []) as { tags?: unknown }[];
    const tags = (Array.isArray(first?.tags) ? first.tags : []).filter(
      (tag): tag is string => typeof tag === 'string' && words.test(tag) && !ours.has(tag),
    );
    if (tags.length > 0) return { tags, from: path };
  }
  for (const name of ['Makefile', 'makefile', 'justfile', 'build.sh', 'scripts/build.sh']) {
    const path = inside(dir, name);
    const text = repo.read(path) ?? '';
    const values = new Map(
      [...text.matchAll(/^(\w+)\s*[:?]?=[ \t]*(.*)$/gm)].map((match) => [match[1], match[2] ?? ''] as const),
    );
    const lines = text.split('\n').filter((each) => !/\btest\b|lint/.test(each));
    // The first that builds is of the program as it is; later ones are for profiles, other systems and the like.
    const line =
      lines.find((each) => /\bgo build\b/.test(each)) ??
      lines.find((each) => /\bgo (?:install|run)\b.*-tags/.test(each));
    const tags = line === undefined ? [] : tagsIn(expand(expand(line, values), values));
    if (tags.length > 0) return { tags, from: path };
  }
  return undefined;
}

/** `go build $(FLAGS)`, by the variables of the makefile. */
function expand(line: string, values: ReadonlyMap<string | undefined, string>): string {
  return line.replaceAll(/\$[({](\w+)[)}]/g, (all, name: string) => values.get(name) ?? all);
}

function tagsIn(line: string): readonly string[] {
  const [, double, single, plain] = /-tags[= ](?:"([^"]*)"|'([^']*)'|(\S+))/.exec(line) ?? [];
  const text = (double ?? single ?? plain ?? '').trim();
  if (!words.test(text)) return [];
  return text.split(/[ ,]+/).filter((tag) => !ours.has(tag) && !/(?:^|_)debug$/.test(tag));
}
