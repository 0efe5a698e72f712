import { isBefore } from './before.ts';
import { settingOf, type Pom } from './pom.ts';
import { filesOf, none, type Repairs } from './repairs.ts';

/** What the plugin leaves out by settings of its own, or is only of use to the compiler. */
const neverIncluded =
  /^(?:spring-boot-(?:devtools|docker-compose|configuration-processor|autoconfigure-processor)|lombok)$/;

/**
 * From 4.0 on its plugin leaves out what a pom.xml calls optional, also what the program itself needs; `spring-boot:run` has it.
 * https://docs.spring.io/spring-boot/maven-plugin/packaging.html: `includeOptional`, which no property sets.
 */
export function ofOptional(pom: Pom, boot: string | undefined, at: (path: string) => string): Repairs {
  if (boot === undefined || isBefore(boot, '4.0.0')) return none;
  if (/true/.test(settingOf(pom, 'spring-boot-maven-plugin', 'includeOptional') ?? '')) return none;
  const left = pom.dependencies.filter(
    ({ optional, scope, artifact }) => optional && scope !== 'test' && !neverIncluded.test(artifact),
  );
  if (left.length === 0) return none;
  const names = left.map(({ artifact }) => artifact).join(', ');
  return {
    ...none,
    commands: [`sed -i 's|<optional>true</optional>||g' ${filesOf([pom], at)}`],
    notes: [`optional, and in the image all the same: ${names}`],
  };
}
