/** Whether a text is a path that a program of its own may write to. */
export function isPlace(path: string): boolean {
  // GITHUB_TOKEN is the name of a variable.
  return (
    /^[\w./-]+$/.test(path) &&
    path !== '/' &&
    !/^[A-Z\d]+(?:_[A-Z\d]+)+$/.test(path) &&
    !/^\/(?:usr|bin|lib|api|v\d)\b/.test(path)
  );
}
