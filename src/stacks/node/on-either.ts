import type { Candidate, Chosen, Scene } from '../../detect/types.ts';
import { ExitCode, UserError } from '../../errors.ts';
import { bunTarget } from './bun.ts';
import type { ChosenStart } from './choose-start.ts';
import type { Framework } from './framework.ts';
import type { NeedsBun } from './needs-bun.ts';
import type { Package } from './package.ts';
import { rendering } from './rendering.ts';
import { serviceOf } from './service.ts';

/** The service of a package on what it needs, Node or Bun; its recipe is for the target that is chosen, which may be of the other. */
export function serviceOnEither(
  scene: Scene,
  own: Package,
  chosen: ChosenStart | undefined,
  framework: Framework | undefined,
  needs: NeedsBun | undefined,
): Candidate | 'static' | undefined {
  const renders = framework !== undefined && rendering.has(framework.id);
  if (needs && renders)
    return {
      found: 'refusal',
      stack: 'node',
      dir: own.dir,
      reason: `${needs.from} ${needs.why}, and ${framework.label} is built here for Node`,
      hint: 'what Node offers too, such as node:sqlite or node:http, runs here',
    };
  const found = serviceOf(scene, own, chosen, framework, needs);
  if (found === undefined || found === 'static') return found;
  const recipe = (answers: Chosen) => {
    const byBun = answers.target.id === bunTarget;
    if (byBun === (needs !== undefined)) return found.recipe(answers);
    const asked = byBun ? { from: '--target', why: 'asks for it', listens: false } : undefined;
    const other = byBun && renders ? undefined : serviceOf(scene, own, chosen, framework, asked);
    if (other !== undefined && other !== 'static') return other.recipe(answers);
    throw new UserError(`--target ${answers.target.id}: ${own.path} is not found to start there`, {
      exitCode: ExitCode.usage,
      hint: `what was found is --target ${found.target.value} (${found.target.from})`,
    });
  };
  return { ...found, recipe };
}
