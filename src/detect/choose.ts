import { ExitCode, UserError } from '../errors.ts';
import { tool } from '../tool.ts';
import type { Candidate, Refusal, Service } from './types.ts';

export type Choice = {
  readonly lang: string | undefined;
  /** Its name or directory. */
  readonly service: string | undefined;
};

/** Below it is an example, a test or a tool of the repository, which nobody deploys. */
const leastRank = 0.4;

/**
 * The services to containerize: the one in the root, where there is one, as what lies below belongs to it; else one a
 * directory, the most likely of each.
 * @param candidates the most likely first
 * @throws UserError (nothingToDo) with the reason when there is none, (usage) when the user names one that is not there
 */
export function chooseServices(
  candidates: readonly Candidate[],
  { lang, service }: Choice,
): readonly Service[] {
  const services = candidates.filter((each) => each.found === 'service');
  const fitting = services.filter(({ stack }) => lang === undefined || stack === lang);
  if (service !== undefined) {
    const named = fitting.find(
      ({ name, dir }) => name.value === service || dir === service.replace(/\/+$/, ''),
    );
    if (named) return [named];
    throw new UserError(`--service ${JSON.stringify(service)}: there is none of that name or directory`, {
      exitCode: ExitCode.usage,
      hint: fitting.length > 0 ? `found: ${fitting.map(label).join(', ')}` : 'nothing to run was found',
    });
  }
  const [best] = fitting;
  if (!best)
    throw nothing(
      candidates.filter((each) => each.found === 'refusal'),
      services,
      lang,
    );
  if (best.dir === '') return [best];
  const root = fitting.find(({ dir, rank }) => dir === '' && rank >= leastRank);
  if (root) return [root];
  const likely = fitting.filter(({ rank }) => rank >= leastRank);
  const ofEach = likely.filter(({ dir }, at) => likely.findIndex((other) => other.dir === dir) === at);
  return ofEach.length > 0 ? ofEach.toSorted((a, b) => (a.dir < b.dir ? -1 : 1)) : [best];
}

function label({ name, dir }: Service): string {
  return dir === '' ? name.value : `${name.value} (${dir})`;
}

function nothing(
  refusals: readonly Refusal[],
  services: readonly Service[],
  lang: string | undefined,
): UserError {
  const [refusal] = refusals;
  if (refusal) return new UserError(refusal.reason, { exitCode: ExitCode.nothingToDo, hint: refusal.hint });
  if (lang !== undefined && services.length > 0) {
    return new UserError(`nothing in ${lang} to run was found here`, {
      exitCode: ExitCode.nothingToDo,
      hint: `found: ${services.map((each) => `${label(each)}: --lang ${each.stack}`).join(', ')}`,
    });
  }
  return new UserError('nothing here to containerize was found', {
    exitCode: ExitCode.nothingToDo,
    hint: `a new service: ${tool.name} new; what is looked for: ${tool.name} --help`,
  });
}
