import type { NodePlopAPI, PlopGeneratorConfig } from 'node-plop';
import { addGenerator } from './src/generators/add-generator.ts';
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
  const existing = { ...request, dir: '.', verify: false };
  const { ask } = createPrompts();
  const generators = {
    new: newGenerator(request, { signal, ask }),
    // A guess is asked about where somebody is there; a script takes it.
    add: process.stdin.isTTY
      ? addGenerator({ ...existing, yes: false }, { signal, ask })
      : addGenerator({ ...existing, yes: true }, { signal }),
  };
  for (const [name, { description, prompts, actions }] of Object.entries(generators)) {
    // The object is plop's own shape, but for `readonly` and its `any` answers.
    plop.setGenerator(name, {
      description,
      prompts,
      actions: [...actions],
    } as unknown as PlopGeneratorConfig);
  }
}
