import { posix } from 'node:path';
import { sampleSecrets } from '../../detect/sample-secrets.ts';
import { sampleOf } from '../../detect/sample-settings.ts';
import { clean } from '../../inventory/paths.ts';
import type { Inventory } from '../../inventory/types.ts';
import type { RuntimeFile } from './files.ts';
import { join } from './manifest.ts';
import { placeOf, type Source } from './sources.ts';

/** Examples that stand in for settings which are not in the repository, and what the user should know of each that is lacking. */
export type SampleFiles = { readonly paths: readonly RuntimeFile[]; readonly notes: readonly string[] };

const quoted = /"(?:\.\/)?(\w[\w./-]{0,100}\.(?:toml|ya?ml|json|ron|ini|conf))"/g;
/** What names a file of settings: an argument's default, a constant, a call that opens one. */
const names =
  /default_value|(?:const|static)\s|unwrap_or|\b(?:File|fs|Path|PathBuf)::|read_to_string|from_file|load/;
/** A file that is not there is an error of these. */
const reads = /\bFile::(?:with_name|from|open)\(|\bread_to_string\(|\bfs::read\(|\bfile_exact\(/;
/** It asks whether there is one, or goes on without. https://docs.rs/figment/latest/figment/providers/struct.Data.html#method.file */
const tolerant =
  /\.required\(\s*false|\.(?:try_)?exists\(|\.is_file\(|\bErrorKind::NotFound\b|\b(?:Toml|Yaml|Json)::file\(|\bOk\(\w{1,40}\)\s*=\s*[\w:]{0,40}(?:read_to_string|fs::read|File::open)\(|(?:read_to_string|File::open)\([^()\n]{0,80}\)\s*\.(?:unwrap_or|ok\(|map_or)/;

/** @param base the directory that relative paths start from, relative to the root */
export function sampleFiles(repo: Inventory, sources: readonly Source[], base: string): SampleFiles {
  const has = (path: string) => repo.has(join(base, path));
  if (!sources.some(({ text }) => reads.test(text)) || sources.some(({ text }) => tolerant.test(text)))
    return { paths: [], notes: [] };
  const found = new Map<string, { readonly sample: string; readonly from: string }>();
  for (const source of sources) {
    for (const match of source.text.matchAll(quoted)) {
      const path = clean(match[1] as string);
      if (found.has(path) || path.includes('..') || has(path)) continue;
      const near = source.text.slice(Math.max(0, match.index - 120), match.index + match[0].length + 60);
      if (!names.test(near) || !/conf|setting/i.test(near)) continue;
      const sample = sampleOf(path, has);
      if (sample !== undefined) found.set(path, { sample, from: placeOf(source, match.index) });
    }
  }
  const all = [...found].map(([path, { sample, from }]) => {
    const secrets = sampleSecrets(repo.read(join(base, sample)) ?? '');
    return { path, sample, from, secrets, isKnown: secrets.some(({ guards }) => guards) };
  });
  return {
    paths: all
      .filter(({ isKnown }) => !isKnown)
      .map(({ path, sample, from }) => ({
        value: join(base, sample),
        at: posix.join(base, path),
        from,
        confidence: 'medium',
      })),
    notes: all.map(({ path, sample, from, secrets, isKnown }) =>
      isKnown
        ? `${path} is not there, and it ends without (${from}): mount your own; ${sample} is not in the image, as whoever has read it knows its ${list(secrets)}`
        : `${path} is not there (${from}): the image has ${sample} as that; mount your own over it${secrets.length > 0 ? `, with secrets of your own for ${list(secrets)}` : ''}`,
    ),
  };
}

function list(secrets: readonly { readonly name: string }[]): string {
  return secrets.map(({ name }) => name).join(', ');
}
