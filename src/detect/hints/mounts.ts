import type { Fact } from '../types.ts';
import { dataPath } from './data-path.ts';
import { textOf } from './values.ts';

/** Directories that a platform mounts a disk at, which the program keeps its data in. */
export function mountsOf(paths: readonly unknown[], from: (path: string) => string): readonly Fact[] {
  return paths.flatMap((each): readonly Fact[] => {
    const text = textOf(each);
    const value = text === undefined ? undefined : dataPath(text);
    return text === undefined || value === undefined
      ? []
      : [{ value, from: from(text), confidence: 'medium' }];
  });
}
