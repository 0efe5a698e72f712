import { sh } from '../../recipe/quote.ts';
import type { Pom } from './pom.ts';

/** What is not as the build or the image needs it: what to build with instead, and what to say. */
export type Repairs = {
  /** Flags of mvn. */
  readonly flags: readonly string[];
  /** Shell commands on the sources in the build stage. */
  readonly commands: readonly string[];
  readonly notes: readonly string[];
};

export function joined(all: readonly Repairs[]): Repairs {
  return {
    flags: all.flatMap(({ flags }) => flags),
    commands: all.flatMap(({ commands }) => commands),
    notes: all.flatMap(({ notes }) => notes),
  };
}

export const none: Repairs = { flags: [], commands: [], notes: [] };

/** Words of a shell: the poms, and those that they inherit from. */
export function filesOf(poms: readonly Pom[], at: (path: string) => string): string {
  return [...new Set(poms.flatMap(({ chain }) => chain))].map((path) => sh`${at(path)}`).join(' ');
}
