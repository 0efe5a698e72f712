import { inside } from '../../inventory/paths.ts';
import type { Sight } from './sight.ts';

/** The only script in the project's directory, whatever it is called, or those that say that they are started. */
export function singles(sight: Sight): readonly string[] {
  const { repo, project, sources } = sight;
  const own = sources.filter(
    (path) =>
      path.split('/').length === (project.dir === '' ? 1 : project.dir.split('/').length + 1) &&
      !path.endsWith('__init__.py'),
  );
  if (own.length === 1) return own;
  const guarded = repo.search(own, /^if __name__\s*==/, 5).map(({ path }) => path);
  const shims = guarded.filter((path) => isShim(sight, path, guarded));
  return [...guarded.filter((path) => !shims.includes(path)), ...shims];
}

/** An old name that only calls what another script has. */
function isShim({ repo, project }: Sight, path: string, scripts: readonly string[]): boolean {
  const text = repo.read(path) ?? '';
  const [module, ...others] = [...text.matchAll(/^(?:from|import)\s+(\w+)/gm)].map(([, name]) => name);
  return (
    others.length === 0 &&
    scripts.includes(inside(project.dir, `${module}.py`)) &&
    !/^(?:async |def |class |@)/m.test(text)
  );
}
