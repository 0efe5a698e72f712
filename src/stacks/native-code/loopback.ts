import type { Hit, Inventory } from '../../inventory/types.ts';

const name = String.raw`"(?:\w+:\/\/)?(?:127\.0\.0\.1|localhost)[:"/]`;

/** An address that is given to a call which binds it, or kept under a name of its own; and the system's number for it. */
const loopback = new RegExp(
  [
    String.raw`\b(?:\w*listen\w*|bind\w*|addListener|inet_addr|inet_pton|inet_aton)\s*\([^\n]*${name}`,
    String.raw`\b(?:make_address\w*|from_string|\w*Address|createShared)\s*\(\s*\{?\s*${name}`,
    String.raw`\b\w*(?:host|addr|url|listen|bind|ip)\w*(?:\s*\[\w*\])?\s*[=({]\s*${name}`,
    String.raw`#\s*define\s+\w*(?:HOST|ADDR|URL|LISTEN|BIND|IP)\w*\s+${name}`,
    String.raw`[^=!<>]=\s*(?:htonl\s*\(\s*)?INADDR_LOOPBACK`,
  ].join('|'),
  'i',
);

/** What is compared, printed, or about another program. */
const other =
  /[=!]=|printf|str(n|case|ncase)?cmp|memcpy|getenv|connect(?!ionProvider)|redis|mysql|postgres|mongo|upstream|remote|broker|client|proxy_|forward|source_?host|admin|\bcli_|metric|debug_/i;

/** Lines that bind the machine itself only. */
export function loopbackOf(repo: Inventory, own: readonly string[]): readonly Hit[] {
  // Who can listen on all addresses takes this one where it means it.
  const all = repo.search(own, /\bAI_PASSIVE\b|\bINADDR_ANY\b|\bin6addr_any\b/, 1)[0];
  return codeHits(repo, own, loopback, 20)
    .filter(({ path, match }) => {
      const line = match.input ?? '';
      if (other.test(line)) return false;
      // The number means the same wherever addresses are read; only who binds it listens there.
      if (!line.includes('INADDR_LOOPBACK')) return true;
      return all === undefined && /\b(bind|listen)\s*\(/.test(repo.read(path) ?? '');
    })
    .slice(0, 5);
}

/** Hits that are no comment: a line of one begins with its marks. */
export function codeHits(
  repo: Inventory,
  paths: readonly string[],
  pattern: RegExp,
  most: number,
): readonly Hit[] {
  return repo
    .search(paths, pattern, most + 20)
    .filter(({ match }) => !/^\s*(\/\/|\*|\/\*)/.test(match.input ?? ''))
    .slice(0, most);
}
