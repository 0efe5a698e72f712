import { isDeepStrictEqual } from 'node:util';
import type { FileEntry, Image } from './types.ts';

/** A point in which two images are not the same. */
export type Difference = {
  /** Of the file; absent when it is not about one. */
  readonly path?: string;
  readonly what: string;
  /** The instruction that made the layer, as the image's history has it. */
  readonly madeBy?: string;
};

/**
 * Everything but times in which two images differ: configuration, and layer by layer the files, their modes, owners, and
 * contents by their hashes; what a later layer hides counts too, as it is part of the image.
 */
export function differences(one: Image, other: Image): readonly Difference[] {
  const config = Object.keys(one.config).flatMap((key) => {
    const name = key as keyof Image['config'];
    return isDeepStrictEqual(one.config[name], other.config[name])
      ? []
      : [
          {
            what: `${name} of the configuration: ${show(one.config[name])}, then ${show(other.config[name])}`,
          },
        ];
  });
  if (one.layers.length !== other.layers.length) {
    return [...config, { what: `${one.layers.length} layers, then ${other.layers.length}` }];
  }
  const makers = one.history.filter(({ emptyLayer }) => !emptyLayer).map(({ createdBy }) => createdBy);
  const files = one.layers.flatMap(({ entries }, at) => {
    const madeBy = makers[at]?.replace(/ # buildkit$/, '');
    return inLayer(entries, other.layers[at]?.entries ?? []).map((each) => ({
      ...each,
      ...(madeBy && { madeBy }),
    }));
  });
  return [...config, ...files];
}

function inLayer(one: readonly FileEntry[], other: readonly FileEntry[]): readonly Difference[] {
  const [before, after] = [one, other].map(
    (entries) => new Map(entries.map((entry) => [entry.path, entry])),
  ) as [Map<string, FileEntry>, Map<string, FileEntry>];
  const paths = [...new Set([...before.keys(), ...after.keys()])].toSorted();
  return paths.flatMap((path) => {
    const what = between(before.get(path), after.get(path));
    return what === undefined ? [] : [{ path, what }];
  });
}

const octal = (mode: number) => mode.toString(8).padStart(4, '0');

function between(a: FileEntry | undefined, b: FileEntry | undefined): string | undefined {
  if (!a) return 'is only in the second';
  if (!b) return 'is only in the first';
  if (a.type !== b.type) return `is a ${a.type}, then a ${b.type}`;
  if (a.mode !== b.mode) return `has mode ${octal(a.mode)}, then ${octal(b.mode)}`;
  if (a.uid !== b.uid || a.gid !== b.gid) return `is of ${a.uid}:${a.gid}, then of ${b.uid}:${b.gid}`;
  if (a.target !== b.target) return `points to ${a.target}, then to ${b.target}`;
  if (a.size !== b.size) return `has ${a.size} bytes, then ${b.size}`;
  return a.sha256 === b.sha256 ? undefined : `has other content in its ${a.size} bytes`;
}

function show(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
