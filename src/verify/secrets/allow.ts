import type { Found } from './found.ts';

/** What is known to be no secret: a path with what is below it (`/app/testdata/**` or `/app/key.pem`), or a variable, and why. */
export type Allowed = {
  readonly path?: string | undefined;
  readonly variable?: string | undefined;
  readonly reason: string;
};

/** The entry that speaks of what was found, if one does. */
export function allowedBy(allow: readonly Allowed[], { path, variable }: Found): Allowed | undefined {
  return allow.find((entry) => {
    if (entry.variable !== undefined) return entry.variable === variable;
    return entry.path !== undefined && path !== undefined && covers(entry.path, path);
  });
}

function covers(pattern: string, path: string): boolean {
  const below = /^(.*)\/\*\*$/.exec(pattern)?.[1];
  return below === undefined ? pattern === path : path.startsWith(`${below}/`);
}
