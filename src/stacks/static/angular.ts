import { isTable } from '../../inventory/tables.ts';
import type { Fact } from '../../detect/types.ts';
import type { Inventory } from '../../inventory/types.ts';
import { join, text, type Package } from '../node/package.ts';

export type AngularProject = {
  readonly name: string;
  /** Where its pages are, relative to the package. */
  readonly out: Fact;
  /** It has a server that makes pages. */
  readonly serves: boolean;
};

/**
 * The application of angular.json that is built: the default one, else the first. The builders of 17 and later put the pages
 * below `browser`: https://angular.dev/tools/cli/build-system-migration
 */
export function readAngular(repo: Inventory, { dir }: Package): AngularProject | undefined {
  const path = join(dir, 'angular.json');
  const file = repo.json(path);
  const projects = isTable(file) && isTable(file['projects']) ? file['projects'] : {};
  const applications = Object.entries(projects).filter(
    (entry): entry is [string, Record<string, unknown>] =>
      isTable(entry[1]) && entry[1]['projectType'] !== 'library' && !entry[0].endsWith('-e2e'),
  );
  const named = isTable(file) ? text(file['defaultProject']) : '';
  const [name, project] = applications.find(([id]) => id === named) ?? applications[0] ?? [];
  if (name === undefined || !project || text(name) === '') return undefined;
  const targets = isTable(project['architect']) ? project['architect'] : project['targets'];
  const build = isTable(targets) && isTable(targets['build']) ? targets['build'] : {};
  const options = isTable(build['options']) ? build['options'] : {};
  const builder = text(build['builder']);
  const out = outOf(options['outputPath'], builder.endsWith(':application')) ?? `dist/${name}/browser`;
  const mode = options['outputMode'];
  return {
    name,
    out: { value: out, from: `${path}: ${name}`, confidence: 'high' },
    serves:
      isTable(targets) && (targets['server'] !== undefined || servesPages(options)) && mode !== 'static',
  };
}

function outOf(value: unknown, application: boolean): string | undefined {
  if (typeof value === 'string') return application ? `${value}/browser` : value;
  if (!isTable(value) || text(value['base']) === '') return undefined;
  const browser = value['browser'] === undefined ? 'browser' : text(value['browser']);
  return browser === '' ? text(value['base']) : `${text(value['base'])}/${browser}`;
}

function servesPages(options: Readonly<Record<string, unknown>>): boolean {
  return options['outputMode'] === 'server' || (options['ssr'] !== undefined && options['ssr'] !== false);
}
