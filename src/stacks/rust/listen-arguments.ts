import { aboutOf, settle, type Setting } from './setting.ts';
import { placeOf, type Source } from './sources.ts';

/** Fields of clap's and structopt's derive, and arguments of clap's builder, that say where the program listens. */
export function fromArguments(sources: readonly Source[]): readonly Setting[] {
  return sources.flatMap((source) => [...derived(source), ...built(source), ...short(source)]);
}

/** `#[arg(long, env = "PORT", default_value_t = 8080)] pub port: u16`: https://docs.rs/clap/latest/clap/_derive/ */
function derived(source: Source): readonly Setting[] {
  const field =
    /#\[(?:arg|clap|structopt)\(((?:[^()]|\((?:[^()]|\([^()]*\))*\))*)\)\]\s*(?:#\[[^\]]*\]\s*)*(?:pub(?:\([^)]*\))?\s+)?(\w+)\s*:\s*([^,\n]+)/g;
  return [...source.text.matchAll(field)].flatMap((match) => {
    const [, options = '', name = '', type = ''] = match;
    return settingOf(source, match.index, { name, options, type, long: longOf(options, name) });
  });
}

/** `Arg::new("port").long("port").env("PORT").default_value("5000")` */
function built(source: Source): readonly Setting[] {
  const argument =
    /Arg::(?:new|with_name)\(\s*"([\w-]+)"\s*\)([\s\S]{0,600}?)(?=Arg::(?:new|with_name)|\n\s*\)?;|$)/g;
  return [...source.text.matchAll(argument)].flatMap((match) => {
    const [, name = '', options = ''] = match;
    return settingOf(source, match.index, {
      name,
      options,
      type: '',
      long: /\.long\(\s*"([\w-]+)"/.exec(options)?.[1],
    });
  });
}

/** `arg!(-l --listen <ADDRESS> "Where").env("LISTEN").required(true)`: https://docs.rs/clap/latest/clap/macro.arg.html */
function short(source: Source): readonly Setting[] {
  const argument = /\barg!\(\s*(?:"?[\w-]{1,60}"?:\s*)?(?:-\w\s+)?--"?([\w-]{1,60})(?![\w-])/g;
  // What one command has to be given another one may not take.
  const several = /\.subcommands?\(/.test(source.text);
  return [...source.text.matchAll(argument)].flatMap((match) => {
    const after = source.text.slice(match.index + match[0].length).slice(0, 600);
    const end = after.search(/\barg!\(|\bArg::(?:new|with_name)\(|\bCommand::new\(|\.subcommands?\(|;/);
    const [name = '', options] = [match[1], end < 0 ? after : after.slice(0, end)];
    const type = !several && /\.required\(true\)/.test(options) ? required : '';
    return settingOf(source, match.index, { name, options, type, long: name });
  });
}

/** In place of a type, of what does not start without a value. */
const required = 'required';

type Argument = {
  readonly name: string;
  readonly options: string;
  readonly type: string;
  readonly long: string | undefined;
};

function settingOf(
  source: Source,
  index: number,
  { name, options, type, long }: Argument,
): readonly Setting[] {
  const about = aboutOf(name) ?? aboutOf(long ?? '');
  // A unix socket, or a list of several.
  if (about === undefined || /PathBuf|bool/.test(type)) return [];
  const value = defaultOf(options);
  const env =
    /\benv\s*(?:=\s*|\(\s*)"(\w+)"/.exec(options)?.[1] ??
    (/\benv\s*(?:,|$)/.test(options) ? name.toUpperCase() : undefined);
  const what = settle(about, value);
  const from = placeOf(source, index);
  // Without a default the program has its own, which literals tell: a server may take nothing for "all addresses".
  if (env !== undefined)
    return value === '' && /Option|^$/.test(type.trim())
      ? []
      : [{ what, value, from, set: { by: 'env', name: env } }];
  if ((value === '' && type !== required) || long === undefined) return [];
  return [{ what, value, from, set: { by: 'flag', flag: `--${long}` } }];
}

function longOf(options: string, name: string): string | undefined {
  const said = /\blong\s*=\s*"([\w-]+)"/.exec(options)?.[1];
  return said ?? (/\blong\b/.test(options) ? name.replaceAll('_', '-') : undefined);
}

function defaultOf(options: string): string {
  const text = /default_value(?:s|_t)?\s*(?:=|\()\s*(?:"([^"]*)"|(\d[\d_]*))/.exec(options);
  if (text) return (text[1] ?? text[2] ?? '').replaceAll('_', '');
  const typed = /default_value_t\s*=\s*([^,]+(?:\([^)]*\))?)/.exec(options)?.[1] ?? '';
  if (/LOCALHOST|127/.test(typed)) return '127.0.0.1';
  if (/UNSPECIFIED|\[\s*0/.test(typed)) return '0.0.0.0';
  return /\[default:\s*(\d+)\]/.exec(options)?.[1] ?? '';
}
