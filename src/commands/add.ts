import type { Host } from '../cli.ts';
import { ExitCode } from '../errors.ts';
import { add } from '../generators/add.ts';
import type { AddRequest } from '../pipeline.ts';
import { addAsJson, sayAdd } from '../report/add.ts';
import { people } from './people.ts';
import { createPrompts } from '../ui/prompts.ts';

/** `add`: from a repository to our files beside its own. */
export async function runAdd(request: AddRequest, { ui, signal }: Host): Promise<ExitCode> {
  const someone = ui.interactive && !request.yes && people(ui, createPrompts(signal));
  const result = await add(request, { signal, ...someone });
  ui.json(addAsJson(result, request));
  await sayAdd(result, request, ui);
  return result.ok ? ExitCode.done : ExitCode.failed;
}
