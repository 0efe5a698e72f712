import { posix } from 'node:path';

/** What stands in a name for "copy me, and fill in what is yours". */
const words = ['example', 'sample', 'dist', 'default'];
/** Where such files are kept when they are not beside what they are copied to. */
const places = ['examples', 'example', 'config', 'configs', 'conf', 'contrib', 'deploy', 'packaging', 'etc'];

/**
 * The example that a repository has of a file of settings which it lacks: config.example.yml of config.yml, also one in a
 * directory of examples.
 * @param path relative, such as `config/app.toml`
 * @param has whether there is a file, relative to the same directory
 */
export function sampleOf(path: string, has: (path: string) => boolean): string | undefined {
  const { dir, name: stem, ext } = posix.parse(path);
  if (!/^\.(?:ya?ml|toml|json|ini|conf|ron)$/.test(ext)) return undefined;
  const endings = /^\.ya?ml$/.test(ext) ? ['.yaml', '.yml'] : [ext];
  const names = endings.flatMap((end) =>
    words.flatMap((word) => [
      `${stem}.${word}${end}`,
      `${stem}-${word}${end}`,
      `${stem}_${word}${end}`,
      `${word}.${stem}${end}`,
      `${word}-${stem}${end}`,
      `${stem}${end}.${word}`,
    ]),
  );
  const own = names.map((name) => posix.join(dir, name));
  const elsewhere = places.flatMap((place) =>
    [...names, ...endings.map((end) => stem + end)].map((name) => posix.join(place, name)),
  );
  return [...own, ...names, ...elsewhere].find((each) => each !== path && has(each));
}
