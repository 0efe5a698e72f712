import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import Handlebars from 'handlebars';
import { defineConfig, type Rolldown } from 'tsdown';

type ChunkingContext = Rolldown.ChunkingContext;
import { compileOptions } from './src/render/handlebars.ts';
import { packSources } from './src/render/sources.ts';
import { parseManifest } from './src/stacks/parse.ts';

const dir = join(import.meta.dirname, 'templates');
const paths = readdirSync(dir, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => relative(dir, join(entry.parentPath, entry.name)).split(sep).join('/'))
  .toSorted();
const isManifest = (path: string) => /\/(stack|layer)\.yaml$/.test(path);
const read = (path: string) => readFileSync(join(dir, path), 'utf8');
const layers = readdirSync(dir);
const archiveOf = (layer: string) => `${layer.replace('_', '')}.gz`;

/** The content of src/prepared.ts. */
function prepare(): string {
  const manifests = paths.filter(isManifest).map((path) => {
    const kind = path.endsWith('/stack.yaml') ? 'stack' : 'layer';
    return [path, parseManifest(read(path), kind, path)];
  });
  const record = JSON.stringify(Object.fromEntries(manifests));
  const archives = Object.fromEntries(layers.map((layer) => [layer, archiveOf(layer)]));
  return `export const manifests = ${record};\nexport const archives = ${JSON.stringify(archives)};\n`;
}

/** Every other file of a layer: templates precompiled, the rest as it is. */
function pack(layer: string): Buffer {
  const files = paths
    .filter((path) => path.startsWith(`${layer}/`) && !isManifest(path))
    .map((path) => {
      const executable = (statSync(join(dir, path)).mode & 0o100) !== 0;
      const content = path.endsWith('.hbs')
        ? { code: String(Handlebars.precompile(read(path), compileOptions)) }
        : { text: read(path) };
      return [path, { ...content, executable }];
    });
  return packSources(Object.fromEntries(files));
}

/** What every `new` loads. */
const eager = ['src/main.ts', 'src/commands/new.ts', 'node_modules/handlebars/runtime.js'].map((path) =>
  join(import.meta.dirname, path),
);
const loaded = new Set<string>();

function load(id: string, context: Pick<ChunkingContext, 'getModuleInfo'>): void {
  if (loaded.has(id)) return;
  loaded.add(id);
  for (const imported of context.getModuleInfo(id)?.importedIds ?? []) load(imported, context);
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
  // jsonc-parser's main is UMD, which requires its parts by paths that no bundler follows.
  inputOptions: { resolve: { mainFields: ['module', 'main'] } },
  outputOptions: {
    // One chunk of it: each file that Node opens costs a start half a millisecond, and there were two dozen.
    codeSplitting: {
      groups: [
        {
          name(id, context) {
            for (const entry of eager) load(entry, context);
            return loaded.has(id) ? 'new' : null;
          },
        },
      ],
    },
  },
  // Everything is bundled: `npm create distroless` installs one package.
  deps: { alwaysBundle: [/.*/], onlyBundle: false },
  plugins: [
    {
      name: 'prepared-templates',
      load: (id) => (id.endsWith('src/prepared.ts') ? prepare() : undefined),
      generateBundle() {
        for (const layer of layers)
          this.emitFile({ type: 'asset', fileName: archiveOf(layer), source: pack(layer) });
      },
    },
  ],
});
