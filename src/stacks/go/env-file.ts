import { inside } from '../../inventory/paths.ts';
import { around, findFirst, placeOf } from './lines.ts';
import type { Program } from './program.ts';

/** The .env file that a program loads. */
export type EnvFile = {
  /** What stands in for it, relative to the base; absent: an empty file does. */
  readonly source?: string;
  readonly from: string;
  readonly note: string;
};

/** Only where it is needed: the program ends without it, or the repository has it. */
export function readEnvFile(program: Program, base: string): EnvFile | undefined {
  const found = findFirst(
    program,
    /\bgodotenv\.(?:Load|Read|Overload)\(\s*(?:"(?:\.\/)?\.env"\s*)?\)|\bgotenv\.Load\(\)|\bSetConfigFile\("(?:\.\/)?\.env"\)|\bReadConfig\("(?:\.\/)?\.env"/,
  );
  if (!found) return undefined;
  const { repo } = program.module;
  const from = placeOf(found);
  if (repo.has(inside(base, '.env')))
    return {
      source: '.env',
      from,
      note: `.env is in the repository, and ${from} loads it: it is in the image, too. Take out of it what is secret`,
    };
  const after = around(found, 0, 5);
  if (!/log\.(?:Fatal|Panic)|panic\(|os\.Exit|Fatalf?\(|return .*err|Panicf?\(/.test(after)) return undefined;
  const source = [
    '.env.example',
    '.env.sample',
    '.env.dist',
    'example.env',
    'sample.env',
    '.env.template',
    '.env.local.example',
  ].find((name) => repo.has(inside(base, name)));
  return {
    ...(source !== undefined && { source }),
    from,
    note: `the program ends without a file .env (${from}): the image has ${source === undefined ? 'an empty one' : `${source} as that`}; variables of the container go before it`,
  };
}
