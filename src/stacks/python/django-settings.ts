import { dirOf, inside, within } from '../../inventory/paths.ts';
import type { Sight } from './sight.ts';

/** Settings that are not of a developer or a test, those for people to use first. */
const likely = ['production', 'prod', '__init__', 'base', 'common', 'default', 'defaults', 'settings'];

/** os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings") */
export const settingOf = /DJANGO_SETTINGS_MODULE['"]\s*,\s*['"]([\w.]+)['"]/;

/**
 * The settings of a project whose manage.py leaves it to others to name them: the file that serves it, a Dockerfile, whoever
 * runs it. https://docs.djangoproject.com/en/stable/topics/settings/#designating-the-settings
 * @param root where manage.py is, from which they are imported
 * @param files that read them
 */
export function otherSettings(sight: Sight, root: string, files: readonly string[]): string | undefined {
  const { repo, hints } = sight;
  const given = hints.env.DJANGO_SETTINGS_MODULE?.value ?? repo.search(files, settingOf)[0]?.match[1];
  if (given !== undefined && /^[\w.]+$/.test(given)) return given;
  // One that makes its settings by itself is left alone.
  return repo.search(files, /settings/i, 1)[0] ? undefined : likelySettings(sight, root);
}

/**
 * Of settings that manage.py names and that are not in the repository (`local.py`, which everybody makes from an example), those
 * that the server takes, or else those beside them.
 * @param files that serve it, wsgi.py and asgi.py
 */
export function insteadOf(
  sight: Sight,
  root: string,
  module: string,
  files: readonly string[],
): string | undefined {
  const { repo } = sight;
  const pathOf = (name: string) => inside(root, name.replaceAll('.', '/'));
  const has = (name: string) => repo.has(`${pathOf(name)}.py`) || repo.has(`${pathOf(name)}/__init__.py`);
  const path = pathOf(module);
  if (has(module) || repo.hasDir(path)) return undefined;
  const served = repo.search(files, settingOf, 4).map(({ match }) => match[1] ?? '');
  const found = served.find(has);
  if (found !== undefined) return found;
  if (!repo.hasDir(dirOf(path))) return undefined;
  const other = likelySettings(sight, root);
  return other !== undefined && dirOf(pathOf(other)) === dirOf(path) ? other : undefined;
}

function likelySettings({ repo, sources }: Sight, root: string): string | undefined {
  const all = sources
    .filter((path) => root === '' || path.startsWith(`${root}/`))
    .filter((path) => /(?:^|\/)settings(?:\.py|\/\w+\.py)$/.test(path))
    // A package that only holds the others says nothing.
    .filter((path) => !path.endsWith('/__init__.py') || /^\s*(?:from|import)\s/m.test(repo.read(path) ?? ''));
  const [nearest] = all.toSorted((a, b) => depthOf(a) - depthOf(b));
  if (nearest === undefined) return undefined;
  const [found] = all
    .filter((path) => dirOf(path) === dirOf(nearest) && rankOf(path) >= 0)
    .toSorted((a, b) => rankOf(a) - rankOf(b));
  if (found === undefined) return undefined;
  const name = within(root, found)
    .replace(/(?:\/__init__)?\.py$/, '')
    .replaceAll('/', '.');
  return /^[A-Za-z_]\w*(?:\.\w+)*$/.test(name) ? name : undefined;
}

function rankOf(path: string): number {
  return likely.indexOf(path.replace(/^.*\/|\.py$/g, ''));
}

function depthOf(path: string): number {
  return path.split('/').length;
}

/** Static files that are in the repository as they are served, with the list that Django makes of them: another collectstatic would lose what a build of pages made. */
export function holdsCollected({ repo }: Sight, root: string): boolean {
  return repo.named('staticfiles.json').some((path) => root === '' || path.startsWith(`${root}/`));
}

/**
 * Settings with DEBUG, whatever the environment says. Then Django calls static files by their own names, and not by those with a hash that
 * post-processing gives them (django/django:django/contrib/staticfiles/storage.py, _url), and WhiteNoise finds them where they
 * are (evansd/whitenoise:src/whitenoise/middleware.py, use_finders): that a style sheet names what is not there ends no page.
 * @param root where manage.py is
 * @param module of the settings, `shop.settings`
 */
export function debugs({ repo }: Sight, root: string, module: string | undefined): boolean {
  const path = inside(root, (module ?? '').replaceAll('.', '/'));
  const set = repo.search([`${path}.py`, `${path}/__init__.py`], /^\s*DEBUG\s*=(?!=)\s*(.*)$/, 10);
  return set.length > 0 && set.every(({ match }) => /^True\s*(?:#|$)/.test(match[1] ?? ''));
}

/**
 * Of files of settings those that the module itself and what it imports are: `production.py` beside `settings.py` is for whoever
 * asks for it. All, where they are put together in another way than by imports.
 * @param files the module first, if it was found
 */
export function readBy(
  { repo }: Sight,
  root: string,
  module: string | undefined,
  files: readonly string[],
): readonly string[] {
  const path = inside(root, (module ?? '').replaceAll('.', '/'));
  const own = files.filter((file) => file === `${path}.py` || file === `${path}/__init__.py`);
  if (own.length === 0 || repo.search(own, /\bimport_module\(|\binclude\(|\bexec\(/, 1)[0]) return files;
  const read = new Set(own);
  for (const file of read) {
    const imports = repo.search([file], /^\s*(?:from|import)\s[^#]*/, 100).map(({ match }) => match[0]);
    for (const other of files) {
      const name = other.replace(/\/__init__\.py$|\.py$/, '').replace(/^.*\//, '');
      const word = /^\w+$/.test(name) && new RegExp(`\\b${name}\\b`);
      if (word && imports.some((line) => word.test(line))) read.add(other);
    }
  }
  return [...read];
}
