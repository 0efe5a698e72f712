import { ArchiveProblem } from './problem.ts';
import type { Blob } from './blob.ts';
import type { Layer } from './types.ts';

/** The files of an archive or a layout, by their names in it. Each throws when what is there is damaged or of another kind. */
export type Blobs = {
  /** Undefined when there is none of that name. */
  readonly text: (name: string) => Promise<string | undefined>;
  readonly layer: (name: string) => Promise<Layer | undefined>;
};

/** @param read undefined when there is no such file */
export function createBlobs(read: (name: string) => Promise<Blob | undefined>): Blobs {
  return {
    async text(name) {
      const blob = await read(name);
      if (!blob) return undefined;
      if ('problem' in blob) throw blob.problem;
      return 'text' in blob ? blob.text : '';
    },
    async layer(name) {
      const blob = await read(name);
      if (!blob) return undefined;
      if ('problem' in blob) throw blob.problem;
      if ('layer' in blob) return blob.layer;
      throw new ArchiveProblem(`has a layer that is no tar: ${name}`);
    },
  };
}
