import { resolveAnswers } from '../answers/resolve.ts';
import { ExitCode, UserError } from '../errors.ts';
import type { Answer, Answers, Repo } from '../pipeline.ts';
import { loadStacks } from '../stacks/load.ts';
import type { NewData } from './new.ts';

/** Values that came through plop's API have met no question yet. */
export async function checkPlain(data: NewData, repo: Repo): Promise<Answers> {
  const { dir, answers: _, ...given } = data;
  const values = Object.entries(given).filter(([, value]) => value !== undefined);
  const flags = Object.fromEntries(values.map(([id, value]) => [id, asText(id, value)]));
  const checked = await resolveAnswers({
    request: { ...(dir !== undefined && { dir: asText('dir', dir) }), flags, yes: true },
    repo,
    stacks: await loadStacks(),
    ask: undefined,
  });
  return Object.fromEntries(Object.entries(checked).map(([id, answer]) => [id, asPrompt(answer)])) as Answers;
}

/**
 * A value as its flag would say it: plop's prompts make switches booleans, choices lists, and numbers of what looks like one.
 * @throws UserError (usage) for anything else
 */
function asText(id: string, value: unknown): string {
  if (Array.isArray(value)) return value.map((item) => asText(id, item)).join(',');
  if (['string', 'boolean', 'number'].includes(typeof value)) return String(value);
  throw new UserError(`${id}: it must be a text, a number, true or false, or a list of them`, {
    exitCode: ExitCode.usage,
  });
}

function asPrompt(answer: Answer): Answer {
  return answer.source === 'flag' ? { ...answer, source: 'prompt', from: 'plop' } : answer;
}
