import { lineNumber } from '../../inventory/line-number.ts';
import { posix } from 'node:path';
import { inside } from '../../inventory/paths.ts';
import { place } from '../../inventory/types.ts';
import type { Written } from './data.ts';
import type { Sight } from './sight.ts';

/** What is kept, as a part of a name: OUTPUT_TEMPLATE, cache-dir, metadata_db_path. */
const kept =
  /^(?:output|outputs|outdir|download|downloads|upload|uploads|storage|cache|log|logs|state|backup|backups|db|database|data|media|recordings?|archive|config|workspace|library|temp)$/;
/** Where it is kept, and whose path is none of a disk. */
const where = /^(?:dir|dirs|directory|folder|path|root|file|template|location|outdir)$/;
const elsewhere = /^(?:url|uri|prefix|route|endpoint|base|public|static|name|host|socket|unix)$/;
/** Where a program or the system looks for code: LD_LIBRARY_PATH, PYTHONPATH, CLASS_PATH. */
const searched = /^(?:(?:ld_|dyld_)?library|python|class|module|lib|include|man|manifest)_?path$/i;
/** Not of the program: of the system, of the image, a route, or nothing at all. */
const foreign =
  /^\/(?:(?:tmp|var\/tmp|var\/run|dev|proc|sys|run|root|home|usr|etc|app|venv|api|bin|sbin|lib(?:x?32|64)?|boot)(?:\/|$)|(?:var|var\/lib|opt|srv|mnt|media)$|$|\/)/;
/** Files of settings that say where pages are, or what is on them. */
const ofPages = /^(?:routes?|routing|menus?|urls?|nav|navigation|i18n|locales?|translations?|sitemap)\./i;

/** A setting and what it is by default, in an environment or in a configuration; over several lines as formatters lay it out. */
const given =
  /\(\s*['"]([A-Za-z]\w{0,60})['"]\s*,\s*(?:cast\s*=\s*\w{1,20}\s*,\s*)?(?:default\s*=\s*)?(?:Path\(\s*)?['"](\/[^'"\n]{1,200})['"]/g;
const giver = /(?:env|conf|setting)\w{0,20}(?:\.\w{1,20})?$/i;
/** `DOWNLOAD_DIR: str = "/downloads"`, of a module or of a class of settings. */
const constant =
  /^\s*([A-Za-z]\w{0,60})\s*(?::[^=\n]{1,60})?=\s*(?:(?:pathlib\.)?Path\(\s*)?['"](\/[^'"\n]{1,200})['"]\)?\s*(?:#.*)?$/;
/** A line of YAML, JSON, TOML or INI. */
const line = /^\s*['"]?([A-Za-z][\w-]{0,60})['"]?\s*[:=]\s*['"]?(\/[^'"\n#,]{1,200})/;
const settings = /['"](?:\.\/)?([\w-]{1,60}\.(?:ya?ml|json|toml|ini|cfg|conf))['"]/;
const makes = /\b(?:makedirs|mkdir)\(/;

/** Where a name is from: a question to the settings, a constant of the sources, a file of settings. */
type Kind = 'asked' | 'constant' | 'file';

/** More of them is no program of one image. */
const most = 6;

/**
 * Absolute directories that a program is told by what its settings are when nobody changes them, and that it keeps something
 * in: in its sources, or in a file of settings beside them that these name. Nobody but root could make them.
 */
export function namedDirectories({ repo, project, sources }: Sight): readonly Written[] {
  const found = new Map<string, Written>();
  const add = (name: string, value: string, from: () => string, kind: Kind) => {
    const path = isKept(name, value, kind) ? directoryOf(value) : undefined;
    if (path !== undefined && !found.has(path)) found.set(path, { path, directory: true, from: from() });
  };
  for (const path of sources.slice(0, 60)) {
    const text = repo.read(path) ?? '';
    for (const { 0: all, 1: name = '', 2: value = '', index } of text.matchAll(given))
      if (giver.test(text.slice(Math.max(0, index - 60), index)))
        add(name, value, () => place({ path, line: lineNumber(text, index + all.indexOf(name)) }), 'asked');
  }
  for (const hit of repo.search(sources.slice(0, 60), constant, 40))
    add(hit.match[1] ?? '', hit.match[2] ?? '', () => place(hit), 'constant');
  if (repo.search(sources, makes, 1)[0]) {
    const files = repo
      .search(sources, settings, 20)
      .map(({ match }) => inside(project.dir, match[1] as string))
      .filter((path) => repo.has(path) && !ofPages.test(posix.basename(path)));
    for (const hit of repo.search([...new Set(files)], line, 60))
      add(hit.match[1] ?? '', hit.match[2] ?? '', () => place(hit), 'file');
  }
  const all = [...found.values()];
  return all.filter(({ path }) => !all.some((other) => path.startsWith(`${other.path}/`))).slice(0, most);
}

/**
 * By its words. What says no place (`output`) has to be one that the program asks its settings for: as a constant, or in a file,
 * `upload = "/upload"` may be a route. In a file the value tells too, by a template or as a file that is said to be a path.
 */
function isKept(name: string, value: string, kind: Kind): boolean {
  const words = name
    .replaceAll(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[_-]/);
  if (searched.test(name) || !words.some((word) => kept.test(word))) return false;
  if (words.some((word) => elsewhere.test(word))) return false;
  const isPlaced = words.some((word) => where.test(word));
  if (words.some((word) => /^(?:dir|directory|folder)$/.test(word))) return true;
  if (kind === 'constant') return false;
  if (kind === 'file') return /%\(\w+\)/.test(value) || (isPlaced && /\/[^/]*\w\.\w{1,8}$/.test(value));
  return isPlaced || kept.test(words[0] ?? '');
}

/** What is above the first part that only a run tells, or above a file: `/kept/%(title)s.%(ext)s`, `/kept/shop.db`. */
function directoryOf(value: string): string | undefined {
  const cut = value.search(/[%{$<*]/);
  const known = cut < 0 ? value : value.slice(0, cut);
  const isFile = cut >= 0 ? !known.endsWith('/') : /\.\w{1,8}$/.test(posix.basename(known).slice(1));
  const path = posix.normalize(isFile ? posix.dirname(known) : known).replace(/(?<=.)\/$/, '');
  return foreign.test(path) || !/^\/[\w./-]+$/.test(path) ? undefined : path;
}
