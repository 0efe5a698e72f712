import type { Inspector } from '../inspect.ts';

/** Bytes; real ones have some 300. */
const largest = 65_536;

/** Which distribution the files are of: `/etc/os-release`, or what that mostly links to. */
export const osRelease: Inspector = {
  begin({ path, size }) {
    if (!/^\/(?:etc|usr\/lib)\/os-release$/.test(path) || size > largest) return undefined;
    const chunks: Buffer[] = [];
    return {
      update: (chunk) => void chunks.push(chunk),
      end() {
        const values = new Map(
          Buffer.concat(chunks)
            .toString('utf8')
            .split('\n')
            .flatMap((line) => {
              // Not by a pattern: a hostile line would take it long.
              const at = line.indexOf('=');
              return at < 0 ? [] : [[line.slice(0, at), unquote(line.slice(at + 1).trim())] as const];
            }),
        );
        const id = values.get('ID') ?? '';
        if (id === '') return {};
        const name = values.get('NAME') ?? id;
        return { osRelease: { id, version: values.get('VERSION_ID') ?? '', name } };
      },
    };
  },
};

function unquote(value: string): string {
  const [quote = ''] = value;
  return `"'`.includes(quote) && value.endsWith(quote) ? value.slice(1, -1) : value;
}
