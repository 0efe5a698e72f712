import type { Found } from './lines.ts';

/** A word that a program is told what to do by, and where it says so. */
export type Word = {
  readonly word: string;
  readonly at: Found;
  /** It must be followed by a directory. */
  readonly directory?: true;
};

/** All of one way to tell them. */
export type Words = {
  readonly words: readonly Word[];
  /** Nothing but its help comes of it without one of them. */
  readonly sure: boolean;
};

export const none: Words = { words: [], sure: false };
