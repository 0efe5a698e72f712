import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import Handlebars from 'handlebars';
import { defineConfig } from 'tsdown';
import { compileOptions } from './src/render/handlebars.ts';
import { packSources } from './src/render/sources.ts';
import { parseManifest } from './src/stacks/parse.ts';

const dir = join(import.meta.dirname, 'templates');
const archive = 'templates.gz';
const paths = readdirSync(dir, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => relative(dir, join(entry.parentPath, entry.name)).split(sep).join('/'))
  .toSorted();
const isManifest = (path: string) => /\/(stack|layer)\.yaml$/.test(path);
const read = (path: string) => readFileSync(join(dir, path), 'utf8');

/** The content of src/prepared.ts. */
function prepare(): string {
  const manifests = paths.filter(isManifest).map((path) => {
    const kind = path.endsWith('/stack.yaml') ? 'stack' : 'layer';
    return [path, parseManifest(read(path), kind, path)];
  });
  const record = JSON.stringify(Object.fromEntries(manifests));
  return `export const manifests = ${record};\nexport const archive = '${archive}';\n`;
}

/** Every other file of templates/: templates precompiled, the rest as it is. */
function pack(): Buffer {
  const files = paths
    .filter((path) => !isManifest(path))
    .map((path) => {
      const executable = (statSync(join(dir, path)).mode & 0o100) !== 0;
      const content = path.endsWith('.hbs')
        ? { code: String(Handlebars.precompile(read(path), compileOptions)) }
        : { text: read(path) };
      return [path, { ...content, executable }];
    });
  return packSources(Object.fromEntries(files));
}

export default defineConfig({
  entry: { bin: 'src/bin.ts', plopfile: 'plopfile.ts' },
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  outDir: 'dist',
  fixedExtension: false,
  clean: true,
  minify: true,
  dts: false,
  // Everything is bundled: `npm create distroless` installs one package.
  deps: { alwaysBundle: [/.*/], onlyBundle: false },
  plugins: [
    {
      name: 'prepared-templates',
      load: (id) => (id.endsWith('src/prepared.ts') ? prepare() : undefined),
      generateBundle() {
        this.emitFile({ type: 'asset', fileName: archive, source: pack() });
      },
    },
  ],
});
