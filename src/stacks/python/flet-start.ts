import { place } from '../../inventory/types.ts';
import { inside, within } from '../../inventory/paths.ts';
import { hasOwnApp } from './own-app.ts';
import { placeOf, portOf } from './servers.ts';
import { wants, wantsExtra, type Sight } from './sight.ts';
import { moduleOf } from './sources.ts';
import { high, medium, plain, type Start } from './start.ts';
import { compareVersions } from './versions.ts';

/**
 * An app of Flet, served to browsers as there is no screen: https://docs.flet.dev/environment-variables. The server is a
 * distribution of its own since 0.25, which Flet would install at its start.
 */
export function fletStart(sight: Sight): Start | undefined {
  const { repo, project, sources } = sight;
  const [hit] = repo.search(sources, /^\s*(?:ft|flet)\.(?:app|run)\(/, 1);
  if (!hit || !wants(sight, 'flet') || hasOwnApp(sight)) return undefined;
  const module = moduleOf(repo, project.dir, hit.path);
  const { base, workdir } = placeOf(sight, module?.base ?? '');
  const version = project.locked.get('flet')?.version;
  const isSplit = version === undefined || compareVersions(version, '0.25') >= 0;
  const brings = !isSplit || wants(sight, 'flet-web') || wantsExtra(sight, 'flet', 'all', 'web');
  const port = portOf({ ...sight, sources: [] }, hit.path, medium('8000', 'default of Flet'));
  return {
    ...plain,
    framework: high('flet', place(hit)),
    kind: 'server',
    entry: high(within(project.dir, hit.path), place(hit)),
    argv: [within(inside(project.dir, workdir), hit.path)],
    port,
    bases: base,
    workdir,
    env: { FLET_FORCE_WEB_SERVER: 'true', FLET_SERVER_IP: '0.0.0.0', FLET_SERVER_PORT: port.value },
    servers: brings ? [] : [version === undefined ? 'flet-web' : `flet-web==${version}`],
    rank: 0.9,
  };
}
