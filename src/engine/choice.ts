import type { EngineWishes } from './engine.ts';

/** Apart from what finds them, for the command line to be parsed without loading that. */
export const engineChoices = ['auto', 'docker', 'podman'] as const;

export type EngineRequest = EngineWishes & {
  /** `auto` unless said: Docker, else podman. */
  readonly engine?: (typeof engineChoices)[number] | undefined;
};
