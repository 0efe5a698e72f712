import { inside } from '../../inventory/paths.ts';
import { aptFacts } from './apt-names.ts';
import type { HintReader } from './types.ts';
import { lineWith } from './values.ts';

/** The names in an Aptfile, a line each (https://github.com/heroku/heroku-buildpack-apt): no URLs, no `:repo:` lines. */
export const aptfile: HintReader = (repo, dir) => {
  const path = inside(dir, 'Aptfile');
  const text = repo.read(path);
  if (text === undefined) return [];
  const names = text.split(/\r?\n/).filter((line) => /^[a-z0-9]/.test(line) && !line.includes('//'));
  return [{ dir, apt: aptFacts(names, (name) => lineWith(repo, path, name)) }];
};
