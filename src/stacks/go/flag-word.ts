import type { Program } from './program.ts';

/** `-addr=…` as the standard library takes it; with two dashes for the others. */
export function flagWord({ imports }: Program, name: string, value: string): string {
  const long = [...imports.keys()].some((path) =>
    /pflag|cobra|coral|urfave\/cli|kingpin|kong|jessevdk|go-arg/.test(path),
  );
  return `${long ? '--' : '-'}${name}=${value}`;
}
