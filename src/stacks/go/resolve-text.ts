import type { Program } from './program.ts';

/** The text of a literal, or of what a name was given; empty where that is not told. */
export function resolveText(expression: string, program: Program, depth = 0): string {
  const quoted = /^["`](.*)["`]$/.exec(expression)?.[1];
  if (quoted !== undefined) return quoted;
  if (/^[\d:]/.test(expression)) return expression;
  // getEnv("X", "80"): what it is without the variable.
  const call = /\(.*"([^"]*)"\)$/.exec(expression)?.[1];
  if (call !== undefined) return call;
  const name = expression.split('.').at(-1) ?? '';
  if (depth > 2 || !/^[A-Za-z_]\w*$/.test(name))
    return /^[\w.[\]:-]*:\d+$/.test(expression) ? expression : '';
  const owner = expression.split('.').at(-2);
  const field = owner === undefined ? undefined : fieldOf(owner, name, program);
  if (field !== undefined) return field;
  const given = new RegExp(
    String.raw`\b${name}\b\s*(?:[\w.]+\s*)?(?::?=|:)\s*("[^"\n]*"|\x60[^\x60\n]*\x60|\d+|[A-Za-z_][\w.]*)`,
  );
  for (const { code } of program.files) {
    const value = given.exec(code)?.[1];
    if (value !== undefined && value !== expression) return resolveText(value, program, depth + 1);
  }
  return '';
}

/** `HTTP: HTTPConfig{Enabled: true, Addr: ":8080"}` for config.HTTP.Addr. */
function fieldOf(owner: string, name: string, { files }: Program): string | undefined {
  const literal = new RegExp(String.raw`\b${owner}:\s*&?[\w.]+\{[^{}]{0,600}?\b${name}:\s*("[^"\n]*"|\d+)`);
  const value = files.map(({ code }) => literal.exec(code)?.[1]).find((found) => found !== undefined);
  return value?.replaceAll('"', '');
}
