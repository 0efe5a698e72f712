import { resolveAnswers, type Ask } from '../answers/resolve.ts';
import { chooseServices } from '../detect/choose.ts';
import { detect } from '../detect/detect.ts';
import { readHints, type Given } from '../detect/hints.ts';
import type { Chosen, Fact, Service } from '../detect/types.ts';
import { ExitCode, UserError } from '../errors.ts';
import { gather } from '../gather/gather.ts';
import { openInventory } from '../inventory/open.ts';
import type { AddRequest, Answer, AnswerId, Answers, Changes, Plan, Receipt, Repo } from '../pipeline.ts';
import { makePlan } from '../render/plan.ts';
import { renderTree } from '../render/tree.ts';
import { readRepo } from '../repo/read.ts';
import { loadAllStacks, loadShared } from '../stacks/load.ts';
import type { StackManifest } from '../stacks/schema.ts';
import { commitChanges, receiptOf } from '../tree/commit.ts';
import { diffTree } from '../tree/diff.ts';
import type { NewHost } from './new.ts';
import { pin } from './pin.ts';
import { refuseEnded } from './refuse-ended.ts';
import { settleConflicts } from './settle.ts';

export type AddHost = Omit<NewHost, 'confirmDirectory'>;

export type AddResult = {
  /** False when conflicts without consent stopped it; nothing is written then. */
  readonly ok: boolean;
  readonly services: readonly Added[];
  /** What else could be an image, and was not chosen. */
  readonly others: readonly Service[];
  /** What could not be read. */
  readonly problems: readonly string[];
};

/** What became of one service. */
export type Added = {
  readonly service: Service;
  readonly answers: Answers;
  readonly plan: Plan;
  readonly changes: Changes;
  readonly receipt: Receipt;
};

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
  if (repo.entries.length === 0) {
    throw new UserError(`${request.dir} is empty or not there`, {
      exitCode: ExitCode.nothingToDo,
      hint: 'create-distroless new makes a new service',
    });
  }
  const inventory = openInventory(repo.root);
  const given = givenFacts(request, repo);
  const candidates = await detect(inventory, readHints(inventory, given), stacks);
  const lang = given.lang?.value;
  const chosen = chooseServices(candidates, {
    ...(lang !== undefined && { lang }),
    ...(given.service && { service: given.service.value }),
  });
  const services: Added[] = [];
  for (const service of chosen) {
    const answers = await answer(service, request, repo, stacks, host.ask);
    const gathered = await gather(answers, { cwd: request.cwd, root: repo.root }, host.signal);
    const stack = stacks.find(({ id }) => id === service.stack) as StackManifest;
    const recipe = service.recipe(chosenOf(answers, stack));
    const drawn = makePlan(repo, answers, stacks, shared, gathered, { service, recipe });
    if (!request.force) refuseEnded(drawn, host.now ?? new Date());
    const plan = answers.pin ? await pin(drawn, answers.pin, repo, host.signal) : drawn;
    const tree = await renderTree(plan);
    const changes = await settleConflicts(await diffTree(tree, repo), request, host);
    services.push({ service, answers, plan, changes, receipt: receiptOf(changes) });
  }
  const ok = services.every(({ changes }) => changes.items.every(({ action }) => action !== 'conflict'));
  if (ok && !request.dryRun) {
    for (const { changes } of services) await commitChanges(changes, host.signal);
  }
  const others = candidates.filter((each) => each.found === 'service' && !chosen.includes(each)) as Service[];
  return { ok, services, others, problems: inventory.problems() };
}

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

async function answer(
  service: Service,
  request: AddRequest,
  repo: Repo,
  stacks: readonly StackManifest[],
  ask: Ask | undefined,
): Promise<Answers> {
  const { stack, name, target, port, health, packages } = service;
  const lang: Answer = {
    value: stack,
    source: request.flags.lang === undefined ? 'detected' : 'flag',
    from: request.flags.lang === undefined ? target.from : '--lang',
    confidence: 'high',
  };
  const detected = {
    name: asAnswer(name),
    target: asAnswer(target),
    ...(port && { port: asAnswer(port) }),
    ...(health && { health: asAnswer(health) }),
  };
  const answers = await resolveAnswers({
    command: 'add',
    request,
    repo,
    stacks,
    ask,
    known: { lang },
    detected,
  });
  // Libraries that were found are as good as given, unless the user gives others.
  if (answers.packages || packages.length === 0) return answers;
  const all = packages.map(({ value }) => value).join(',');
  const from = packages.map((fact) => fact.from).join(', ');
  return { ...answers, packages: { value: all, source: 'detected', from, confidence: 'high' } };
}

function asAnswer(fact: Fact): Answer {
  return { ...fact, source: 'detected' };
}

function chosenOf(answers: Answers, stack: StackManifest): Chosen {
  const target = stack.targets[answers.target.value];
  if (!target) throw new Error(`no such target: ${answers.target.value}`);
  const health = answers.health?.value ?? 'none';
  return {
    target: { id: answers.target.value, ...target },
    port: Number(answers.port?.value ?? 0),
    health: health === 'none' ? '' : health,
    files: answers.files?.value.split(',') ?? [],
    writable: answers.writable?.value.split(',') ?? [],
  };
}
