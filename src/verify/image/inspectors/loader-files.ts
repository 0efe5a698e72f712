import type { Inspector } from '../inspect.ts';
import { parseLdCache } from '../ld-cache.ts';

/** What a whole Debian desktop has is a tenth of this. */
const mostBytes = 2_000_000;
const muslPath = /^\/etc\/ld-musl-[^/]+\.path$/;

/** The files in which loaders look up where libraries are. */
export const loaderFiles: Inspector = {
  begin({ path, size }) {
    const isCache = path === '/etc/ld.so.cache';
    if ((!isCache && !muslPath.test(path)) || size > mostBytes) return undefined;
    const chunks: Buffer[] = [];
    return {
      update: (chunk) => chunks.push(chunk),
      end() {
        const bytes = Buffer.concat(chunks);
        if (isCache) return { ldCache: parseLdCache(bytes) };
        return { libraryDirs: bytes.toString('utf8').split(/[:\n]/).filter(Boolean) };
      },
    };
  },
};
