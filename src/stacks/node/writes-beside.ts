import type { Inventory } from '../../inventory/types.ts';

/** A path below the program's own directory with a part that only its run tells: `join(__dirname, given.dir, name)`. */
const put =
  /\b(?:const|let|var)\s+([A-Za-z_$][\w$]{2,60})\s*=\s*(?:path\.)?(?:join|resolve)\(\s*(?:__dirname|process\.cwd\(\)|import\.meta\.dirname|\w{0,30}[rR]oot\w{0,30})\s*,([^\n]{1,200})\)/;
const some = /(?:^|,)\s*[A-Za-z_$][\w$.]*\s*(?:,|$)|\$\{/;
const writes =
  /\b(?:writeFile|writeFileSync|copyFile|copyFileSync|mkdir|mkdirSync|createWriteStream|outputFile|outputFileSync|ensureDir|ensureDirSync)\(([^\n]{1,200})/;

/** Does it write to paths below its own directory that cannot be told? Then nothing less than that directory has to be its user's. */
export function writesBeside(repo: Inventory, sources: readonly string[]): boolean {
  return repo
    .search(sources, put, 20)
    .filter(({ match: [, , parts = ''] }) => some.test(parts) && !parts.includes('node_modules'))
    .some(({ path, match: [, name = ''] }) =>
      repo
        .search([path], writes, 20)
        .some(({ match: [, given = ''] }) => given.split(/[^\w$]+/).includes(name)),
    );
}
