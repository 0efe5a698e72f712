import type { Frontend } from '../frontend/frontend.ts';
import type { StackManifest } from '../schema.ts';
import type { Written } from './data.ts';
import type { Fixes } from './pins.ts';
import type { Sight } from './sight.ts';
import type { Start } from './start.ts';

/** Everything that was found of a Python project, for its recipe. */
export type Plan = {
  readonly sight: Sight;
  readonly start: Start;
  readonly fixes: Fixes;
  readonly data: readonly Written[];
  /** The project itself becomes a package. */
  readonly install: boolean;
  /** Of the virtual environment, which it starts by their names. */
  readonly programs: readonly string[];
  readonly stack: StackManifest;
  readonly frontends: readonly Frontend[];
  /** What they are built by. */
  readonly nodeStack: StackManifest | undefined;
};
