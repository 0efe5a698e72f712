import type { Answer } from '../pipeline.ts';

/** Answers without where they came from. */
export function valuesOf<Id extends string>(
  answers: Readonly<Partial<Record<Id, Answer>>>,
): Partial<Record<Id, string>> {
  const entries = Object.entries(answers) as [Id, Answer][];
  return Object.fromEntries(entries.map(([id, { value }]) => [id, value])) as Partial<Record<Id, string>>;
}
