import { posix } from 'node:path';
import { ExitCode, UserError } from '../errors.ts';
import { tool } from '../tool.ts';
import { leading, type Candidate, type Refusal, type Service } from './types.ts';

export type Choice = {
  readonly lang: string | undefined;
  /** Its name or directory. */
  readonly service: string | undefined;
};

/** Below it is an example, a test or a tool of the repository, which nobody deploys. */
const leastRank = 0.4;

/** Pages about the program, where there is one: whoever wants them asks for them by `--service`. */
const about = /(?:^|\/)(?:docs?|documentation|storybook)$/i;

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
  const refusals = candidates.filter((each) => each.found === 'refusal');
  const services = candidates.filter((each) => each.found === 'service');
  // What the user names is there, whatever the rest of the repository is.
  const isNamed = lang !== undefined || service !== undefined;
  const servers = services.filter(({ kind, rank }) => kind === 'server' && rank >= leastRank);
  const served = new Set(servers.flatMap(({ pages = [] }) => pages));
  const fitting = services.filter((each) =>
    isNamed
      ? lang === undefined || each.stack === lang
      : !(servers.length > 0 && (each.part || isOfServer(each, served))) &&
        !refusals.some((refusal) => outranks(refusal, each) || isBeside(refusal, each)),
  );
  if (service !== undefined) {
    const path = posix.normalize(service).replace(/\/$/, '');
    const named =
      fitting.find(({ name, dir }) => name.value === service || dir === path) ??
      fitting.find((each) => programDir(each) === path);
    if (named) return [named];
    throw new UserError(`--service ${JSON.stringify(service)}: there is none of that name or directory`, {
      exitCode: ExitCode.usage,
      hint: fitting.length > 0 ? `found: ${fitting.map(label).join(', ')}` : 'nothing to run was found',
    });
  }
  const [best] = fitting;
  if (!best) throw nothing(refusals, services, lang);
  if (best.dir === '') return [best];
  const root = fitting.find(({ dir, rank }) => dir === '' && rank >= leastRank);
  if (root) return [root];
  if (best.rank >= leading) return [best];
  const likely = fitting.filter(({ rank }) => rank >= leastRank);
  const ofEach = likely.filter(({ dir }, at) => likely.findIndex((other) => other.dir === dir) === at);
  return ofEach.length > 0 ? ofEach.toSorted((a, b) => (a.dir < b.dir ? -1 : 1)) : [best];
}

/** Pages that a server has in itself, or that are about it. */
function isOfServer({ kind, dir }: Service, served: ReadonlySet<string>): boolean {
  return kind === 'static' && (served.has(dir) || about.test(dir));
}

/** Is the directory about something else, of which the service is only a part, such as the assets of a web app? */
function outranks({ rank = -1, dir }: Refusal, service: Service): boolean {
  return rank > service.rank && (dir === '' || service.dir === dir || service.dir.startsWith(`${dir}/`));
}

/** What a library in the root has for its own use, in another language: its pages, and scripts that help with it. */
const beside =
  /^(?:(?:[\w.]+[-_])?(docs?|documentation|website|site|tools?|scripts?)(?:[-_]\w+)?|[\w-]+\.(?:io|org|com|dev))\//i;

function isBeside({ rank = -1, dir, stack }: Refusal, service: Service): boolean {
  return dir === '' && rank >= -1 && stack !== service.stack && beside.test(`${service.dir}/`);
}

function label(service: Service): string {
  const dir = programDir(service);
  return dir === '' ? service.name.value : `${service.name.value} (${dir})`;
}

/** Where its program is: of a module of Go with several, the directory of the main package. */
export function programDir({ dir, facts, program }: Service): string {
  if (program !== undefined) return program;
  const main = facts['main']?.value ?? '';
  return /^\.\/./.test(main) ? posix.join(dir, main) : dir;
}

/** The root's before what lies below; what is only told for want of anything else at the end. */
function byWeight(a: Refusal, b: Refusal): number {
  const [left, right] = [depthOf(a), depthOf(b)];
  return left === right ? (b.rank ?? -1) - (a.rank ?? -1) : left - right;
}

function depthOf({ dir, rank = -1 }: Refusal): number {
  if (rank < -1) return Infinity;
  return dir === '' ? 0 : dir.split('/').length;
}

function nothing(
  refusals: readonly Refusal[],
  services: readonly Service[],
  lang: string | undefined,
): UserError {
  const [refusal] = refusals.toSorted(byWeight);
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
