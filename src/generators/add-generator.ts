import type { AddRequest, AnswerId } from '../pipeline.ts';
import { add, type AddHost } from './add.ts';

/** The generator's answers: what plop hands on, by answer; everything else is found in the repository, or asked for. */
export type AddData = Readonly<Partial<Record<AnswerId, string | number | boolean>>>;

/** A plop generator object (https://plopjs.com/documentation/#interface-generatorconfig) for an existing repository. */
export type AddGenerator = {
  readonly description: string;
  readonly prompts: () => Promise<AddData>;
  readonly actions: readonly [(data: AddData) => Promise<string>];
};

export function addGenerator(request: AddRequest, host: AddHost): AddGenerator {
  return {
    description: 'an existing repository: multi-stage Dockerfile, CI',
    // What is to be asked depends on what is found, so the action asks.
    prompts: async () => ({}),
    actions: [
      async (data) => {
        const given = Object.entries(data).filter(([, value]) => value !== undefined);
        const flags = {
          ...request.flags,
          ...Object.fromEntries(given.map(([id, value]) => [id, String(value)])),
        };
        const { ok, root, services } = await add({ ...request, flags }, host);
        if (!ok) throw new Error('files that differ were not overwritten; nothing was written');
        const files = services.flatMap(({ changes }) => changes.items);
        return `${files.length} files in ${root}`;
      },
    ],
  };
}
