import { posix } from 'node:path';
import { clean, inside } from '../../inventory/paths.ts';
import { sampleOf } from '../../detect/sample-settings.ts';
import { endsWithout } from './ends-without.ts';
import type { Literal } from './literals.ts';
import type { Program } from './program.ts';

/** Settings that are not in the repository and that it would not start without, each with the example that is: the path, the example, where it is read. */
export function samplesOf(
  literals: readonly Literal[],
  base: string,
  program: Program,
): readonly (readonly [string, string, Literal])[] {
  const { repo } = program.module;
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
    return found && endsWithout(literal, program) ? [[...found, literal] as const] : [];
  });
}
