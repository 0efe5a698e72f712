import type { Fact } from '../../detect/types.ts';
import { dirOf, within } from '../../inventory/paths.ts';
import type { Inventory } from '../../inventory/types.ts';
import { includedBy } from './included.ts';
import { join, type Package } from './manifest.ts';
import { placeOf, type Source } from './sources.ts';

/** Files and directories that the program reads while it runs, relative to the root of the repository. */
export type RuntimeFiles = {
  readonly paths: readonly RuntimeFile[];
  /** The directory that relative paths start from: that of the package, or of the workspace. */
  readonly base: string;
};

export type RuntimeFile = Fact & {
  /** Where the program looks for it, relative to the root; absent: where it is. */
  readonly at?: string;
};

/** A path in quotes: with a directory, an extension or a pattern in it, or a plain name. */
const quoted = /"(\.?\/)?([\w.-]+(?:\/[\w.*{},-]+)*)\/?"/g;
/** What reads a file or a directory while the program runs. */
const reads =
  /ServeDir|ServeFile|Files::new|NamedFile|FileServer|StaticFiles|Tera|Environment|Handlebars|register_template|path_loader|fs::|read_to_string|read_dir|File::|File\(|with_name|from_file|from_path|load|relative!|\.join\(|Path(Buf)?::|fs::dir|fs::file|serve_dir|serve_file|_dir|_path|_file|default_value|CARGO_MANIFEST_DIR|Migrator::new|templates|OpenOptions|from_toml|Fluent|i18n|(?:const|static) \w*(?:FILE|PATH|DIR|CONFIG)\w*\s*:/;
/** A plain name is a path only where it is given to what opens one: `ServeDir::new("static")`, `Files::new("/assets", "assets")`. */
const opened =
  /(?:(?:Serve(?:Dir|File)|Files|Dir|Tera|StaticDir|StaticFilesEndpoint|StaticFileEndpoint|Path|PathBuf|Migrator|Environment)::(?:new|from|file)|NamedFile::\w+|FileServer::\w+|relative!|\b(?:fs|File|warp::fs)::\w+|\.join|with_name|from_file|from_path|load\w*|open\w*|read_\w+|serve_dir|serve_file|path_loader|\w*templates\w*)\(\s*(?:(?:"[^"]*"|\w+)\s*,\s*)?&?$|(?:const|static) \w*(?:DIR|DIRECTORY|FOLDER|PATH)\w*\s*:\s*&(?:'static )?str\s*=\s*$|(?:_dir|_path|_folder|_root)\s*[:=]\s*(?:&str\s*=\s*)?$|default_value(?:_t)?\s*=\s*$/;
/** What is handed to clients as it is. */
const servedAsIs =
  /(?:Serve(?:Dir|File)|Files|StaticDir)::new\(\s*(?:"[^"]*",\s*)?$|FileServer::\w+\(\s*$|fs::dir\(\s*$/;
/** What the compiler reads: it is in the program then. */
const compiled =
  /include_str!|include_bytes!|include_dir!|include!|embed_migrations!|migrate!|query_file|#\[(folder|template|derive|grammar|path|include|exclude|openapi|doc|test|cfg)|rust_embed|embed_dir|#\[embed|i18n!|static_files!|asset!|load_dotenv|^\s*mod |compile_protos|configure\(\)/;
/** Never read by a program, whatever it is called. */
const never =
  /^(src|target|tests?|benches|examples|\.(?!env|well-known).+|Cargo\.(toml|lock)|build\.rs|README.*|LICENSE.*|CONTRIBUTING.*)$/;

/** Directories that frameworks read by their names. */
const conventions: Readonly<Record<string, readonly string[]>> = {
  rocket: ['Rocket.toml'],
  rocket_dyn_templates: ['templates'],
  rocket_contrib: ['templates'],
  'loco-rs': ['config', 'assets', 'frontend/dist'],
  log4rs: ['log4rs.yml', 'log4rs.yaml'],
  config: ['config', 'configuration', 'settings', 'configs', 'conf'],
  fluent: ['locales', 'i18n'],
  'fluent-templates': [],
};

export function filesOf(
  repo: Inventory,
  sources: readonly Source[],
  own: Package,
  context: string,
  crates: ReadonlySet<string>,
): RuntimeFiles {
  const near = [...new Set([own.dir, context])];
  // What a program serves may lie beside its crate, where it is then started.
  const above = context === '' ? [] : [dirOf(context)];
  const counts = new Map<string, number>();
  const found = new Map<string, Fact & { readonly base: string }>();
  const add = (path: string, from: string, served = false) => {
    for (const base of served ? [...near, ...above] : near) {
      const full = exists(repo, join(base, path));
      if (full === undefined || full === '' || full === context || full === own.dir) continue;
      // The compiler puts it in.
      if (included.has(full)) continue;
      // Source that only happens to be called so.
      if (repo.below(full).some((each) => each.endsWith('.rs'))) continue;
      counts.set(base, (counts.get(base) ?? 0) + 1);
      if (!found.has(full)) found.set(full, { value: full, from, confidence: 'medium', base });
      return;
    }
  };
  const included = new Set(sources.flatMap(includedBy));
  for (const [crate, paths] of Object.entries(conventions)) {
    if (crates.has(crate)) for (const path of paths) add(path, `${own.manifest}: ${crate}`);
  }
  for (const source of sources) {
    for (const match of source.text.matchAll(quoted)) {
      const path = (match[2] as string).replace(/\/?[^/]*[*{].*$/, '');
      const top = path.split('/')[0] ?? '';
      if (path === '' || never.test(top) || /^\.+$/.test(path) || path.endsWith('.rs')) continue;
      const line = nearby(source.text, match.index);
      // Absolute only behind the directory of the manifest.
      if (compiled.test(line) || (match[1] === '/' && !line.includes('CARGO_MANIFEST_DIR'))) continue;
      const isPath = /[./]/.test(path) || line.includes('CARGO_MANIFEST_DIR');
      const before = source.text.slice(Math.max(0, match.index - 80), match.index);
      if (!(isPath ? reads.test(line) : opened.test(before))) continue;
      add(path, placeOf(source, match.index), servedAsIs.test(before));
    }
  }
  if (found.size === 0) return { paths: [], base: context };
  const countOf = (base: string) => counts.get(base) ?? 0;
  const most = near.reduce((first, each) => (countOf(each) > countOf(first) ? each : first));
  const base = countOf(most) > 0 ? most : (above[0] ?? most);
  const isInPlace = (of: string) => of === base || near.includes(of);
  return {
    paths: withoutNested([...found.values()]).map(({ base: of, ...fact }) =>
      isInPlace(of) ? fact : { ...fact, at: join(base, within(of, fact.value)) },
    ),
    base,
  };
}

/** A file, a directory, or a file that is named without its extension, as the config crate does. */
function exists(repo: Inventory, path: string): string | undefined {
  if (path.startsWith('..')) return undefined;
  if (repo.has(path) || repo.hasDir(path)) return path;
  return ['toml', 'yaml', 'yml', 'json', 'ron'].map((end) => `${path}.${end}`).find((each) => repo.has(each));
}

/** The line, and what opens the statement above it. */
function nearby(text: string, index: number): string {
  const start = text.lastIndexOf('\n', index) + 1;
  const end = text.indexOf('\n', index);
  const above = text.slice(text.lastIndexOf('\n', Math.max(0, start - 2)) + 1, start);
  const line = text.slice(start, end < 0 ? undefined : end);
  // One of a list: what that is called.
  const list = /^\s*"/.test(line)
    ? /([^\n]*\[)\s*(?:"[^"\n]*",\s*)*$/.exec(text.slice(Math.max(0, start - 800), start))?.[1]
    : undefined;
  if (list !== undefined) return `${list}${line}`;
  return /[;{}]\s*$/.test(above) ? line : above + line;
}

function withoutNested<T extends Fact>(facts: readonly T[]): readonly T[] {
  return facts
    .filter(({ value }) => !facts.some((other) => value.startsWith(`${other.value}/`)))
    .toSorted((a, b) => (a.value < b.value ? -1 : 1));
}
