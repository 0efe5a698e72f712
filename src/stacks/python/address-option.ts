/** An option of argparse, optparse or Click for where to listen, that is this machine only by default. */
const local =
  /['"](--(?:(?:http|listen|server|web|bind)-)?(?:host|hostname|address|addr|bind|listen|ip|interface))['"](?=\s*,)(?:"[^"\n]*"|'[^'\n]*'|[^()"']){0,400}?\bdefault\s*=\s*['"](?:127\.0\.0\.1|localhost)['"]/;

/** Words to begin with: subcommands, or an argument that has to be given. */
const needed =
  /\badd_subparsers\(|\.group\(|\bTyper\(|\badd_command\(|\badd_argument\(\s*(?:"\w[^"\n]*"|'\w[^'\n]*')(?!(?:"[^"\n]*"|'[^'\n]*'|[^()"']){0,400}?\bnargs\s*=\s*['"][?*])|\brequired\s*=\s*True|\bclick\.argument\(/;

/** The option that has a program listen on every address. */
export function addressOption(text: string): string | undefined {
  return local.exec(text)?.[1];
}

/** Does it do nothing when it is called by its name alone? */
export function needsWords(text: string): boolean {
  return needed.test(text);
}
