/**
 * A shell command that commits what is staged, always under the same name and time; git takes a date of the epoch only with a zone.
 * @param at options of git before the command, a space after them: `-C / `
 * @param flags of the commit, a space after them
 */
export function gitCommit(at = '', flags = ''): string {
  return `GIT_AUTHOR_DATE='@0 +0000' GIT_COMMITTER_DATE='@0 +0000' git ${at}-c user.name=build -c user.email=build@localhost commit -q ${flags}-m build`;
}
