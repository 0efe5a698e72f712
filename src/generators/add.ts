import { posix } from 'node:path';
import { chooseServices } from '../detect/choose.ts';
import { detect } from '../detect/detect.ts';
import { readHints, type Given } from '../detect/hints.ts';
import type { Fact, Service } from '../detect/types.ts';
import { distinct, toName } from '../detect/names.ts';
import { ExitCode, UserError } from '../errors.ts';
import { openInventory } from '../inventory/open.ts';
import type { AddRequest, AnswerId, Changes, Repo } from '../pipeline.ts';
import { isDirty, readGit } from '../repo/git.ts';
import { readRepo } from '../repo/read.ts';
import { loadAllStacks, loadShared } from '../stacks/load.ts';
import { tool } from '../tool.ts';
import { commitChanges } from '../tree/commit.ts';
import { addService, type AddContext, type Added } from './add-service.ts';
import type { NewHost } from './new.ts';
import { addWorkflows } from './add-workflows.ts';

export type AddHost = Omit<NewHost, 'confirmDirectory'> & {
  /** Told of each service before anything is asked about it. */
  readonly onFound?: (service: Service) => void;
};

export type AddResult = {
  /** False when conflicts without consent stopped it; nothing is written then. */
  readonly ok: boolean;
  /** Absolute. */
  readonly root: string;
  readonly services: readonly Added[];
  /** Workflows of several services, which are the repository's; absent for one. */
  readonly workflows?: Changes;
  /** What else could be an image, and was not chosen. */
  readonly others: readonly Service[];
  /** What the user should know of the repository. */
  readonly notes: readonly string[];
  /** What could not be read. */
  readonly problems: readonly string[];
};

/** Flags that say something of one service. */
const ofOne = [
  'target',
  'name',
  'port',
  'health',
  'image',
  'packages',
  'start',
  'build',
  'apt',
  'files',
  'writable',
] as const;

/**
 * `add`: containerizes the repository that is there. Reads it, asks what it does not tell, writes our files beside its own.
 * @throws UserError (nothingToDo) when nothing in it can be an image, (answerNeeded) when nobody can be asked
 */
export async function add(request: AddRequest, host: AddHost): Promise<AddResult> {
  const [stacks, shared, repo] = await Promise.all([
    loadAllStacks(),
    loadShared(),
    readRepo(request.cwd, request.dir),
  ]);
  if (repo.entries.length === 0) throw nothingThere(request.dir);
  const inventory = openInventory(repo.root);
  const given = givenFacts(request, repo);
  const hints = readHints(inventory, given);
  const candidates = await detect(inventory, hints, stacks);
  const chosen = withNames(
    chooseServices(candidates, { lang: given.lang?.value, service: given.service?.value }),
  );
  const git = readGit(repo.root);
  const several = chosen.length > 1;
  const context: AddContext = { request, host, repo, stacks, shared, git, hints, several };
  if (several) refuseForSeveral(request, chosen);
  const scopes = distinct(chosen.map(({ dir, name }) => toName(dir) ?? name.value));

  const services: Added[] = [];
  for (const [at, service] of chosen.entries())
    services.push(await addService(service, scopes[at] as string, context));
  const workflows = context.several ? await addWorkflows(services, context) : undefined;
  const all = [...services.map(({ changes }) => changes), ...(workflows ? [workflows] : [])];
  const ok = all.every(({ items }) => items.every(({ action }) => action !== 'conflict'));
  const writes = all.some(({ items }) =>
    items.some(({ action }) => action === 'create' || action === 'update'),
  );
  const notes = [
    ...(writes && git.isRoot && (await isDirty(repo.root, host.signal)) ? [dirty] : []),
    ...candidates.flatMap((each) =>
      each.found === 'refusal' && (each.rank ?? 0) > 0 ? [`left out: ${each.reason}`] : [],
    ),
  ];
  if (ok && !request.dryRun) await commitChanges(joined(repo.root, all), host.signal);
  const others = candidates.filter(
    (each) => each.found === 'service' && !chosen.some(({ recipe }) => recipe === each.recipe),
  ) as Service[];
  const result = { ok, root: repo.root, services, others, notes, problems: inventory.problems() };
  return workflows ? { ...result, workflows } : result;
}

const dirty = 'there are changes that are not committed: commit them first, and `git diff` shows ours alone';

/** What the user said, by flag now or saved by an earlier run: detectors take it before what they find. */
function givenFacts({ flags }: AddRequest, { saved }: Repo): Given {
  const facts: Partial<Record<AnswerId, Fact>> = {};
  for (const [id, value] of Object.entries(saved) as [AnswerId, string][]) {
    facts[id] = { value, from: 'distroless.yaml', confidence: 'high' };
  }
  for (const [id, value] of Object.entries(flags) as [AnswerId, string][]) {
    facts[id] = { value, from: `--${id}`, confidence: 'high' };
  }
  return facts;
}

function refuseForSeveral({ flags }: AddRequest, services: readonly Service[]): void {
  const flag = ofOne.find((id) => flags[id] !== undefined);
  if (flag === undefined) return;
  throw new UserError(`--${flag} says something of one service, and there are ${services.length} here`, {
    exitCode: ExitCode.usage,
    hint: `pick one with --service: ${services.map(({ name }) => name.value).join(', ')}`,
  });
}

/** Two services of one name would be pushed as one image. */
function withNames(services: readonly Service[]): readonly Service[] {
  const isOnly = ({ name }: Service) =>
    services.filter((each) => each.name.value === name.value).length === 1;
  const wanted = services.map((service) =>
    isOnly(service) ? service.name.value : (toName(service.dir) ?? service.name.value),
  );
  return distinct(wanted).map((value, at) => {
    const service = services[at] as Service;
    if (value === service.name.value) return service;
    return {
      ...service,
      name: { value, from: 'directory, as there are two of that name', confidence: 'medium' },
    };
  });
}

function nothingThere(dir: string): UserError {
  return new UserError(`${dir} is empty or not there`, {
    exitCode: ExitCode.nothingToDo,
    hint: `a new service: ${tool.name} new`,
  });
}

/** One commit for all: half of the services would be as bad as half of a file. */
function joined(root: string, all: readonly Changes[]): Changes {
  const items = all.flatMap((changes) => {
    const dir = posix.relative(slashed(root), slashed(changes.root));
    return changes.items.map((item) => ({ ...item, path: posix.join(dir, item.path) }));
  });
  return { root, items };
}

function slashed(path: string): string {
  return path.replaceAll('\\', '/');
}
