import type { Need } from '../../detect/types.ts';
import { place, type Inventory } from '../../inventory/types.ts';
import { findBuildArgs } from '../static/build-args.ts';
import { askedFor } from './asked-for.ts';
import { doesWithout } from './does-without.ts';
import { findEnvFiles } from './env-files.ts';
import type { Package } from './package.ts';
import { placeholder } from './placeholder.ts';
import { staticNames } from './static-names.ts';

/** Variables that the build of pages asks for: it loads their modules, and some of these end without them. */
export type BuildValues = {
  /** For what the build loads: the container gets real ones. */
  readonly given: Readonly<Record<string, string>>;
  /** They become part of what is built, each with its default; '' for none. */
  readonly args: Readonly<Record<string, string>>;
  /** They become part of it, too, and nobody but who builds it may know them. */
  readonly secrets: readonly string[];
  readonly needs: readonly Need[];
};

const none: BuildValues = { given: {}, args: {}, secrets: [], needs: [] };
const most = 1500;
const isSource = /\.(?:[cm]?[jt]sx?|svelte)$/;
const isAside =
  /(?:^|\/)(?:tests?|__tests__|e2e|cypress|scripts?|seeds?|migrations|stories|mocks|dist|build)\/|\.(?:test|spec|stories|config|d)\.|(?:^|\/)seed\./;
/** What the build reads itself, and what it makes pages of that no request changes: their values stay as they are then. */
const settings = /(?:^|\/)(?:next|next-sitemap|svelte)\.config\.[cm]?[jt]s$/;
const fixedPages = /(?:^|\/)(?:sitemap|robots|manifest|layout|metadata)\.[jt]sx?$/;
const reads = /\benv(?:\.|\[['"])([A-Z][A-Z0-9_]{0,80})\b/;
const everyRead = new RegExp(reads.source, 'g');
/** By its name, it lets its holder in; what a browser is to have is called publishable. */
const secret =
  /^(?!.*PUBLISHABLE).*(?:SECRET|KEY|TOKEN|PASS|AUTH|PRIVATE|CREDENTIAL|DSN|DATABASE|POSTGRES|MYSQL|MONGO|REDIS|^DB_)/;
/** Tools of the build do more where they have these. */
const isForTools = /^(?:NODE_|VERCEL|CI$|NEXT_RUNTIME|DEBUG|ANALYZE)|SENTRY|SKIP_/;

/** What packages read by themselves, and end without: https://clerk.com/docs/guides/development/clerk-environment-variables */
const readInside: Readonly<Record<string, readonly string[]>> = {
  '@clerk/nextjs': ['NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY'],
};

/**
 * What Next.js and SvelteKit load to find out how each page is made: https://nextjs.org/docs/app/api-reference/cli/next#next-build-options,
 * sveltejs/kit:packages/kit/src/core/postbuild/analyse.js
 * @param owners the package, and those of its workspace that it needs
 * @param carried arguments that the build has anyway
 */
export function findBuildValues(
  repo: Inventory,
  id: string | undefined,
  owners: readonly Package[],
  carried: Readonly<Record<string, unknown>>,
): BuildValues {
  const [own] = owners;
  if (own === undefined || (id !== 'next' && id !== 'sveltekit')) return none;
  const sources = [...new Set(owners.flatMap(({ dir }) => repo.below(dir)))].filter((path) =>
    isSource.test(path),
  );
  const files = sources.filter((path) => !isAside.test(path)).slice(0, most);
  const configs = sources.filter((path) => settings.test(path)).slice(0, 20);
  const set = new Set(
    repo
      .search(findEnvFiles(repo, own.dir), /^\s*(?:export\s+)?(\w+)=/, 200)
      .map(({ match }) => match[1] as string),
  );
  const wanted = (name: string) => !isForTools.test(name) && !set.has(name) && carried[name] === undefined;
  const asked = askedFor(repo, files, doesWithout(repo, files)).filter(wanted);
  const kit = id === 'sveltekit' ? staticNames(repo, files).filter(({ name }) => wanted(name)) : [];
  const hidden = Object.keys(own.dependencies)
    .flatMap((name) => readInside[name] ?? [])
    .filter(wanted);
  const shown = new Map([
    ...hidden.map((name) => [name, own.path] as const),
    ...findBuildArgs(repo, own)
      .filter(({ value }) => wanted(value))
      .map(({ value, from }) => [value, from] as const),
    ...kit.filter(({ isPrivate }) => !isPrivate).map(({ name, from }) => [name, from] as const),
  ]);
  const inSettings = readIn(repo, configs);
  const inPages = readIn(
    repo,
    files.filter((path) => fixedPages.test(path)),
  );
  const isIn = (places: ReadonlyMap<string, string>) =>
    asked.flatMap((name) => {
      const from = shown.has(name) ? undefined : places.get(name);
      return from === undefined ? [] : [[name, from] as const];
    });
  const secrets = new Map([
    ...kit.filter(({ isPrivate }) => isPrivate).map(({ name, from }) => [name, from] as const),
    ...isIn(inSettings).filter(([name]) => secret.test(name)),
  ]);
  const fixed = new Map([...isIn(inPages), ...isIn(inSettings)].filter(([name]) => !secret.test(name)));
  const isAsked = new Set([...asked, ...hidden, ...kit.map(({ name }) => name)]);
  const args = [...shown.keys()].map(
    (name) => [name, isAsked.has(name) && !secret.test(name) ? placeholder(name, own) : ''] as const,
  );
  const optional = doesWithout(repo, configs);
  const compiled = new Map([...shown, ...fixed]);
  return {
    given: Object.fromEntries(
      asked
        .filter((name) => !compiled.has(name) && !secrets.has(name))
        .map((name) => [name, placeholder(name, own)]),
    ),
    args: Object.fromEntries([...args, ...[...fixed.keys()].map((name) => [name, ''] as const)]),
    secrets: [...secrets.keys()],
    needs: [
      ...[...secrets].map(([env, from]) => ({
        env,
        from,
        required: true,
        about: `part of what is built: docker build --secret id=${env},env=${env}`,
      })),
      ...[...compiled].map(([env, from]) => ({
        env,
        from,
        required: isAsked.has(env) && !optional.has(env) && (fixed.has(env) || secret.test(env)),
        about: 'part of what is built: docker build --build-arg',
      })),
    ],
  };
}

/** Variables that files read, and where first. */
function readIn(repo: Inventory, files: readonly string[]): ReadonlyMap<string, string> {
  const hits = repo.search(files, reads, 200).toReversed();
  return new Map(
    hits.flatMap((hit) =>
      [...(hit.match.input ?? '').matchAll(everyRead)].map(([, name = '']) => [name, place(hit)] as const),
    ),
  );
}
