import type { Found } from './lines.ts';
import type { Program } from './program.ts';

/**
 * What stands before the name of a variable that a tag has: the Prefix and envPrefix of caarlos0/env
 * (https://github.com/caarlos0/env#prefixes), the env-namespace of go-flags (https://pkg.go.dev/github.com/jessevdk/go-flags).
 */
export function prefixOf({ file, match }: Found, { files }: Program): string {
  const [tag = ''] = /^[^`\n]*`/.exec(file.code.slice(match.index).replace(/^`/, '')) ?? [];
  if (tag === '') return '';
  const after = file.code.slice(match.index).replace(/^`/, '').slice(tag.length);
  // The tags of a struct within a struct stand at its end.
  const end = /^(?:[^{}`]|`[^`]*`){0,4000}\}\s*`([^`]*)`/.exec(after)?.[1] ?? '';
  const namespace = /\benv-namespace:"(\w+)"/.exec(end)?.[1];
  if (namespace !== undefined) return `${namespace}_`;
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
