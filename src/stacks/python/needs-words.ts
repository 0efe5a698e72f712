/** What an option of the command line is told besides its name; a call in it is of one level. */
const rest = String.raw`(?:"[^"\n]*"|'[^'\n]*'|\([^()]{0,100}\)|[^()"']){0,400}?`;

/** Words to begin with: subcommands, an argument or an option that has to be given. */
const needed = [
  /\badd_subparsers\(|@[\w.]+\.group\b|\bTyper\(|\badd_command\(|\bclick\.argument\(/,
  /\badd_argument\(\s*(?:"\w[^"\n]*"|'\w[^'\n]*')(?!(?:"[^"\n]*"|'[^'\n]*'|[^()"']){0,400}?\bnargs\s*=\s*['"][?*])/,
  new RegExp(
    String.raw`\b(?:add_argument|add_option|option)\(\s*(?:"-[^"\n]*"|'-[^'\n]*')${rest}\brequired\s*=\s*True`,
  ),
  /\badd_mutually_exclusive_group\(\s*required\s*=\s*True/,
];

/** Does a program do nothing when it is called by its name alone? */
export function needsWords(text: string): boolean {
  return needed.some((pattern) => pattern.test(text));
}
