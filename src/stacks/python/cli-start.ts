import { inside } from '../../inventory/paths.ts';
import type { Fact } from '../../detect/types.ts';
import { startFile } from './script-start.ts';
import type { Script } from './project.ts';
import type { Sight } from './sight.ts';
import { high, plain, type Start } from './start.ts';

/** The file of a module of the project. */
export function fileOf({ repo, project, sources }: Sight, module: string): string | undefined {
  const path = module.replaceAll('.', '/');
  const names = [`${path}.py`, `${path}/__init__.py`];
  const near = ['', 'src', 'lib', 'python']
    .flatMap((base) => names.map((name) => inside(project.dir, inside(base, name))))
    .find((each) => repo.has(each));
  return near ?? sources.find((each) => names.some((name) => each.endsWith(`/${name}`)));
}

/** A command that the project declares: its package is installed, and the command with it. */
export function scriptStart(
  sight: Sight,
  script: Script,
  args: readonly string[] = [],
  given?: Fact,
): Start | undefined {
  const file = fileOf(sight, script.module);
  const text = file === undefined ? '' : (sight.repo.read(file) ?? '');
  const body =
    new RegExp(`^(?:async )?def ${script.call}\\([\\s\\S]*?(?=^\\S|$(?![\\s\\S]))`, 'm').exec(text)?.[0] ??
    '';
  // A command that does nothing but serve: what it serves is given to a real server.
  if (file !== undefined && /(?<!cli(?:\(\))?)\.run\(|serve\(|run_app\(/i.test(body)) {
    const served = startFile(sight, file, args, given);
    if (served?.kind === 'server') return served;
  }
  if (!sight.project.packaged) return file === undefined ? undefined : startFile(sight, file, args, given);
  return {
    ...plain,
    framework: high('command line', script.from),
    kind: 'cli',
    entry: high(`${script.module}:${script.call}`, script.from),
    argv: args,
    script: script.name,
    rank: 0.5,
  };
}

/** Of several commands the one that `python -m` of its package runs too, the one that is called like the project, one that says that it starts it, the first. */
export function mainScript({ project }: Sight): Script | undefined {
  const name = plainName(project.name?.value ?? '');
  const { scripts } = project;
  return (
    scripts.find(({ module }) => /^\w+\.__main__$/.test(module)) ??
    scripts.find((each) => plainName(each.name) === name) ??
    // The others prepare something.
    scripts.find((each) => /^(?:start|serve|server|web|run|main|app)$/.test(each.name)) ??
    scripts[0]
  );
}

function plainName(text: string): string {
  return text.toLowerCase().replaceAll(/[-_.]/g, '');
}
