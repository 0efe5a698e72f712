import type { ImageConfig } from './types.ts';

/** A variable of the image's environment; undefined when it is not set, or set to nothing. */
export function envOf(
  { config }: { readonly config: Pick<ImageConfig, 'Env'> },
  name: string,
): string | undefined {
  const value = config.Env.findLast((entry) => entry.startsWith(`${name}=`))?.slice(name.length + 1);
  return value === '' ? undefined : value;
}
