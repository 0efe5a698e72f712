import type { Fact } from '../../detect/types.ts';
import type { Inventory } from '../../inventory/types.ts';
import { placeOf, type Source } from './sources.ts';

/** `#[derive(Parser)] enum Command { Start { … } }`, without a struct around it. */
const parsedEnum =
  /#\[derive\([^)]*\b(?:Parser|StructOpt)\b[^)]*\)\]\s*(?:#\[[^\n]*\]\s*)*(?:pub(?:\([^)]*\))?\s+)?enum\b/;

export type Commands = {
  readonly any: boolean;
  readonly serve?: Fact;
  /** They may be left out, and none of them serves. */
  readonly optional?: boolean;
};

/** The words that it is told what to do by, where it has several commands: clap's and structopt's subcommands, argh's. */
export function subcommandsOf(sources: readonly Source[], repo: Pick<Inventory, 'read'>): Commands {
  const any = sources.some(
    ({ text }) =>
      parsedEnum.test(text) ||
      /\bSubcommand\b|\.subcommands?\(\s*[^)\s]|SubCommand::with_name|#\[(clap|structopt|command)\(subcommand/.test(
        text,
      ),
  );
  if (sources.some(servesByDefault)) return { any: false };
  if (!any) return { any };
  const optional = sources.some(({ text }) => /subcommand\)?\][^;{}]{0,80}:\s*Option</.test(text));
  const serve = byName(sources) ?? byPurpose(sources, repo);
  return { any, ...(serve ? { serve } : optional && { optional }) };
}

/** `Serve(ServeArgs)`, `Command::new("serve")` */
function byName(sources: readonly Source[]): Fact | undefined {
  for (const source of sources) {
    const variant =
      /^\s*(?:#\[[^\]]*\]\s*)?(Serve|Server|Start|Run|Web|Api)\s*(?:[({,]|$)/m.exec(source.text) ??
      /Command::new\(\s*"(serve|server|start|run|web|api)"/.exec(source.text);
    if (variant && (parsedEnum.test(source.text) || /Subcommand|subcommand|Command::new/.test(source.text))) {
      const value = (variant[1] as string).toLowerCase();
      return { value, from: placeOf(source, variant.index + variant[0].length - 1), confidence: 'medium' };
    }
  }
  return undefined;
}

/** A variant that nothing but its comment says it of, which clap shows as its help: `/// Start the relay server` above `Relay(RelayOpts)`. */
const purpose =
  /^[ \t]*\/\/\/ ?(?:[Ss]tarts?|[Rr]uns?|[Ll]aunch(?:es)?)(?: (?:up|the|an?|this))?(?: [\w-]{1,30}){0,2} (?:server|daemon)\.?[ \t]*\n(?:[ \t]*#\[[^\n]*\n){0,4}[ \t]*([A-Z]\w{0,40})[ \t]*[({,]/gm;

/** Where two are said to be one it is not told which. */
function byPurpose(sources: readonly Source[], { read }: Pick<Inventory, 'read'>): Fact | undefined {
  const found = sources
    .filter(({ text }) => parsedEnum.test(text) || /\bSubcommand\b/.test(text))
    // With the comments, which a source is without.
    .map(({ path }) => ({ path, text: read(path) ?? '' }))
    .flatMap((source) => [...source.text.matchAll(purpose)].map((match) => ({ source, match })));
  const [first] = found;
  if (first === undefined || found.length > 1) return undefined;
  const { source, match } = first;
  // As clap calls it: https://docs.rs/clap/latest/clap/_derive/#command-attributes
  const said = /#\[(?:command|clap)\([^\n]*\bname\s*=\s*"([\w-]+)"/.exec(match[0])?.[1];
  const value = said ?? (match[1] as string).replaceAll(/(?<=[a-z\d])(?=[A-Z])/g, '-').toLowerCase();
  const from = placeOf(source, match.index + match[0].length - 1);
  return { value, from, confidence: 'medium' };
}

/** Commands that may be left out, beside a port: it serves unless it is told otherwise. */
function servesByDefault({ text }: Source): boolean {
  return /subcommand\)?\][^;{}]{0,80}:\s*Option</.test(text) && /\bport\s*:\s*u16/.test(text);
}
