import { closest, distance } from 'fastest-levenshtein';

/** `, did you mean scratch?` when one of the known words is near, else nothing. */
export function didYouMean(word: string, known: readonly string[]): string {
  if (known.length === 0) return '';
  const near = closest(word, known);
  return distance(word, near) <= Math.max(2, Math.floor(word.length / 2)) ? `, did you mean ${near}?` : '';
}
