import type { Inventory } from '../../inventory/types.ts';
import { fileOf } from './file-of.ts';
import { join, type Package } from './package.ts';

const files: Readonly<Record<string, readonly string[]>> = {
  // https://github.com/gulpjs/interpret#jsvariants
  gulp: ['gulpfile.js', 'Gulpfile.js', 'gulpfile.babel.js', 'gulpfile.cjs', 'gulpfile.mjs', 'gulpfile.ts'],
  grunt: ['Gruntfile.js', 'gruntfile.js', 'Gruntfile.cjs'],
};

/** `nodemon({ script: 'server.js' })` and Grunt's `nodemon: { dev: { script: 'server.js' } }`: https://github.com/JacksonGariety/gulp-nodemon */
const keeps = /\bnodemon['"]?\s*[:(](?:[^;]{0,400}?[\s{,])?['"]?script['"]?\s*:\s*['"]([\w./-]{1,200})['"]/g;
/** Any such call, whether it can be read or not. */
const calls = /(?<!function )\bnodemon['"]?\s*(?:\(|:\s*\{)/g;
/** https://gulpjs.com/docs/en/api/task, https://gulpjs.com/docs/en/getting-started/creating-tasks/#exporting, https://gruntjs.com/creating-tasks */
const builds =
  /\btask\(\s*['"]build['"]|\bexports\.build\s*=|^[ \t]*export\s+(?:const|function|async function)\s+build\b|registerTask\(\s*['"]build['"]/m;

/**
 * What a runner of tasks starts and keeps running, by its file of tasks: the file of the program, and the command that makes it
 * where the repository does not have it. Undefined: that says nothing, or several things.
 * @param name gulp or grunt
 */
export function startedByTask(
  repo: Inventory,
  own: Package,
  name: string,
): { readonly file: string; readonly before: readonly (readonly string[])[] } | undefined {
  const path = files[name]?.map((each) => join(own.dir, each)).find((each) => repo.has(each));
  const text = path === undefined ? '' : (repo.read(path) ?? '').replaceAll(/^[ \t]*\/\/.*$/gm, '');
  const read = [...text.matchAll(keeps)];
  // One that cannot be read may be the one that is asked for.
  if (read.length < [...text.matchAll(calls)].length) return undefined;
  const scripts = new Set(read.map(([, script = '']) => fileOf(own, script)));
  const [file] = scripts;
  if (file === undefined || scripts.size > 1 || /^\/|(?:^|\/)\.\.(?:\/|$)/.test(file)) return undefined;
  if (repo.has(join(own.dir, file)) || repo.has(join(own.dir, `${file}.js`))) return { file, before: [] };
  if (own.scripts['build'] !== undefined) return { file, before: [] };
  return builds.test(text) ? { file, before: [[name, 'build']] } : undefined;
}
