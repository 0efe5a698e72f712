import { place } from '../../inventory/types.ts';
import type { Written } from './data.ts';
import type { Sight } from './sight.ts';

/** Where a service keeps its data by default, as the Filesystem Hierarchy Standard has it: https://refspecs.linuxfoundation.org/FHS_3.0/fhs/ch05s08.html */
export function findState({ repo, project, sources }: Sight): readonly Written[] {
  const name = project.name?.value.toLowerCase() ?? '';
  if (!/^[a-z][\w.-]*$/.test(name)) return [];
  const own = new RegExp(`^[^#]*['"](/var/lib/${name.replaceAll('.', '\\.')})(?:/[\\w./-]*)?['"]`);
  return repo
    .search(sources, own, 1)
    .map((hit) => ({ path: hit.match[1] as string, directory: true, from: place(hit) }));
}
