/** Whether a text is a path that a program may write to: none of the system's, and none that other programs are in, too. */
export function isPlace(path: string): boolean {
  // GITHUB_TOKEN is the name of a variable.
  return (
    /^[\w./-]+$/.test(path) &&
    path !== '/' &&
    !/^[A-Z\d]+(?:_[A-Z\d]+)+$/.test(path) &&
    !/^\/(?:usr|s?bin|lib|boot|api|v\d)\b/.test(path) &&
    !/^\/(?:app|opt|var(?:\/lib)?|home|root)\/?$/.test(path)
  );
}
