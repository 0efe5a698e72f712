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
              const [, key, value] = /^([A-Z_]+)=["']?(.*?)["']?\s*$/.exec(line) ?? [];
              return key === undefined ? [] : [[key, value ?? ''] as const];
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
