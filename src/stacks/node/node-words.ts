/** The words of a call of Node, without what is of a developer's machine: a file to run, or a script of package.json. */
export type NodeWords =
  | {
      readonly file: string;
      /** Of node. */
      readonly flags: readonly string[];
      readonly args: readonly string[];
      /** A tool that compiles as it runs. */
      readonly loader?: string;
    }
  | { readonly script: string };

/** Reads what follows `node`: https://nodejs.org/api/cli.html; undefined where it runs nothing. */
export function readNodeWords(words: readonly string[]): NodeWords | undefined {
  const flags: string[] = [];
  let loader: string | undefined;
  let at = 0;
  for (; at < words.length; at++) {
    const word = words[at] as string;
    if (!word.startsWith('-')) break;
    const [flag = word, joined] = word.split(/=(.*)/s, 2);
    const takes = /^(-r|--require|--import|--loader|--experimental-loader|-C|--conditions)$/.test(flag);
    const value = joined ?? (takes ? words[++at] : undefined);
    if (flag === '--run') {
      const id = value ?? words[at + 1];
      return id === undefined ? undefined : { script: id };
    }
    if (/^--(inspect|watch|env-file|trace-|debug)/.test(flag)) continue;
    if (
      value !== undefined &&
      /^(ts-node|tsx|@swc-node|@babel\/register|babel-register|esbuild-register|esm-module-alias|@esbuild-kit)/.test(
        value,
      )
    ) {
      loader = value;
      continue;
    }
    // What dotenv reads is not in the image; the variables are the container's.
    if (value !== undefined && /^dotenv(-flow|-expand)?\/config$/.test(value)) continue;
    flags.push(...(joined === undefined && value !== undefined ? [flag, value] : [word]));
  }
  const file = words[at];
  if (file === undefined) return undefined;
  const args = words.slice(at + 1).filter((word) => !word.startsWith('dotenv_config_'));
  return { file, flags, args, ...(loader !== undefined && { loader }) };
}
