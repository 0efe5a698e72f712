import { posix } from 'node:path';
import { parseCommand } from '../../detect/command.ts';
import type { Candidate, Detector, Hints, Refusal, Scene } from '../../detect/types.ts';
import type { Bin, Package } from './manifest.ts';
import { whyNoImage } from './refuse.ts';
import { serviceOf } from './service.ts';
import { findWorkspaces, type Workspace } from './workspace.ts';

export const detector: Detector = { stack: 'rust', detect };

/** More than anybody deploys from one repository; each is read whole. */
const mostWorkspaces = 40;
const mostBins = 6;

function detect(scene: Scene): readonly Candidate[] {
  const isNamed = scene.hints('').service !== undefined;
  return findWorkspaces(scene.repo, isNamed)
    .slice(0, mostWorkspaces)
    .flatMap((workspace) => detectWorkspace(workspace, scene));
}

function detectWorkspace(workspace: Workspace, scene: Scene): readonly Candidate[] {
  const { dir, manifest, members, broken } = workspace;
  if (broken !== undefined) {
    const hint = broken.includes('is a template')
      ? 'make a project of it first, then run add in that'
      : 'run add where the whole workspace is; --service picks a program of it';
    return [refusal(dir, broken, hint)];
  }
  const hints = scene.hints(dir);
  const bins = members.flatMap((own) =>
    own.bins.map((bin) => ({
      own,
      bin,
      // What the names of its helpers begin with: `rga` beside `rga-preproc`.
      likely: likelihood(own, bin, workspace, hints) + (leads(bin, own.bins) ? 0.005 : 0),
    })),
  );
  const found = bins.toSorted((a, b) => b.likely - a.likely).slice(0, mostBins);
  const candidates = found.map(({ own, bin, likely }): Candidate => {
    const why = whyNoImage(scene.repo, own, bin, workspace);
    if (why) return refusal(dir, why.reason, why.hint);
    return serviceOf({ own, bin, likely, workspace, alone: bins.length === 1 }, scene);
  });
  if (candidates.length > 0 && !isBesideLibrary(workspace, found, candidates)) return candidates;
  const [first] = members;
  const why = first && whyNoImage(scene.repo, first, undefined, workspace);
  if (why) return [refusal(dir, why.reason, why.hint)];
  return [
    refusal(
      dir,
      `${manifest} is a library: it has no program`,
      'an image is made of a program: src/main.rs or a [[bin]]',
    ),
  ];
}

/** The package of the root is a library, and the programs beside it are tools for it: none is called like it, and none serves. */
function isBesideLibrary(
  { virtual, dir, members, defaults }: Workspace,
  found: readonly { readonly own: Package; readonly bin: Bin; readonly likely: number }[],
  candidates: readonly Candidate[],
): boolean {
  const root = members.find((each) => each.dir === dir);
  if (virtual || root === undefined || root.bins.length > 0) return false;
  return (
    found.every(
      ({ own, bin, likely }) => bin.name !== root.name && likely < 1 && !defaults.includes(own.dir),
    ) && candidates.every((each) => each.found === 'service' && each.kind === 'cli')
  );
}

function refusal(dir: string, reason: string, hint: string): Refusal {
  return { found: 'refusal', stack: 'rust', dir, reason, hint };
}

function leads({ name }: Bin, bins: readonly Bin[]): boolean {
  return bins.length > 1 && bins.every((other) => other.name === name || other.name.startsWith(`${name}-`));
}

/** By its name, its package's, or the directory of that. */
function isCalled(name: string, own: Package, bin: Bin): boolean {
  if (name === bin.name) return true;
  const isOnly = own.bins.length === 1 || own.defaultRun === bin.name || own.name === bin.name;
  return isOnly && own.dir !== '' && (name === own.dir || name === posix.basename(own.dir));
}

/** Tools of the repository itself, and what only helps with a service. */
const tools =
  /(^|[_-])(xtask|bench(mark)?s?|tests?|fuzz|examples?|demo|seed(er)?|codegen|gen|generate|tools?|scripts?|migrat\w*|e2e|helper|loadtest|client)($|[_-])/i;

/** From 0 to 0.09, to tell programs of one kind from each other; 1 is what the user or the start command names. */
function likelihood(own: Package, bin: Bin, { dir, defaults }: Workspace, { start, service }: Hints): number {
  if (service !== undefined && isCalled(posix.normalize(service.value).replace(/\/$/, ''), own, bin))
    return 1;
  const started = start && parseCommand(start.value)?.at(-1)?.words;
  if (started?.some((word) => word === bin.name || word.endsWith(`/${bin.name}`))) return 1;
  if (/(^|\/)examples?(\/|$)/.test(own.dir) || tools.test(bin.name) || tools.test(own.name)) return -0.4;
  return (
    0.01 +
    (own.defaultRun === bin.name ? 0.03 : 0) +
    (own.dir === dir ? 0.02 : 0) +
    (defaults.includes(own.dir) ? 0.02 : 0) +
    (bin.name === own.name ? 0.01 : 0) +
    (/server|backend|\bapi\b|\bweb\b|\bapp\b/.test(bin.name) || /(^|\/)(server|daemon)(\/|$)/.test(own.dir)
      ? 0.01
      : 0) -
    (/(^|\/)(tools?|scripts?)(\/|$)/.test(own.dir) ? 0.01 : 0) -
    (/(^|[_-])(cli|ctl)$/.test(bin.name) ? 0.01 : 0)
  );
}
