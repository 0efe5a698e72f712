import { ExitCode, UserError } from '../errors.ts';
import type { NewHost, Verdict } from '../generators/new.ts';
import type { Change } from '../pipeline.ts';
import type { ConflictChoice, Prompts } from '../ui/prompts.ts';
import type { Ui } from '../ui/ui.ts';

/** What a generator may ask of whoever sits at the terminal. */
export function people(ui: Ui, prompts: Prompts): Omit<NewHost, 'signal'> {
  return {
    ask: prompts.ask,
    confirmDirectory: (root, entries) =>
      prompts.confirm(`${root} already has files (${entries.slice(0, 3).join(', ')}). Write into it anyway?`),
    settle: (conflicts) => settle(conflicts, ui, prompts),
  };
}

async function settle(
  conflicts: readonly Change[],
  ui: Ui,
  prompts: Prompts,
): Promise<ReadonlyMap<string, Verdict>> {
  const verdicts = new Map<string, Verdict>();
  let all = false;
  for (const change of conflicts) {
    const choice: ConflictChoice = all ? 'all' : await prompts.askConflict(change, ui);
    if (choice === 'quit') throw new UserError('nothing was written', { exitCode: ExitCode.failed });
    all = choice === 'all';
    verdicts.set(change.path, choice === 'all' ? 'overwrite' : choice);
  }
  return verdicts;
}
