import type { Secret } from '../image/types.ts';

/** A secret and where in the image it is. */
export type Found = Secret & {
  /** For people: `/root/.npmrc, layer 2 of 5, deleted later`. */
  readonly where: string;
  /** How it came in, which decides how it is kept out. */
  readonly from: 'file' | 'context' | 'record';
  /** Of a file or a directory. */
  readonly path?: string;
  /** Of a variable, a build argument or a label. */
  readonly variable?: string;
  /** Its layer, from 1 up; the lowest that holds it. */
  readonly layer?: number;
  /** A later layer hides it, so that no container sees it and everyone who pulls the image still has it. */
  readonly deleted?: true;
};
