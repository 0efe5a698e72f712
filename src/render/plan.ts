import { posix } from 'node:path';
import { splitImage } from '../answers/kinds.ts';
import { valuesOf } from '../answers/values.ts';
import { debianOf, findBase } from '../bases/find.ts';
import { extraCaPath } from '../gather/extra-ca.ts';
import { onlyPlace, type Place, type Workflow } from '../pipeline.ts';
import type {
  Answer,
  Answers,
  AnswerValues,
  Context,
  Gathered,
  Plan,
  PlannedRule,
  Repo,
} from '../pipeline.ts';
import { findZones, zoneBytes, type Zones } from '../bases/zones.ts';
import { layerDir } from '../stacks/load.ts';
import type { FileRule, SharedLayer, StackManifest, Target } from '../stacks/schema.ts';
import { tool } from '../tool.ts';
import type { Service } from '../detect/types.ts';
import type { WriteOptions, WrittenRecipe } from '../recipe/write.ts';
import { formatSize, parseSize } from '../units.ts';
import { fullName } from './references.ts';

/** What `add` found, and how the image is made of it. */
export type Added = {
  readonly service: Service;
  /** Some step of it must run on the target platform. */
  readonly native: boolean;
  /** Files of ours that its recipe needs; see Recipe. */
  readonly parts: readonly string[];
  /** Writes the recipe: handed in, as `new` has none and does not load what writes it. */
  readonly write: (options: WriteOptions) => WrittenRecipe;
  readonly place: Place;
  readonly branch: string;
};

/** Chooses the stack, the pair of images and the rules that apply. Answers are already checked, so nothing here can fail on them. */
export function makePlan(
  repo: Pick<Repo, 'root'>,
  answers: Answers,
  stacks: readonly StackManifest[],
  shared: SharedLayer,
  gathered: Gathered = { notes: [] },
  added?: Added,
): Plan {
  const values = valuesOf(answers) as AnswerValues;
  const stack = stacks.find(({ id }) => id === values.lang);
  const pair = stack?.targets[values.target];
  if (!stack || !pair) throw new Error(`no such target: ${values.lang} ${values.target}`);
  const zones = values.tz === 'true' ? findZones(stack, pair) : undefined;
  const native = added?.native ?? pair.native;
  const target = {
    id: values.target,
    ...pair,
    native,
    verify: added
      ? // Nobody knows yet what it weighs and how long it takes to start.
        { ...pair.verify, size: '', boot: '30s', stop: '10s', ignore: {} }
      : { ...pair.verify, size: budgetOf(pair, values, zones) },
  };
  const manager = chosen(stack.managers, values.manager);
  const dialect = chosen(stack.dialects, values.dialect);
  const image = splitImage(values.image);
  const context: Context = {
    name: values.name,
    port: Number(values.port ?? 0),
    image: { ...image, onGithub: image.registry === '' || image.registry === 'ghcr.io' },
    ci: values.ci,
    branch: added?.branch ?? 'main',
    place: added?.place ?? onlyPlace,
    stack: {
      id: stack.id,
      label: stack.label,
      ecosystem: manager?.ecosystem ?? stack.ecosystem,
      trust: stack.trust,
    },
    target,
    ...(manager && { manager }),
    ...(dialect && { dialect }),
    directories: manager?.directories ?? [],
    held: heldBuilder(pair),
    vars: { ...stack.vars, ...target.vars, ...manager?.vars, ...dialect?.vars },
    commands: manager?.commands ?? stack.commands,
    probe: added
      ? probeOf(values, added.service)
      : `{ path: ${pair.verify.probe.path}, status: ${pair.verify.probe.status} }`,
    isCommand: added?.service.kind === 'cli',
    workflow: workflowOf(added),
    tool: { name: tool.name, version: tool.version },
    answers: recordOf(values),
    ...contextOfOptions(values, pair, gathered),
    zones: zones === 'missing',
  };
  const recipe =
    added &&
    added.write({
      port: context.port,
      secretMounts: context.secretMounts,
      apt: values.apt?.split(',') ?? [],
      ours: posix.relative(added.place.context, added.place.dir),
    });
  const packages = packagesOf(values, pair, recipe?.libraries ?? '');
  const buildSecrets = keptSecrets(recipe?.secrets ?? []);
  const flags = buildSecrets.map(({ name }) => ` --secret id=${name},env=${name}`);
  const secretFlags = [context.secretFlags, ...flags].join('');
  const whole = { ...context, packages, buildSecrets, secretFlags, ...(recipe && { recipe }) };
  const facts = {
    ...values,
    native: String(native),
    packages: packages.image === '' ? undefined : packages.image,
    ...Object.fromEntries((added?.parts ?? []).map((id) => [id, 'true'])),
  };
  const kind = added ? 'add' : 'files';
  const rules = [
    ...shared[kind].filter(applies(facts)).map(inLayer(layerDir(), answers)),
    ...stack[kind].filter(applies(facts)).map(inLayer(layerDir(stack.id), answers)),
  ];
  const notes = [...gathered.notes, ...(zones === undefined ? [] : [noteOfZones(zones, stack, pair)])];
  return { root: repo.root, stack, target, context: whole, rules, digests: new Map(), notes };
}

function workflowOf(added: Added | undefined): Workflow {
  const { scope } = added?.place ?? onlyPlace;
  const own = scope !== '';
  return {
    name: own ? `image of ${scope}` : 'image',
    does: added ? 'Builds' : 'Tests the service, builds',
    job: added ? 'Build, verify' : 'Test, build, verify',
    tests: !added,
    prefix: own ? `${scope}-` : '',
    scope: own ? `,scope=${scope}` : '',
  };
}

/**
 * Secrets of the build, each with what GitHub keeps it as: a name there does not begin with GITHUB_, and GITHUB_TOKEN is the workflow's
 * own, which no image is to hold: https://docs.github.com/en/actions/reference/security/secrets#naming-your-secrets
 */
function keptSecrets(names: readonly string[]): readonly { readonly name: string; readonly kept: string }[] {
  const free = (name: string): string => (names.includes(name) ? free(`BUILD_${name}`) : name);
  return names.map((name) => ({ name, kept: /^GITHUB_/i.test(name) ? free(`BUILD_${name}`) : name }));
}

/** How verify is to ask what was there before: by the route that was found, else whether it answers at all. */
function probeOf({ health = '' }: AnswerValues, { kind }: Service): string {
  if (kind === 'cli' || kind === 'worker') return '{ scheme: none }';
  return `{ path: ${JSON.stringify(health === '' || health === 'none' ? '/' : health)} }`;
}

function contextOfOptions(values: AnswerValues, { runtime }: Target, { extraCa = '' }: Gathered) {
  const registry = values.registry ?? '';
  const scratch = runtime === 'scratch';
  const used = values['extra-ca'] !== undefined;
  const inImage = values['extra-ca-runtime'] === 'true';
  return {
    registry,
    baseName: scratch ? '' : registry === '' ? runtime : `$REGISTRY/${fullName(runtime)}`,
    certificates: scratch && !inImage,
    extraCa: { used, inImage, pem: extraCa },
    secretMounts: used ? '--mount=type=secret,id=extra-ca,required=true ' : '',
    secretFlags: used ? ` --secret id=extra-ca,src=${extraCaPath}` : '',
    buildSecrets: [],
    packages: { names: [], image: '', mount: '' },
  };
}

/** Debian packages to add: those that are named, and those that the build finds a program to need. */
function packagesOf(values: AnswerValues, { runtime }: Target, mount: string): Context['packages'] {
  const names = values.packages?.split(',') ?? [];
  const used = names.length > 0 || mount !== '';
  return { names, image: used ? debianOf(runtime) : '', mount };
}

/** What distroless.yaml keeps: switches as such, and the certificates where the repository has them. */
function recordOf(values: AnswerValues): Context['answers'] {
  const kept = Object.entries(values).map(([id, value]) => [id, value === 'true' ? true : value]);
  return {
    ...Object.fromEntries(kept),
    ...(values['extra-ca'] !== undefined && { 'extra-ca': extraCaPath }),
  };
}

/** What the image may weigh; empty where packages of unknown size are in it. */
function budgetOf({ verify }: Target, { packages }: AnswerValues, zones: Zones | undefined): string {
  if (packages !== undefined) return '';
  if (zones !== 'missing') return verify.size;
  return formatSize(parseSize(verify.size) + zoneBytes).replace(' ', '');
}

function noteOfZones(zones: Zones, { label }: StackManifest, { runtime }: Target): string {
  if (zones === 'embedded') return `a program in ${label} has the time zones in itself: --tz adds nothing`;
  if (zones === 'base') return `${runtime} has the time zones: --tz adds nothing`;
  return `the time zones are ${formatSize(zoneBytes)} of the image`;
}

/**
 * A builder that Dependabot must not move alone: what it makes is for one version of an interpreter, and its tag is that
 * version (`3.13-slim` moves on by minor versions). The runtime's name has no version that Dependabot could compare.
 */
function heldBuilder({ build, link }: Target): Context['held'] {
  const builder = link === 'interpreted' ? findBase(build) : undefined;
  const version = builder?.interpreter?.version;
  if (!builder || version === undefined || !tagOf(build).startsWith(`${version}-`))
    return { name: '', updates: '' };
  const parts = version.includes('.') ? ['major', 'minor'] : ['major'];
  return { name: builder.name, updates: parts.map((part) => `version-update:semver-${part}`).join(', ') };
}

function tagOf(ref: string): string {
  return ref.slice(ref.lastIndexOf(':') + 1);
}

/** What an answer names among the stack's managers or dialects; undefined where there is no such question. */
function chosen<T extends object>(
  choices: Readonly<Record<string, T>>,
  id: string | undefined,
): (T & { readonly id: string }) | undefined {
  if (id === undefined) return undefined;
  const one = choices[id];
  if (!one) throw new Error(`no such choice: ${id}`);
  return { id, ...one };
}

function applies(facts: Readonly<Record<string, string | undefined>>) {
  return ({ when = {} }: FileRule) =>
    Object.entries(when).every(([id, value]) =>
      value === true ? facts[id] !== undefined : facts[id] === value,
    );
}

function inLayer(layer: string, answers: Readonly<Record<string, Answer | undefined>>) {
  return ({ from, to, owner, group, required, holds }: FileRule): PlannedRule => ({
    from,
    to,
    owner,
    layer,
    ...(group !== undefined && { group }),
    ...(required && { required }),
    ...(holds !== undefined && { value: answers[holds]?.source === 'saved' ? 'saved' : 'given' }),
  });
}
