import type { Need } from '../../detect/types.ts';
import { place, type Hit, type Inventory } from '../../inventory/types.ts';
import { findBuildArgs } from '../static/build-args.ts';
import { findChecked } from './checked.ts';
import { findEnvFiles } from './env-files.ts';
import { allDependencies, type Package } from './package.ts';

/** Variables that the build of pages asks for: it loads their modules, and some of these end without them. */
export type BuildValues = {
  /** For the build alone: the container gets real ones. */
  readonly given: Readonly<Record<string, string>>;
  /** They become part of what is built, each with its default; '' for none. */
  readonly args: Readonly<Record<string, string>>;
  readonly needs: readonly Need[];
};

const none: BuildValues = { given: {}, args: {}, needs: [] };
const most = 400;
const isSource = /\.(?:[cm]?[jt]sx?|svelte)$/;
const isAside =
  /(?:^|\/)(?:tests?|__tests__|e2e|cypress|scripts?|seeds?|migrations|stories|mocks|dist|build)\/|\.(?:test|spec|stories|config|d)\.|(?:^|\/)seed\./;
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
  const files = [...new Set(owners.flatMap(({ dir }) => repo.below(dir)))]
    .filter((path) => isSource.test(path) && !isAside.test(path))
    .slice(0, most);
  const set = new Set(
    repo
      .search(findEnvFiles(repo, own.dir), /^\s*(?:export\s+)?(\w+)=/, 200)
      .map(({ match }) => match[1] as string),
  );
  const wanted = (name: string) => !isForTools.test(name) && !set.has(name) && carried[name] === undefined;
  const asked = askedFor(repo, files).filter(wanted);
  const valueFor = (name: string) => placeholder(name, own);
  const kit = id === 'sveltekit' ? staticNames(repo, files).filter(({ name }) => wanted(name)) : [];
  const pages = findBuildArgs(repo, own).filter(({ value }) => wanted(value));
  const hidden = Object.keys(own.dependencies).flatMap((name) => readInside[name] ?? []);
  const compiled = new Map([
    ...hidden.filter(wanted).map((name) => [name, own.path] as const),
    ...pages.map(({ value, from }) => [value, from] as const),
    ...kit.map(({ name, from }) => [name, from] as const),
  ]);
  const args = [...compiled.keys()].map((name) => {
    const isAsked = asked.includes(name) || hidden.includes(name) || kit.some((each) => each.name === name);
    return [name, isAsked ? valueFor(name) : ''] as const;
  });
  return {
    given: Object.fromEntries(
      asked.filter((name) => !compiled.has(name)).map((name) => [name, valueFor(name)]),
    ),
    args: Object.fromEntries(args),
    needs: [...compiled].map(([env, from]) => ({
      env,
      from,
      required: false,
      about: 'part of what is built: docker build --build-arg',
    })),
  };
}

const variable = String.raw`process\.env(?:\.|\[['"])([A-Z][A-Z0-9_]*)\b(?:['"]\])?`;
/** TypeScript is told that it is there; a client gets it as it is. */
const asserted = new RegExp(String.raw`\b${variable}(?:!|\s+as\s+string\b)`, 'g');
const handed = new RegExp(
  String.raw`(?:\bnew [\w.]{1,60}\(|\b(?:neon|postgres|createClient|createBrowserClient|createServerClient|invariant)\(|\b(?:apiKey|connectionString)\s*:)\s*${variable}\s*(?:[,)}]|$|(?:\|\||\?\?)\s*(?:['"]['"]|process))`,
  'g',
);
/** An argument in a line of its own; nothing is no value either. */
const alone = new RegExp(
  String.raw`^${variable}(?:\s*(?:\|\||\?\?)\s*process\.env\.\w{1,80})?(?:\s*(?:\|\||\?\?)\s*['"]['"])?,?$`,
);
const guard = /\bif\s*\(([^\n]{0,200}!\s*[^\n]{1,200})/;

/** Names of variables without which a module ends. */
function askedFor(repo: Inventory, files: readonly string[]): readonly string[] {
  const plain = repo.search(files, /\bprocess\.env\b/, 400).flatMap((hit) => givenTo(repo, hit));
  const guarded = repo.search(files, guard, 200).flatMap((hit) => guardedBy(repo, hit));
  // Also where the check itself is left out: what it would hand on is used all the same.
  const checked = findChecked(repo, files).flatMap(({ name, required }) => (required ? [name] : []));
  const asked = [...new Set(plain)].filter((name) => !doesWithout(repo, files, name));
  return [...new Set([...guarded, ...checked, ...asked])].slice(0, 40);
}

/** What a line hands on as if it were there. */
function givenTo(repo: Inventory, { path, line, match: { input = '' } }: Hit): readonly string[] {
  const text = input.slice(0, 500);
  const before = (repo.read(path) ?? '').split('\n')[line - 2]?.trimEnd() ?? '';
  const argument = /[(,]$/.test(before) ? (alone.exec(text.trim())?.[1] ?? []) : [];
  return [...text.matchAll(asserted), ...text.matchAll(handed)].map(([, name = '']) => name).concat(argument);
}

/** `if (!process.env.X) throw`; of a name of the file, the variable that it stands for; of SvelteKit's, its own. */
function guardedBy(repo: Inventory, { path, line, match }: Hit): readonly string[] {
  const text = repo.read(path) ?? '';
  const following = text.split('\n').slice(line - 1, line + 2);
  if (!following.some((each) => /\bthrow\b/.test(each))) return [];
  const names = [...(match[1] as string).matchAll(/!\s*(process\.env\.|env\.)?([A-Za-z_]\w{0,80})/g)];
  return names.flatMap(([, of = '', name = '']) => {
    if (of === 'process.env.') return /^[A-Z][A-Z0-9_]*$/.test(name) ? [name] : [];
    if (of === 'env.') return text.includes('$env/dynamic/') && /^[A-Z][A-Z0-9_]*$/.test(name) ? [name] : [];
    const given = new RegExp(
      String.raw`\b(?:const|let|var)\s+${name}\b[^=\n]{0,60}=\s*${variable}(?!\s*(?:\|\||\?\?))`,
    );
    return given.exec(text)?.[1] ?? [];
  });
}

/** Somewhere it is asked whether it is there. */
function doesWithout(repo: Inventory, files: readonly string[], name: string): boolean {
  const tested = new RegExp(
    String.raw`(?<!!\s?)\bprocess\.env\.${name}\s*(?:\?(?![.?])|&&|(?:\|\||\?\?)(?!\s*(?:['"]{2}|process))|\)\s*(?:\{|return))|(?:!!|Boolean\()process\.env\.${name}\b`,
  );
  return repo.search(files, tested).length > 0;
}

/** What SvelteKit compiles in: https://svelte.dev/docs/kit/$env-static-private; without a value it is not exported. */
function staticNames(
  repo: Inventory,
  files: readonly string[],
): readonly { readonly name: string; readonly from: string }[] {
  const hits = repo.search(files, /\bfrom\s*['"]\$env\/static\/(?:private|public)['"]/, 60);
  const found = hits.flatMap((hit) => {
    const lines = (repo.read(hit.path) ?? '').split('\n').slice(Math.max(0, hit.line - 15), hit.line);
    const text = lines.join('\n').slice(0, 4000);
    const names = text.slice(text.lastIndexOf('import')).matchAll(/\b[A-Z][A-Z0-9_]{1,80}\b(?!['"])/g);
    return [...names].map(([name]) => ({ name, from: place(hit) }));
  });
  return found.filter(({ name }, at) => found.findIndex((each) => each.name === name) === at).slice(0, 30);
}

/** What its client takes without asking anybody, by its name. */
function placeholder(name: string, own: Package): string {
  const asked = allDependencies(own);
  // The name of a host, and a dollar sign, in Base64: it is taken apart where it is loaded.
  if (name.endsWith('CLERK_PUBLISHABLE_KEY')) return 'pk_test_bm9uZS5jbGVyay5hY2NvdW50cy5kZXYk';
  if (/MONGO/.test(name)) return 'mongodb://localhost:9/none';
  if (/REST_(?:API_)?URL|SUPABASE/.test(name) && /URL/.test(name)) return 'http://localhost:9';
  if (/REDIS/.test(name) && /UR[LI]/.test(name)) return 'redis://localhost:9';
  if (/^(?:TURSO|LIBSQL)_/.test(name) && /URL/.test(name)) return 'file:/tmp/none.db';
  if (/DATABASE|POSTGRES|^DB_|MYSQL/.test(name) && /UR[LI]|DSN/.test(name)) {
    if (asked['better-sqlite3'] !== undefined) return '/tmp/none.db';
    if (asked['@libsql/client'] !== undefined) return 'file:/tmp/none.db';
    if (asked['mongodb'] !== undefined || asked['mongoose'] !== undefined)
      return 'mongodb://localhost:9/none';
    const scheme = asked['mysql2'] !== undefined || /MYSQL/.test(name) ? 'mysql' : 'postgresql';
    return `${scheme}://none:none@localhost:9/none`;
  }
  if (/UR[LI]|ENDPOINT|ORIGIN/.test(name)) return 'http://localhost:9';
  if (/PORT$|_(?:COUNT|LIMIT|SIZE|TTL|TIMEOUT)$/.test(name)) return '9';
  return 'none-while-it-is-built-000000000000';
}
