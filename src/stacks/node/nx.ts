import { isTable } from '../../inventory/tables.ts';
import type { Inventory } from '../../inventory/types.ts';
import { sh } from '../../recipe/quote.ts';
import type { ChosenStart } from './choose-start.ts';
import { join, text, type Package } from './package.ts';

/** An application of an Nx workspace that node runs: https://nx.dev/docs/reference/project-configuration */
export type NxProject = {
  readonly name: string;
  /** Relative to the workspace. */
  readonly dir: string;
  readonly chosen: ChosenStart;
};

const executors = /(esbuild|webpack|node|js:(tsc|swc|rollup|node)|rollup|rspack)\b/;

/** Applications of a workspace whose target `build` makes a program for node and whose target `serve` runs it. */
export function findNxProjects(repo: Inventory, root: Package): readonly NxProject[] {
  if (!repo.has(join(root.dir, 'nx.json'))) return [];
  return repo
    .named('project.json')
    .slice(0, 100)
    .flatMap((path) => {
      const raw = repo.json(path);
      if (!isTable(raw) || raw['projectType'] === 'library') return [];
      const targets = isTable(raw['targets']) ? raw['targets'] : {};
      const build = isTable(targets['build']) ? targets['build'] : {};
      const serve = isTable(targets['serve']) ? targets['serve'] : {};
      const options = isTable(build['options']) ? build['options'] : {};
      const runsNode =
        /node\b/.test(text(serve['executor'])) ||
        options['target'] === 'node' ||
        options['platform'] === 'node';
      if (!executors.test(text(build['executor'])) || !runsNode) return [];
      const dir = path.replace(/\/?project\.json$/, '');
      const name = text(raw['name']) || (dir.split('/').pop() ?? '');
      const output =
        text(options['outputPath'])
          .replace('{projectRoot}', dir || '.')
          .replace(/^\.\//, '') || join('dist', dir);
      const main =
        text(options['outputFileName']) ||
        text(options['main'])
          .replace(/^.*\//, '')
          .replace(/\.[cm]?tsx?$/, '.js') ||
        'main.js';
      // Where files are not bundled they keep their places below the project.
      const source = text(options['main']).replace(/^\.\//, '');
      const kept =
        options['bundle'] === false || /js:(tsc|swc)/.test(text(build['executor']))
          ? source.slice(dir === '' ? 0 : dir.length + 1).replace(/\.[cm]?tsx?$/, '.js')
          : '';
      const entry = join(output, kept === '' ? main : kept);
      return [
        {
          name,
          dir,
          chosen: {
            start: { runs: 'file', entry, flags: [], args: [], env: {}, before: [], dir: '' },
            fact: { value: `node ${entry}`, from: `${path}: targets.build`, confidence: 'high' },
            by: 'script',
            project: { dir, command: `NX_DAEMON=false ${sh`npx --no-install nx build ${name}`}` },
          },
        },
      ];
    });
}
