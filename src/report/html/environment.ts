const secretName =
  /pass|pwd|secret|token|credential|auth|cookie|private|(^|_)(api|access|signing|encryption|db|master)?_?key$/i;
/** A password within a URL, and what tokens of well-known services begin with. */
const secretValue =
  /:\/\/[^/@\s]*:[^/@\s]+@|^(gh[a-z]_|github_pat_|glpat-|npm_|sk-|xox[a-z]-|AKIA|eyJ)|-----BEGIN/;

/** `NAME=value` as it may be shown in a report: a value that may be a secret is masked. */
export function showVariable(entry: string): readonly [string, string] {
  const at = entry.indexOf('=');
  const [name, value] = at < 0 ? [entry, ''] : [entry.slice(0, at), entry.slice(at + 1)];
  const hide = value !== '' && (secretName.test(name) || secretValue.test(value));
  return [name, hide ? '•••••' : value];
}

/** The same within a line, such as the build arguments that the history has of a RUN, or an argument of the entrypoint. */
export function maskVariables(text: string): string {
  return text.replaceAll(/[A-Za-z_]\w*=\S+/g, (word) => showVariable(word).join('='));
}
