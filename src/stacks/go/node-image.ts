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
