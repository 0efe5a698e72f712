import { posix } from 'node:path';
import { clean, inside } from '../../inventory/paths.ts';
import { sampleOf } from '../../detect/sample-settings.ts';
import { around, findAll, type Found } from './lines.ts';
import type { Literal } from './literals.ts';
import type { Program } from './program.ts';

const ends = /log\.(?:Fatal|Panic)|panic\(|os\.Exit|Fatalf?\(|return [^\n]*\berr/;

/** It takes no settings file for an answer: it would start without one. */
export function demandsSettings({ files }: Program): boolean {
  if (findAll(files, /ConfigFileNotFoundError|\bIsNotExist\(|\bErrNotExist\b/g).some(isTolerant))
    return false;
  return findAll(
    files,
    /\b(?:file\.Provider|ReadInConfig|ReadFile|DecodeFile|ReadConfig|LoadConfig|LoadFile|os\.Open)\(/g,
  ).some((found) => !around(found, 0, 0).includes('err == nil') && ends.test(around(found, 0, 5)));
}

/** Not where it asks whether a file is there, nor where that is only what its last message says. */
function isTolerant(found: Found): boolean {
  const line = around(found, 0, 0);
  if (line.includes('os.Stat(')) return false;
  return (
    /!\s*(?:os|errors)\./.test(line) || !/log\w*\.(?:Fatal|Panic)|panic\(|os\.Exit/.test(around(found, 0, 1))
  );
}

/** Settings that are not in the repository, each with the example that is: the path, the example, where it is read. */
export function samplesOf(
  literals: readonly Literal[],
  base: string,
  { module: { repo } }: Program,
): readonly (readonly [string, string, Literal])[] {
  const has = (path: string) => repo.has(inside(base, path));
  const named = literals.filter(
    ({ text, whole }) =>
      !text.startsWith('/') && !text.startsWith('..') && /conf|setting/i.test(`${text}${whole}`),
  );
  const added = literals
    .filter(
      ({ text, whole }) =>
        whole.includes('AddConfigPath(') && !text.startsWith('/') && !text.startsWith('..'),
    )
    .map(({ text }) => text);
  // "." is too short for a literal that may be a path.
  const dirs = added.length > 0 ? added : ['.'];
  const wanted = named.flatMap((literal) => {
    const name = literal.text;
    if (!literal.whole.includes('SetConfigName(')) return [{ literal, paths: [clean(name)] }];
    // viper takes the first format that is there, in the first directory.
    const paths = dirs.flatMap((dir) =>
      ['yaml', 'yml', 'toml', 'json', 'ini'].map((end) => clean(posix.join(dir, `${name}.${end}`))),
    );
    return [{ literal, paths }];
  });
  return wanted.flatMap(({ literal, paths }) => {
    if (paths.some(has)) return [];
    const found = paths
      .map((path) => [path, sampleOf(path, has)] as const)
      .find((each): each is readonly [string, string] => each[1] !== undefined);
    return found ? [[...found, literal] as const] : [];
  });
}
