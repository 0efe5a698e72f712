import { createTwoFilesPatch } from 'diff';
import type { Change } from '../pipeline.ts';
import type { Color } from './color.ts';

/** A unified diff from one text to another; by default from what is on disk to what would be written. */
export function formatDiff(
  { path, before, content }: Pick<Change, 'path' | 'before' | 'content'>,
  color: Color,
  [from, to]: readonly [string, string] = ['yours', 'new'],
): string {
  const old = before?.toString('utf8') ?? '';
  const patch = createTwoFilesPatch(path, path, old, content.toString('utf8'), from, to, {
    context: 3,
  });
  return patch
    .split('\n')
    .slice(1)
    .map((line) => {
      if (line.startsWith('+')) return color.ok(line);
      if (line.startsWith('-')) return color.error(line);
      return line.startsWith('@@') ? color.dim(line) : line;
    })
    .join('\n')
    .trimEnd();
}
