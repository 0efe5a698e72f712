import { posix } from 'node:path';
import { within } from '../../inventory/paths.ts';
import { sh } from '../../recipe/quote.ts';
import type { Step } from '../../recipe/types.ts';
import type { StackManifest } from '../schema.ts';
import type { Fixes } from './pins.ts';
import type { Requirement } from './requirements.ts';
import type { Project } from './project.ts';
import { admits } from './versions.ts';
import { aroundWorkspace, caches, fewer, isSynced, syncedParts, syncSteps } from './sync-steps.ts';
import type { Workspace } from './workspace.ts';

/**
 * Steps that install what a project asks for into /venv: those before the source is there, and those after. Every manager's
 * list becomes requirements for uv, which takes other versions in place of what Python 3.13 cannot have.
 */
export function installSteps(
  project: Project,
  fixes: Fixes,
  additions: readonly string[],
  stack: StackManifest,
): { readonly early: readonly Step[]; readonly late: readonly Step[] } {
  const { lists, target, env = '' } = exported(project, fixes, stack);
  const overriding = fixes.overrides.length > 0 ? sh` --override ${'/overrides.txt'}` : '';
  const constraint =
    project.manager === 'pdm' && project.lock !== undefined ? ' --constraint /constraints.txt' : '';
  const index = project.formerIndex ? ' --default-index https://pypi.org/simple' : '';
  const alone = project.needsSource || project.isWorkspace ? undefined : project.workspace?.files;
  // What an editable package leads to is not in the image.
  const whole = project.workspace && !alone && project.manager !== 'uv' ? ' --no-editable' : '';
  const extra = additions.map((each) => sh` ${each}`).join('');
  const install =
    target === '' && extra === ''
      ? []
      : [`${env}uv pip install${target}${whole}${constraint}${overriding}${index}${extra}`];
  const overrides: readonly Step[] =
    fixes.overrides.length === 0
      ? []
      : [
          { comment: 'In place of what the Python of the image cannot have.' },
          { file: '/overrides.txt', content: fixes.overrides.join('\n') },
        ];
  const limits: readonly Step[] =
    fixes.builders.length === 0
      ? []
      : [
          { comment: 'Its setup.py is of before setuptools 81.' },
          { file: '/builders.txt', content: fixes.builders.join('\n') },
          { env: { UV_BUILD_CONSTRAINT: '/builders.txt' } },
        ];
  const run: readonly Step[] =
    [...lists, ...install].length === 0 ? [] : [{ run: [...lists, ...install], caches, network: true }];
  const before = [...overrides, ...limits];
  if (isSynced(project, fixes)) {
    const { early, late } = syncSteps(project, install);
    return { early: [...before, ...early], late };
  }
  if (project.workspace && alone)
    return { early: [...before, ...amongFiles(project, project.workspace, alone, run)], late: [] };
  if (project.workspace)
    return { early: [...before, ...aroundWorkspace(project.workspace, [], run)], late: [] };
  if (project.needsSource || project.isWorkspace || project.sync) return { early: before, late: run };
  if (run.length === 0) return { early: [], late: [] };
  const copied: readonly Step[] = project.files.length === 0 ? [] : [fewer, ...copies(project.files)];
  return { early: [...copied, ...before, ...run], late: [] };
}

/** The files that it is installed by, its own and those beside it, each where it is in the repository. */
function amongFiles(
  { files }: Project,
  { dir, from }: Workspace,
  others: readonly string[],
  installs: readonly Step[],
): readonly Step[] {
  const own = within(dir, from);
  const all = [...others.map((path) => within(dir, path)), ...files.map((path) => posix.join(own, path))];
  return [
    fewer,
    { workdir: '/workspace' },
    ...copies([...new Set(all)]),
    { workdir: posix.join('/workspace', own) },
    ...installs,
    { workdir: '/app' },
  ];
}

/** Each file where it is in the project: what one includes is found by its relative name. */
function copies(files: readonly string[]): readonly Step[] {
  const directories = new Set(files.map(directoryOf));
  return [...directories].map((dir) => ({
    copy: files.filter((file) => directoryOf(file) === dir),
    to: `./${dir}`,
  }));
}

function directoryOf(file: string): string {
  return file.replace(/[^/]*$/, '');
}

type Exported = { readonly lists: readonly string[]; readonly target: string; readonly env?: string };

function exported(project: Project, { overrides }: Fixes, stack: StackManifest): Exported {
  const { manager, lock, listed, python } = project;
  const list = '/requirements.txt';
  const own = listedIn(project, list);
  const capped = python !== undefined && !admits(python.value, '3.13.5');
  const unhashed = overrides.length > 0;
  const tools = (id: string) => (stack.managers[id]?.vars.tool ?? id).split(' ');
  if (manager === 'pip') {
    // As pip does: the best version of any index, not all of the first that knows the name.
    const strategy = project.indexes ? ' --index-strategy unsafe-best-match' : '';
    return { lists: [], target: `${sh` -r ${listed ?? 'requirements.txt'}`}${strategy}` };
  }
  if (manager === 'uv') {
    if (isSynced(project, { overrides })) return { lists: [], target: '' };
    if (project.sync)
      return {
        lists: [
          `uv export --quiet --frozen ${syncedParts(project, 'emit')} --no-hashes --output-file ${list}`,
        ],
        target: ` -r ${list}`,
        env: project.versioned,
      };
    // Where it is not for this Python, uv leaves the wheels for it out of its lock file: what it has no hash of is not taken.
    return {
      lists: [
        `uv export --quiet --frozen --no-dev --no-emit-project${unhashed || capped ? ' --no-hashes' : ''} --output-file ${list}`,
      ],
      target: ` -r ${list}`,
    };
  }
  if (manager === 'poetry' && lock !== undefined) {
    const [poetry = 'poetry', ...plugins] = tools('poetry');
    return {
      lists: [
        // The first version of the format: Poetry 1.0 wrote none.
        ...(project.unnumbered
          ? [String.raw`sed -i 's/^\[metadata\]\s*$/&\nlock-version = "1.0"/' ${lock}`]
          : []),
        `uvx --from ${poetry}${plugins.map((plugin) => ` --with ${plugin}`).join('')} poetry export --quiet${unhashed ? ' --without-hashes' : ''} --output ${list}`,
        // Every line is marked with the Pythons of the project.
        ...(capped
          ? [
              `sed -i -E 's/python_(full_)?version (<|<=) "3\\.[0-9.]+"/python_version < "4"/g; s/python_(full_)?version == "3\\.[0-9.*]+"/python_version >= "3"/g' ${list}`,
            ]
          : []),
      ],
      target: ` -r ${list}`,
    };
  }
  if (manager === 'poetry' && project.requirements.some(({ from }) => from.includes('tool.poetry'))) {
    return {
      lists: [
        `uv run --quiet --no-project --with poetry-core python -c "from pathlib import Path; from poetry.core.factory import Factory; print(*(each.to_pep_508() for each in Factory().create_poetry(Path('.')).package.requires if not each.is_optional()), sep='\\n')" > ${list}`,
      ],
      target: ` -r ${list}`,
    };
  }
  if (manager === 'pdm' && lock !== undefined) {
    // Nothing is in place of what a constraint fixes.
    const names = overrides.map((each) => `'${/^[\w.-]+/.exec(each)?.[0] ?? ''}'`);
    const besides = names.length === 0 ? '' : ` and p['name'] not in (${names.join(', ')},)`;
    return {
      lists: [
        ...own.lists,
        `python -c "import tomllib; print(*sorted({p['name'] + '==' + p['version'] for p in tomllib.load(open('pdm.lock', 'rb'))['package'] if 'version' in p${besides}}), sep='\\n')" > /constraints.txt`,
      ],
      target: own.target,
    };
  }
  if (manager === 'pipenv') {
    const [pipenv = 'pipenv'] = tools('pipenv');
    if (lock !== undefined)
      return { lists: [`uvx --from ${pipenv} pipenv requirements > ${list}`], target: ` -r ${list}` };
    return {
      lists: [
        `python -c "import tomllib; print(*(n + (s if isinstance(s, str) else ('[' + ','.join(s['extras']) + ']' if 'extras' in s else '') + s.get('version', '')).replace('*', '') for n, s in tomllib.load(open('Pipfile', 'rb'))['packages'].items()), sep='\\n')" > ${list}`,
      ],
      target: ` -r ${list}`,
    };
  }
  if (manager === 'setup') return { lists: [], target: ' .', env: project.versioned };
  if (manager === 'none')
    return { lists: [], target: project.requirements.map((each) => sh` ${asWord(each)}`).join('') };
  return manager === 'conda' ? { lists: [], target: '' } : own;
}

/** `gunicorn[gevent]>=20` */
function asWord({ name, extras, spec }: Requirement): string {
  return `${name}${extras.length > 0 ? `[${extras.join(',')}]` : ''}${spec.replaceAll(/\s+/g, '')}`;
}

/** What pyproject.toml itself lists; without a name uv does not read it. */
function listedIn(project: Project, list: string): Exported {
  if (project.name !== undefined)
    return { lists: [], target: `${project.published ? ' --no-sources' : ''} -r pyproject.toml` };
  return {
    lists: [
      `python -c "import tomllib; print(*tomllib.load(open('pyproject.toml', 'rb'))['project']['dependencies'], sep='\\n')" > ${list}`,
    ],
    target: ` -r ${list}`,
  };
}
