import type { Refusal } from '../../detect/types.ts';
import type { Inventory } from '../../inventory/types.ts';
import { hugoSettings, themeOf, usesModules } from './hugo.ts';

/** Sources of a site in the root whose tool cannot be had; undefined where there are none. */
export function refuseGenerator(repo: Inventory): Refusal | undefined {
  const refusal = jekyll(repo) ?? hugo(repo) ?? others(repo);
  // A go.mod of its theme, or a package.json of its styles, is no library.
  return refusal && { found: 'refusal', stack: 'static', dir: '', ...refusal, rank: 0.3 };
}

type Reason = Pick<Refusal, 'reason' | 'hint'>;

const elsewhere =
  'build the pages where the tool is, and containerize the directory that it writes: `add` knows a directory with an index.html';

function jekyll(repo: Inventory): Reason | undefined {
  const settings = ['_config.yml', '_config.yaml', '_config.toml'].find((name) => repo.has(name));
  if (settings === undefined) return undefined;
  const gem = repo.search(['Gemfile'], /\b(?:jekyll|github-pages|minimal-mistakes)\b/).length > 0;
  const sources = ['_posts', '_layouts', '_includes', '_sass'].some((dir) => repo.hasDir(dir));
  const matter =
    repo.search(['index.html', 'index.md', 'index.markdown', 'README.md'], /^---\s*$/)[0]?.line === 1;
  if (!gem && !sources && !matter) return undefined;
  return {
    reason: `${settings}: the site is made by Jekyll, which is in Ruby: there is no image here to build it in`,
    hint: elsewhere,
  };
}

function hugo(repo: Inventory): Reason | undefined {
  const path = hugoSettings(repo);
  if (path === undefined) return undefined;
  const theme = themeOf(repo, path);
  if (usesModules(repo)) return undefined;
  if (/^https?:|^github\.com\//.test(theme)) {
    return {
      reason: `${path}: the theme is a Hugo module, and there is no go.mod that says which version`,
      hint: '`hugo mod init` and `hugo mod get` write it: commit it and try again',
    };
  }
  if (theme === '' || repo.hasDir(`themes/${theme}`)) return undefined;
  return {
    reason: `${path}: the theme ${theme} is not in themes/`,
    hint: 'it is a git submodule: `git submodule update --init` fetches it, then try again',
  };
}

function others(repo: Inventory): Reason | undefined {
  if (repo.has('book.toml') && repo.has('src/SUMMARY.md')) {
    return {
      reason: 'book.toml: the pages are made by mdBook, which there is no image of here',
      hint: elsewhere,
    };
  }
  const zola = repo.search(['config.toml'], /^base_url\s*=/).length > 0 && repo.hasDir('content');
  if (zola && repo.hasDir('templates')) {
    return {
      reason: 'config.toml: the pages are made by Zola, which there is no image of here',
      hint: elsewhere,
    };
  }
  return undefined;
}
