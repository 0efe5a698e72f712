import { within } from '../../inventory/paths.ts';
import { place } from '../../inventory/types.ts';
import { portOf, serve } from './servers.ts';
import { wants, type Sight } from './sight.ts';
import { moduleOf } from './sources.ts';
import { high, medium, plain, type Start } from './start.ts';

/** The file that lays out an app of Dash which another one makes, so that they can import each other: https://dash.plotly.com/urls */
export function dashStart(sight: Sight): Start | undefined {
  const { repo, project, sources } = sight;
  if (!wants(sight, 'dash')) return undefined;
  const hit = repo
    .search(sources, /^app\.layout\s*=/, 5)
    .find(({ path }) => !/\bDash\(/.test(repo.read(path) ?? ''));
  const text = hit && repo.read(hit.path);
  const module = hit && moduleOf(repo, project.dir, hit.path);
  if (!hit || !module || text === undefined || !/^from [\w.]+ import (?:[\w, ]*, *)?app\b/m.test(text))
    return undefined;
  if (/^from [\w.]+ import (?:[\w, ]*, *)?server\b|^server\s*=/m.test(text))
    return serve(sight, { framework: 'dash', speaks: 'wsgi', module, object: 'server', factory: false, hit });
  if (!/\bapp\.run(?:_server)?\(/.test(text)) return undefined;
  const file = within(project.dir, hit.path);
  return {
    ...plain,
    framework: high('dash', place(hit)),
    kind: 'server',
    entry: high(file, place(hit)),
    argv: [file],
    program: 'flask',
    port: portOf(sight, hit.path, medium('8050', 'default of Dash')),
    portByEnv: true,
    servers: ['waitress'],
    rank: 0.9,
  };
}
