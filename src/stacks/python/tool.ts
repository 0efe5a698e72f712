import { inside, within } from '../../inventory/paths.ts';
import { fileOf } from './cli-start.ts';
import type { Sight } from './sight.ts';
import type { Start } from './start.ts';

/** A package with a command of its own, and nothing that tells of a deployment. */
export function isTool(sight: Sight, start: Start): boolean {
  const { project, hints, repo } = sight;
  return (
    project.packaged &&
    project.scripts.length > 0 &&
    !hints.start &&
    !hints.port &&
    // There for a server, and nothing else.
    !/(?:^|\.)[aw]sgi:/.test(start.entry.value) &&
    !handsOver(sight, start) &&
    !isFlasks(sight) &&
    !repo.has(inside(project.dir, 'Procfile')) &&
    !repo.has(inside(project.dir, 'manage.py'))
  );
}

/** A file for mod_wsgi and the like that imports the application: https://modwsgi.readthedocs.io/en/master/user-guides/quick-configuration-guide.html */
function handsOver({ repo, project }: Sight, { entry }: Start): boolean {
  const [module = '', object = ''] = entry.value.split(':');
  const files = repo.below(project.dir).filter((path) => /^[^/]+\.wsgi$/.test(within(project.dir, path)));
  return repo
    .search(files, /^from\s+([\w.]+)\s+import\s+(\w+)/, 5)
    .some(({ match }) => match[1] === module && match[2] === object);
}

/** Its command is that of Flask, which brings `run` for developers, with more of its own: https://flask.palletsprojects.com/en/stable/cli/#custom-scripts */
function isFlasks(sight: Sight): boolean {
  const files = sight.project.scripts.slice(0, 20).flatMap(({ module }) => fileOf(sight, module) ?? []);
  return sight.repo.search(files, /\bFlaskGroup\(|\bcls\s*=\s*(?:\w+\.)*FlaskGroup\b/, 1).length > 0;
}
