import type { Inventory } from '../../inventory/types.ts';
import { joinPath } from './join-path.ts';
import { settingOf, type Pom } from './pom.ts';
import { children, textOf } from './xml.ts';

const plugin = 'maven-assembly-plugin';

/**
 * The id of an assembly that is a jar with the dependencies in it: the one that the plugin has ready, or one that a file of the
 * repository describes. https://maven.apache.org/plugins/maven-assembly-plugin/assembly.html
 */
export function wholeAssembly(repo: Inventory, pom: Pom): string | undefined {
  const ready = 'jar-with-dependencies';
  if (settingOf(pom, plugin, 'descriptorRef') === ready) return ready;
  const said = settingOf(pom, plugin, 'descriptor')?.replace(/^\$\{(?:project\.)?basedir\}\//, '');
  const path = said === undefined || said.includes('$') ? undefined : joinPath(pom.dir, said);
  const [assembly] = path === undefined ? [] : children(repo.xml(path), 'assembly');
  const id = textOf(assembly, 'id');
  if (id === undefined || !/^[\w.-]+$/.test(id)) return undefined;
  const formats = children(assembly, 'formats', 'format').map((each) => textOf({ each }, 'each'));
  const unpacked = children(assembly, 'dependencySets', 'dependencySet').some(
    (set) => textOf(set, 'unpack') === 'true',
  );
  return formats.includes('jar') && unpacked ? id : undefined;
}
