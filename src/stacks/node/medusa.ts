import type { ChosenStart } from './choose-start.ts';
import type { Install } from './install.ts';
import type { Package } from './package.ts';
import { commandsFor, type Planned } from './planned.ts';
import { major } from './major.ts';

/**
 * The build of Medusa 2 writes a program of its own, which looks for its settings and pages from where it is started:
 * https://docs.medusajs.com/learn/build#start-built-medusa-application
 */
export function planMedusa(
  own: Package,
  found: ChosenStart | undefined,
  install: Install,
): Planned | undefined {
  if (found?.start.entry !== 'medusa' || major(own, '@medusajs/medusa') < 2) return undefined;
  return {
    chosen: found,
    cwd: '.medusa/server',
    shape: { kind: 'tree', only: ['.medusa/'] },
    commands: commandsFor(own, install, 'medusa build'),
  };
}
