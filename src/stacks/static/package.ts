import type { Inventory } from '../../inventory/types.ts';

/** What of a package.json matters here; everything that is not as it should be is left out. */
export type Package = {
  /** Its directory; '' is the root. */
  readonly dir: string;
  /** Its path, for evidence. */
  readonly path: string;
  readonly name: string;
  readonly scripts: Readonly<Record<string, string>>;
  /** Versions as they are asked for, by package. */
  readonly dependencies: Readonly<Record<string, string>>;
  /** Those of `dependencies` and `devDependencies`. */
  readonly all: Readonly<Record<string, string>>;
  readonly json: Readonly<Record<string, unknown>>;
};

export function readPackage(repo: Inventory, dir: string): Package | undefined {
  const path = within(dir, 'package.json');
  const json = repo.json(path);
  if (!isRecord(json)) return undefined;
  const dependencies = textsOf(json.dependencies);
  return {
    dir,
    path,
    name: typeof json.name === 'string' ? json.name : '',
    scripts: textsOf(json.scripts),
    dependencies,
    all: { ...textsOf(json.devDependencies), ...dependencies },
    json,
  };
}

/** A path of a directory's, relative to the root. */
export function within(dir: string, path: string): string {
  return dir === '' ? path : `${dir}/${path}`;
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textsOf(value: unknown): Readonly<Record<string, string>> {
  if (!isRecord(value)) return {};
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}
