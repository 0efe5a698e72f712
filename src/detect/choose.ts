import { ExitCode, UserError } from '../errors.ts';
import { tool } from '../tool.ts';
import type { Candidate, Refusal, Service } from './types.ts';

export type Choice = {
  readonly lang?: string;
  /** Its name or directory. */
  readonly service?: string;
};

/**
 * The services to containerize: all that stand on their own, and of those that share a directory the most likely.
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
  return [best];
}

export function label({ name, dir }: Service): string {
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
