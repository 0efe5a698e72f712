import type { Fact } from '../types.ts';
import { textOf } from './values.ts';

/** Directories that a platform mounts a disk at, which the program keeps its data in. */
export function mountsOf(
  paths: readonly unknown[],
  from: (path: string) => string,
): readonly Fact[] | undefined {
  const found = paths.flatMap((each): readonly Fact[] => {
    const path = textOf(each)?.replace(/(?<=.)\/+$/, '');
    const isPlain = path !== undefined && /^(?:\/[\w.-]+)+$/.test(path) && !path.split('/').includes('..');
    return isPlain ? [{ value: path, from: from(path), confidence: 'medium' }] : [];
  });
  return found.length === 0 ? undefined : found;
}
