import { aptFacts } from './apt-names.ts';
import type { HintReader } from './types.ts';
import { inDir, lineWith } from './values.ts';

/** The names in an Aptfile, a line each (https://github.com/heroku/heroku-buildpack-apt): no URLs, no `:repo:` lines. */
export const aptfile: HintReader = (repo, dir) => {
  const path = inDir(dir, 'Aptfile');
  const text = repo.read(path);
  if (text === undefined) return [];
  const names = text.split(/\r?\n/).filter((line) => /^[a-z0-9]/.test(line) && !line.includes('//'));
  return [{ dir, apt: aptFacts(names, (name) => lineWith(repo, path, name)) }];
};
