import { aboutOf, settle, type Setting } from './setting.ts';
import { placeOf, type Source } from './sources.ts';

/** What writes it, asks whether it is there, or complains: `has_setting("PORT")`; and not `env_with_default`. */
const readsNot =
  /^with_|(?:^|_)(?:set|unset|remove|delete|clear|save|write|update|insert|override|has|is|exists|missing|invalid|unknown)(?:_|$)/;

/** Reads of the environment that say where the program listens, with their defaults. */
export function fromEnvironment(sources: readonly Source[]): readonly Setting[] {
  const settings = sources.flatMap(readsOf);
  // The plainest name first: PORT before GRPC_PORT.
  return settings.toSorted((a, b) => nameOf(a).length - nameOf(b).length);
}

function nameOf({ set }: Setting): string {
  return set.by === 'env' ? set.name : '';
}

function readsOf(source: Source): readonly Setting[] {
  // `.env("PORT")` of an argument is not one: what it is without the variable stands there.
  const read =
    /\b(var|var_os|get_env|env_or|from_env|env_var|parse_env|(?<!\.)\w{0,20}(?:env|config|setting)\w{0,20})\s*(?:::<[^>]*>)?\(\s*&?"([A-Z][A-Z0-9_]*)"/g;
  return [...source.text.matchAll(read)].flatMap((match) => {
    const [, reader = '', name = ''] = match;
    const about = aboutOf(name);
    if (about === undefined || readsNot.test(reader)) return [];
    const value = defaultAfter(source.text.slice(match.index + match[0].length));
    const set = { by: 'env', name } as const;
    return [{ what: settle(about, value), value, from: placeOf(source, match.index), set }];
  });
}

/** `.unwrap_or_else(|_| "8080".to_string())`, `.ok().and_then(|p| p.parse().ok()).unwrap_or(8080)`, `, "8080")`; within the statement. */
function defaultAfter(rest: string): string {
  const statement = rest.slice(0, 300).split(/;\s*\n|\n\s*\n|\b(?:let|fn) /)[0] ?? '';
  const fallback =
    // Another name of the same is no value.
    /^\s*,(?!\s*"(?!localhost")[a-zA-Z_]+"\s*\))([\s\S]*)/.exec(statement)?.[1] ??
    /(?:unwrap_or(?:_else)?|map_or(?:_else)?|Err\(_\)\s*=>|or_else|\belse\b)\s*([\s\S]*)/.exec(
      statement,
    )?.[1] ??
    '';
  const text = /"([^"\s]*)"|\b(\d{2,5})(?:_?u16)?\b/.exec(fallback);
  return text?.[1] ?? text?.[2] ?? '';
}
