import type { Sight } from './sight.ts';

/** argparse, optparse, Click and Tornado's define, over several lines as formatters lay them out. */
const option = String.raw`['"](?:--(?:(?:http|listen|server|web)-)?)?port['"](?=\s*,)(?:"[^"\n]*"|'[^'\n]*'|[^()"']){0,400}?\bdefault\s*=\s*`;
const literal = new RegExp(`${option}(\\d{2,5})\\b`);
const named = new RegExp(`${option}[A-Za-z_][\\w.]*?(?:\\[['"])?([A-Za-z_]\\w*)(?:['"]\\])?\\s*[,)]`);

/** The port that an option of the command line is by default: a number, or what a name says elsewhere. */
export function optionPort(
  { repo, sources }: Pick<Sight, 'repo' | 'sources'>,
  text: string,
): string | undefined {
  const own = literal.exec(text)?.[1];
  const name = own === undefined ? named.exec(text)?.[1] : undefined;
  if (name === undefined) return own;
  // PORT = 5000, 'PORT': 5000, or a table that says name and value one after the other.
  const said = new RegExp(`\\b${name}['"]?\\s*[:=,][^()=]{0,50}?\\b(\\d{4,5})\\b`);
  for (const path of sources.slice(0, 40)) {
    const port = said.exec(repo.read(path) ?? '')?.[1];
    if (port !== undefined) return port;
  }
  return undefined;
}
