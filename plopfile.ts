import type { NodePlopAPI, PlopGeneratorConfig } from 'node-plop';
import { newGenerator } from './src/generators/new.ts';
import { createPrompts } from './src/ui/prompts.ts';

/**
 * Registers our generators with plop: `npm run plop` here, `await plop.load('create-distroless')` in a team's own plopfile.
 * Files are written below the plopfile's destination, in a directory that is named after the service.
 */
export default function plopfile(plop: NodePlopAPI): void {
  plop.setDefaultInclude({ generators: true });
  const signal = new AbortController().signal;
  const request = { cwd: plop.getDestBasePath(), flags: {}, yes: false, dryRun: false, force: false };
  const { description, prompts, actions } = newGenerator(request, { signal, ask: createPrompts().ask });
  // The object is plop's own shape, but for `readonly` and its `any` answers.
  plop.setGenerator('new', { description, prompts, actions: [...actions] } as unknown as PlopGeneratorConfig);
}
