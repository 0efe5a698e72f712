/** What was found as one line: the first three, and how many more. */
export function listed(found: readonly string[]): string {
  const more = found.length - 3;
  return found.slice(0, 3).join('; ') + (more > 0 ? ` and ${more} more` : '');
}
