import type { Found } from './lines.ts';
import type { Program } from './program.ts';

/**
 * What stands before the name of a variable that a tag has: the Prefix and envPrefix of caarlos0/env
 * (https://github.com/caarlos0/env#prefixes), the env-namespace of go-flags (https://pkg.go.dev/github.com/jessevdk/go-flags).
 */
export function prefixOf(found: Found, { files }: Program): string {
  const { file, match } = found;
  if (!isTag(found)) return '';
  const namespace = namespaceOf(found);
  if (namespace !== '') return `${namespace}_`;
  const own = files.filter(({ imports }) => imports.some((path) => /caarlos0\/env/.test(path)));
  const whole = own
    .map(({ code }) => /\bOptions\{[^{}]*?\bPrefix:\s*"(\w*)"/.exec(code)?.[1])
    .find((prefix) => prefix !== undefined);
  const type = [...file.code.slice(0, match.index).matchAll(/^type (\w+) struct\b/gm)].at(-1)?.[1];
  const field = new RegExp(String.raw`\b${type ?? ''}\s+\x60[^\x60\n]*\benvPrefix:"(\w+)"`).exec(
    file.code,
  )?.[1];
  return `${whole ?? ''}${field ?? ''}`;
}

/** Of a struct with all its settings, in characters. */
const longest = 20_000;

/** The env-namespace of the group that a tag is in: the tags of a struct within a struct stand at its end. */
export function namespaceOf(found: Found): string {
  if (!isTag(found)) return '';
  const { file, match } = found;
  let depth = 0;
  for (const [token, name] of file.code
    .slice(match.index, match.index + longest)
    .matchAll(/\{|\}(?:\s*`[^`]*\benv-namespace:"(\w+)")?|`[^`]*`/g)) {
    if (token === '{') depth++;
    if (token.startsWith('}') && depth-- === 0) return name ?? '';
  }
  return '';
}

function isTag({ match }: Found): boolean {
  return match[0].startsWith('`');
}
