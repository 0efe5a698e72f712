import type { StackManifest } from '../schema.ts';
import { catalog } from '../../bases/catalog.ts';

/** The builder for frontends: the release that most of them name today. */
export function nodeImage(): string {
  const image = catalog.find(
    ({ role, interpreter }) =>
      role === 'builder' && interpreter?.language === 'Node.js' && interpreter.version === '24',
  );
  if (!image) throw new Error('the catalog has no builder for frontends');
  return `${image.name}:${image.tags[0]}`;
}

/** The stack whose package managers install what a frontend needs. */
export function nodeStack(stacks: readonly StackManifest[]): StackManifest | undefined {
  const image = nodeImage();
  return stacks.find(
    ({ managers, targets }) =>
      Object.keys(managers).length > 0 && Object.values(targets).some(({ build }) => build === image),
  );
}
