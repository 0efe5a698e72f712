import type { Fact } from '../../detect/types.ts';
import type { BuildStage } from '../../recipe/types.ts';

/** A site that a tool from PyPI makes of the sources in the root. */
export type PythonBuild = {
  readonly label: string;
  readonly facts: Readonly<Record<string, Fact>>;
  readonly stages: readonly BuildStage[];
  /** In the stage `site`. */
  readonly dir: string;
  readonly notes: readonly string[];
};
