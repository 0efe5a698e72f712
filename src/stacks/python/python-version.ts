import type { Table } from '../../inventory/tables.ts';
import type { Inventory } from '../../inventory/types.ts';
import { at, textOf } from './tables.ts';

/** The Python that a project asks for. */
export type PythonVersion = {
  /** `>=3.10,<3.13` */
  readonly python?: { readonly value: string; readonly from: string };
  /** The version that a file for tools names. */
  readonly chosen?: { readonly value: string; readonly from: string };
};

/**
 * What the manifests of a project and files for tools say of the version of Python; `path` is a file of its directory.
 * @param setup what setup.py or setup.cfg says
 * @param manifest the file that its manager goes by
 */
export function findPythonVersion(
  repo: Inventory,
  path: (name: string) => string,
  pyproject: Table,
  setup: string | undefined,
  manifest: string,
): PythonVersion {
  const project = at(pyproject, 'project');
  const poetry = at(pyproject, 'tool', 'poetry');
  const python =
    textOf(project['requires-python']) ??
    textOf(at(poetry, 'dependencies').python) ??
    textOf(at(repo.toml(path('Pipfile')), 'requires').python_version)?.replace(/^\d+(?:\.\d+)?$/, '==$&.*') ??
    setup;
  return {
    ...(python !== undefined && {
      python: { value: python, from: pythonFrom(path, project, poetry, setup, manifest) },
    }),
    ...chosenPython(repo, path),
  };
}

function pythonFrom(
  path: (name: string) => string,
  project: Table,
  poetry: Table,
  setup: string | undefined,
  manifest: string,
): string {
  if (project['requires-python'] !== undefined) return `${path('pyproject.toml')}: requires-python`;
  if (at(poetry, 'dependencies').python !== undefined)
    return `${path('pyproject.toml')}: tool.poetry.dependencies.python`;
  return setup === undefined ? path('Pipfile') : path(manifest);
}

/** https://docs.astral.sh/uv/concepts/python-versions/, Heroku's runtime.txt, asdf's and mise's .tool-versions, App Engine's app.yaml. */
function chosenPython(repo: Inventory, path: (name: string) => string): Pick<PythonVersion, 'chosen'> {
  for (const [name, pattern] of [
    ['.python-version', /^\s*(?:cpython-)?(\d+\.\d+)/m],
    ['runtime.txt', /^python-(\d+\.\d+)/m],
    ['.tool-versions', /^python\s+(\d+\.\d+)/m],
    ['app.yaml', /^runtime:\s*['"]?python(\d\d+)\b/m],
  ] as const) {
    const version = pattern.exec(repo.read(path(name)) ?? '')?.[1]?.replace(/^(\d)(\d+)$/, '$1.$2');
    if (version !== undefined) return { chosen: { value: version, from: path(name) } };
  }
  return {};
}
