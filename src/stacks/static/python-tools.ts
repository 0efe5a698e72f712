import { place, type Inventory } from '../../inventory/types.ts';
import { sh } from '../../recipe/quote.ts';
import type { PythonBuild } from './python-build.ts';
import { hugoSite } from './hugo.ts';
import type { NodeModules } from './node-modules.ts';

/** Packages that MkDocs' own names stand for: https://github.com/mkdocs/catalog */
const plugins: Readonly<Record<string, string>> = {
  'awesome-pages': 'mkdocs-awesome-pages-plugin',
  'git-revision-date-localized': 'mkdocs-git-revision-date-localized-plugin',
  'git-revision-date': 'mkdocs-git-revision-date-plugin',
  'git-authors': 'mkdocs-git-authors-plugin',
  'git-committers': 'mkdocs-git-committers-plugin-2',
  'include-markdown': 'mkdocs-include-markdown-plugin',
  'literate-nav': 'mkdocs-literate-nav',
  'gen-files': 'mkdocs-gen-files',
  'section-index': 'mkdocs-section-index',
  monorepo: 'mkdocs-monorepo-plugin',
  mermaid2: 'mkdocs-mermaid2-plugin',
  'table-reader': 'mkdocs-table-reader-plugin',
  exclude: 'mkdocs-exclude',
  macros: 'mkdocs-macros-plugin',
  minify: 'mkdocs-minify-plugin',
  redirects: 'mkdocs-redirects',
  glightbox: 'mkdocs-glightbox',
  mkdocstrings: 'mkdocstrings[python]',
  rss: 'mkdocs-rss-plugin',
  'techdocs-core': 'mkdocs-techdocs-core',
};
/** Plugins fail where no repository is, and in one without a commit. */
const oneCommit =
  'git init --quiet && git add --all && git -c user.name=build -c user.email=build@localhost commit --quiet --message build';
const requirementFiles = [
  'requirements.txt',
  'docs/requirements.txt',
  'requirements-docs.txt',
  'requirements/docs.txt',
  'docs/requirements.in',
  'requirements.in',
] as const;

export function findPythonBuild(
  repo: Inventory,
  image: string,
  modules?: NodeModules,
  go?: string,
): PythonBuild | undefined {
  return (
    mkdocs(repo, image) ?? hugoSite(repo, image, modules, go) ?? pelican(repo, image) ?? sphinx(repo, image)
  );
}

function mkdocs(repo: Inventory, image: string): PythonBuild | undefined {
  const path = ['mkdocs.yml', 'mkdocs.yaml'].find((name) => repo.has(name));
  if (path === undefined) return undefined;
  // Tags of its own, such as !!python/name, do not matter here; where the file cannot be read its text tells enough.
  const content = repo.read(path) ?? '';
  const theme =
    /^theme:[ \t]+['"]?([\w-]+)/m.exec(content)?.[1] ??
    /^theme:[ \t]*\n(?:[ \t]+.*\n)*?[ \t]+name:[ \t]*['"]?([\w-]+)/m.exec(content)?.[1] ??
    '';
  const listed = Object.keys(plugins).filter((name) =>
    new RegExp(`^\\s*-\\s*['"]?${name}\\b`, 'm').test(content),
  );
  const asksGit = /^\s*-\s*['"]?git-/m.test(content);
  const packages = [
    'mkdocs<2',
    ...(theme === 'material' ? ['mkdocs-material'] : []),
    ...(theme !== '' && !['material', 'mkdocs', 'readthedocs'].includes(theme) ? [`mkdocs-${theme}`] : []),
    ...listed.map((name) => plugins[name] ?? ''),
    ...(/pymdownx/.test(content) && theme !== 'material' ? ['pymdown-extensions'] : []),
  ];
  return build(repo, image, {
    label: 'MkDocs',
    from: path,
    own: /^\s*mkdocs/im,
    packages,
    apt: asksGit ? ['git'] : [],
    before: asksGit ? [oneCommit] : [],
    notes: asksGit
      ? [
          'a plugin asks git when pages were changed: it is told the day of the build, as no image is built of .git',
        ]
      : [],
    command: sh`mkdocs build --config-file ${path} --site-dir /pages`,
  });
}

function pelican(repo: Inventory, image: string): PythonBuild | undefined {
  if (!repo.has('pelicanconf.py') || !repo.hasDir('content')) return undefined;
  return build(repo, image, {
    label: 'Pelican',
    from: 'pelicanconf.py',
    own: /^\s*pelican/im,
    packages: ['pelican[markdown]'],
    apt: [],
    command: 'pelican content --settings pelicanconf.py --output /pages',
  });
}

function sphinx(repo: Inventory, image: string): PythonBuild | undefined {
  const path = ['conf.py', 'source/conf.py', 'docs/conf.py', 'docs/source/conf.py', 'doc/conf.py'].find(
    (name) => repo.has(name),
  );
  const [hit] = path === undefined ? [] : repo.search([path], /^\s*(?:extensions|html_theme|project)\s*=/);
  if (path === undefined || !hit) return undefined;
  const theme = /^\s*html_theme\s*=\s*['"]([\w-]+)/m.exec(repo.read(path) ?? '')?.[1] ?? '';
  const bundled = [
    '',
    'alabaster',
    'classic',
    'sphinxdoc',
    'nature',
    'haiku',
    'traditional',
    'bizstyle',
    'agogo',
  ];
  return build(repo, image, {
    label: 'Sphinx',
    from: place(hit),
    own: /^\s*sphinx/im,
    packages: ['sphinx', ...(bundled.includes(theme) ? [] : [theme.replaceAll('_', '-')])],
    apt: [],
    command: sh`sphinx-build -b html ${path.replace(/\/?conf\.py$/, '') || '.'} /pages`,
  });
}

type Tool = {
  readonly label: string;
  readonly from: string;
  /** A line of the requirements that asks for the tool itself. */
  readonly own: RegExp;
  readonly packages: readonly string[];
  readonly apt: readonly string[];
  /** Commands before it. */
  readonly before?: readonly string[];
  readonly command: string;
  readonly notes?: readonly string[];
};

function build(repo: Inventory, image: string, tool: Tool): PythonBuild {
  const { label, from, own, packages, apt, before = [], command, notes = [] } = tool;
  const asked = requirementFiles.find((name) => own.test(repo.read(name) ?? ''));
  const install =
    asked === undefined ? packages.map((name) => sh`${name}`).join(' ') : sh`--requirement ${asked}`;
  return {
    label,
    facts: {
      framework: { value: label, from, confidence: 'high' },
      install: {
        value: asked ?? packages.join(' '),
        from: asked ?? from,
        confidence: asked === undefined ? 'medium' : 'high',
      },
    },
    stages: [
      {
        name: 'site',
        comment: `The pages, made by ${label}.`,
        image,
        platform: 'build',
        tools: true,
        trust: true,
        apt,
        steps: [
          { workdir: '/app' },
          ...(asked === undefined ? [] : [{ copy: [asked], to: `./${asked}` }]),
          {
            run: [`pip install --no-warn-script-location ${install}`],
            caches: ['/root/.cache/pip'],
            network: true,
          },
          { copy: ['.'], to: '.' },
          { run: [...before, command] },
        ],
      },
    ],
    dir: '/pages',
    notes: [
      ...notes,
      ...(asked === undefined
        ? [
            `nothing says which version of ${label} is wanted: the newest is installed; a requirements.txt pins it`,
          ]
        : []),
    ],
  };
}
