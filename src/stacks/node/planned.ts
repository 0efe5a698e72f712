import { within } from '../../inventory/paths.ts';
import type { Need } from '../../detect/types.ts';
import type { Step, Writable } from '../../recipe/types.ts';
import type { Shape } from './app.ts';
import type { ChosenStart } from './choose-start.ts';
import { imageScript } from './image-script.ts';
import type { Install } from './install.ts';
import { buildScript } from './migrations.ts';
import type { Package } from './package.ts';
import type { Start } from './start.ts';

/** What a framework that renders pages on a server decides of an image. */
export type Planned = {
  readonly chosen?: ChosenStart;
  readonly shape?: Shape;
  readonly commands?: readonly string[];
  readonly entry?: string;
  /** Where it runs, relative to the package: it looks for its files from there. */
  readonly cwd?: string;
  readonly args?: readonly string[];
  readonly before?: readonly Step[];
  /** Commands after the build: what of it must not be in the image. */
  readonly cleanup?: readonly string[];
  readonly buildEnv?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly needs?: readonly Need[];
  readonly writable?: readonly Writable[];
  readonly native?: boolean;
};

/** A file that a framework's build writes, in place of what a script starts. */
export function started(
  own: Package,
  found: ChosenStart | undefined,
  start: Partial<Start>,
  from = own.path,
): ChosenStart {
  const plain: Start = {
    runs: 'file',
    entry: '',
    flags: [],
    args: [],
    env: {},
    before: [],
    dir: '',
    ...start,
  };
  return {
    start: { ...plain, before: found?.start.before ?? [] },
    fact: {
      value: `node ${plain.entry}`,
      from: found?.by === 'script' || found?.by === 'hint' ? found.fact.from : from,
      confidence: 'high',
    },
    by: 'script',
  };
}

/** Shell commands of the build: its script, else the framework's own. */
export function commandsFor(own: Package, install: Install, fallback: string): readonly string[] {
  const script = imageScript(own) ?? (own.scripts['build'] === undefined ? undefined : 'build');
  return script === undefined ? [`npx --no-install ${fallback}`] : buildScript(own, install, script);
}

/** Where the package is below the root of its workspace. */
export function inside({ workspace: { root } }: Install, own: Package): string {
  return within(root.dir, own.dir);
}
