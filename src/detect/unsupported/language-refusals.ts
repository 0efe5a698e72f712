import { dirOf, inside, isIn } from '../../inventory/paths.ts';
import { makefiles } from '../../inventory/makefiles.ts';
import type { Inventory } from '../../inventory/types.ts';
import type { Refusal } from '../types.ts';
import { languages, placeOf, type Language } from './languages.ts';

/** What stands for an app in a language that has a pair of ours, besides package.json, which many have for their assets. */
const supported = [
  'go.mod',
  'Cargo.toml',
  'pom.xml',
  'build.gradle',
  'build.gradle.kts',
  'pyproject.toml',
  'requirements.txt',
  'Pipfile',
  'setup.py',
  'CMakeLists.txt',
  'meson.build',
  'configure.ac',
];
/** Manifests of one language that are looked into. */
const mostRead = 40;

/** A refusal for each app in a language without a distroless fit, and one for each language that is only hinted at. */
export function languageRefusals(repo: Inventory): readonly Refusal[] {
  const manifests = manifestsOf(repo);
  return languages.flatMap((language) => {
    const found = (manifests.get(language) ?? []).toSorted(
      (a, b) => a.split('/').length - b.split('/').length || (a < b ? -1 : 1),
    );
    const refusals = found.slice(0, mostRead).map((path) => refusalOf(repo, language, path));
    const apps = refusals.filter(({ rank = 0 }) => rank > 0);
    // One for what belongs together: what lies below an app is a part of it.
    const own = apps.filter(({ dir }, at) => !apps.slice(0, at).some((other) => isIn(dir, other.dir)));
    return own.length > 0 ? own : refusals.slice(0, 1);
  });
}

/** One look at every name that files have. */
function manifestsOf(repo: Inventory): ReadonlyMap<Language, readonly string[]> {
  const kinds = new RegExp(languages.map(({ manifests }) => `(?:${manifests.source})`).join('|'));
  const found = new Map<Language, string[]>();
  for (const name of repo.names()) {
    if (!kinds.test(name)) continue;
    const language = languages.find(({ manifests }) => manifests.test(name)) as Language;
    found.set(language, [...(found.get(language) ?? []), ...repo.named(name)]);
  }
  return found;
}

function refusalOf(repo: Inventory, { id, label, app, needed, meanwhile }: Language, path: string): Refusal {
  const dir = dirOf(path);
  const kind = app(placeOf(repo, dir, path));
  const what = kind === undefined || kind === '' ? '' : ` (${kind})`;
  const mixed = supported.some((name) => repo.has(inside(dir, name))) || hasMakefile(repo, dir);
  return {
    found: 'refusal',
    stack: id,
    dir,
    reason: `${path}: ${label}${what}, which no distroless base runs today`,
    hint: `needed: ${needed}; meanwhile: ${meanwhile}`,
    // Only hinted at, it says less than what a language of ours has to say of its own library; pages beside a program are about it.
    rank: kind === undefined ? (mixed ? -1 : 0) : !mixed ? 0.95 : kind === 'Jekyll' ? 0.5 : 0.6,
  };
}

/** Sources of C or C++ beside a Makefile. */
function hasMakefile(repo: Inventory, dir: string): boolean {
  return (
    makefiles.some((name) => repo.has(inside(dir, name))) &&
    repo.below(dir).some((path) => /\.(?:c|cc|cpp|cxx)$/.test(path) && dirOf(path) === dir)
  );
}
