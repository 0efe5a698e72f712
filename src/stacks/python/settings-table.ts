import type { Sight } from './sight.ts';

/** A row of a table of settings, with type, section and what it is by default: `'HTTP_PORT': (int, 'Interface', 8090)`. */
const row = (name: string, value: string) =>
  new RegExp(
    String.raw`^\s*['"](?:http|web|server|listen)_?${name}['"]\s*:\s*[(\[][\w\s,'"]{1,60}?,\s*['"]?(${value})\b`,
    'i',
  );
const rows = {
  port: row('port', String.raw`\d{4,5}`),
  host: row('host', String.raw`localhost|\d+(?:\.\d+){3}`),
};

/** Where a program listens by what such a table of it says. */
export function tabled({ repo, sources }: Sight, what: keyof typeof rows): string | undefined {
  return repo.search(sources, rows[what], 1)[0]?.match[1];
}
