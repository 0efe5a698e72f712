import type { Host } from '../cli.ts';
import { ExitCode, UserError } from '../errors.ts';
import { newGenerator } from '../generators/new.ts';
import type { NewRequest } from '../pipeline.ts';
import { newAsJson, sayNew } from '../report/new.ts';
import { tool } from '../tool.ts';
import { createPrompts, type Prompts } from '../ui/prompts.ts';
import { people } from './people.ts';

/**
 * `new`: from a request to files on disk.
 * @param meant the command that the directory's name looks like a misspelling of, if it does
 */
export async function runNew(request: NewRequest, { ui, signal }: Host, meant?: string): Promise<ExitCode> {
  const prompts = createPrompts(signal);
  if (meant !== undefined) await confirmName(request.dir as string, meant, prompts);
  const someone = ui.interactive && !request.yes && people(ui, prompts);
  const generator = newGenerator(request, { signal, ...someone });
  const result = await generator.run(await generator.prompts());
  ui.json(newAsJson(result, request));
  await sayNew(result, request, ui);
  return result.ok ? ExitCode.done : ExitCode.failed;
}

async function confirmName(dir: string, meant: string, prompts: Prompts): Promise<void> {
  const yes = await prompts.confirm(
    `There is no command "${dir}" (did you mean "${meant}"?). Make a new service in ./${dir}?`,
  );
  if (yes) return;
  throw new UserError('nothing was written', { exitCode: ExitCode.failed, hint: `${tool.name} ${meant}` });
}
