import type { Inventory } from '../../inventory/types.ts';
import type { Package } from '../node/package.ts';
import { isOfAnotherKind, manifests } from './another-kind.ts';
import { isAside } from './aside.ts';

/** What the tools of PyPI make pages of, in the root. */
const generators = [
  'mkdocs.yml',
  'mkdocs.yaml',
  'pelicanconf.py',
  'conf.py',
  'source/conf.py',
  'docs/conf.py',
  'docs/source/conf.py',
];
/** Files that a program in a package begins with. */
const entries = ['index', 'server', 'app', 'main', 'cli', 'src/index', 'src/server', 'src/main', 'src/app'];
/** Of a program or a library, whatever builds it. */
const source =
  /\.(?:c|cc|cpp|cxx|go|rs|java|kt|scala|cs|php|swift|ex|zig|lua)$|^(?:src|lib|app|packages)\/.*\.[cm]?[jt]sx?$/;
/** Scripts of a program or of pages that the package itself makes. */
const programs = /^(?:start|serve|dev|develop|build|preview|prod|production|watch|prepublish\w*|prepack)\b/;
const generator = /\b(?:mkdocs|sphinx-build|pelican|make html)\b/;
/** Python of a generator's own settings, hooks and tasks. */
const settings = /^(?:conf|pelicanconf|publishconf|tasks|fabfile|hooks|macros|noxfile)\.py$/;

/**
 * Does the package.json in the root only bring tools, such as a linter, beside the sources of pages that a tool from PyPI makes? A
 * library, a program and a workspace have such pages as their documentation, and are not meant.
 */
export function bringsToolsOnly(repo: Inventory, pkg: Package): boolean {
  if (pkg.dir !== '' || !generators.some((path) => repo.has(path))) return false;
  const python = repo.files.some((path) => /^[^/]+\.py$/.test(path) && !settings.test(path));
  if (python || isOfAnotherKind(repo)) return false;
  const { raw, scripts, bin, main } = pkg;
  if (Object.keys(bin).length > 0 || isFile(repo, main)) return false;
  if (['workspaces', 'module', 'exports', 'types', 'files', 'publishConfig'].some((field) => field in raw))
    return false;
  if (Object.entries(scripts).some(([name, line]) => programs.test(name) && !generator.test(line)))
    return false;
  if (repo.files.some((path) => source.test(path) && !isAside(path))) return false;
  const endings = ['js', 'mjs', 'cjs', 'ts'];
  if (entries.some((name) => endings.some((ending) => repo.has(`${name}.${ending}`)))) return false;
  const others = repo.named('package.json', ...manifests).filter((path) => path.includes('/'));
  return others.every((path) => isAside(path.replace(/\/[^/]+$/, '')));
}

function isFile(repo: Inventory, path: string): boolean {
  return path !== '' && repo.has(path.replace(/^\.\//, ''));
}
