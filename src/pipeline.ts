/**
 * The stages of `new` and `add` (later `update`), one readonly type each. A stage is a function of the one
 * before it and never reaches back; only the two ends touch the terminal or the disk.
 *
 *   argv ──▶ NewRequest ──▶ Repo ──▶ Answers ──▶ Gathered ──▶ Plan ──▶ Tree ──▶ Changes ──▶ Receipt
 *      cli.ts     repo/read   answers/     gather/       render/   render/   tree/diff   tree/commit
 *                 (disk)      resolve      (disk,        plan      tree      (disk)      (disk)
 *                             (terminal)   network)
 *
 * `add` has two more between Repo and Answers: what the repository holds (inventory/) and what the detectors find in it
 * (detect/); what they find says how the image is made (recipe/), and the Dockerfile is written from that.
 *
 * The stages of `verify` are in verify/types.ts.
 */
import type { WrittenRecipe } from './recipe/write.ts';
import type { Dialect, FileRule, Manager, StackManifest, Target } from './stacks/schema.ts';

export type QuestionId =
  | 'lang'
  | 'target'
  | 'manager'
  | 'dialect'
  | 'name'
  | 'port'
  | 'health'
  | 'image'
  | 'ci';
/** Never asked; absent unless it was given. A switch has the value `true`. */
export type OptionId =
  | 'registry'
  | 'pin'
  | 'extra-ca'
  | 'extra-ca-runtime'
  | 'packages'
  | 'tz'
  | 'service'
  | 'start'
  | 'build'
  | 'apt'
  | 'files'
  | 'writable';
export type AnswerId = QuestionId | OptionId;
/** Only some stacks have these questions, and a command line has no port. */
type Optional = 'manager' | 'dialect' | 'port' | 'health' | OptionId;

/** What the user typed, unresolved: a flag that was not given is absent. */
export type NewRequest = {
  /** Absolute; relative directories are below it. */
  readonly cwd: string;
  /** The positional argument as typed; absent when the directory follows from the name. */
  readonly dir?: string;
  readonly flags: Readonly<Partial<Record<AnswerId, string>>>;
  readonly yes: boolean;
  readonly dryRun: boolean;
  readonly force: boolean;
};

/** What was typed after `add`. */
export type AddRequest = NewRequest & {
  readonly dir: string;
  /** Build, boot and check it afterwards; repair what is known how. */
  readonly verify: boolean;
};

/** Facts about the directory that will be written to. */
export type Repo = {
  /** Absolute path. */
  readonly root: string;
  /** Names in the directory; empty when it does not exist. */
  readonly entries: readonly string[];
  /** Answers that an earlier run recorded in distroless.yaml. */
  readonly saved: Readonly<Partial<Record<AnswerId, string>>>;
  readonly base: Base;
  /** Digests in the Dockerfile that is there, by the image's full name: Dependabot moves them on. */
  readonly pinned?: ReadonlyMap<string, string>;
};

/** What an earlier run wrote, by path; empty when there was none. */
export type Base = {
  /** Pristine text of the managed files. */
  readonly managed: ReadonlyMap<string, string>;
  /** Fingerprints of the user's files as they were written; null where the user's own was there before us. */
  readonly once: ReadonlyMap<string, string | null>;
};

export type Source = 'flag' | 'saved' | 'detected' | 'prompt' | 'default';

export type Answer = {
  readonly value: string;
  readonly source: Source;
  /** Where exactly: `--lang`, `distroless.yaml`, `directory name`. */
  readonly from: string;
  readonly confidence: 'high' | 'medium' | 'low';
};

export type Answers = AnswersOf<Answer>;
type AnswersOf<Value> = Readonly<
  Record<Exclude<AnswerId, Optional>, Value> & Partial<Record<Optional, Value>>
>;
export type AnswerValues = AnswersOf<string>;

/** What the options need from outside. */
export type Gathered = {
  /** The certificates to trust, as PEM. */
  readonly extraCa?: string;
  /** What the user should know besides. */
  readonly notes: readonly string[];
};

/** Everything the templates may know, and which of them apply. */
export type Plan = {
  readonly root: string;
  readonly stack: StackManifest;
  readonly target: Target & { readonly id: string };
  readonly context: Context;
  readonly rules: readonly PlannedRule[];
  /** By the image's full name; an image that is not in it goes by its tag. */
  readonly digests: ReadonlyMap<string, string>;
  /** What the user should know besides the files. */
  readonly notes: readonly string[];
};

export type PlannedRule = Omit<FileRule, 'when' | 'holds'> & {
  readonly value?: TreeFile['value'];
  /** Folder of the layer that the rule belongs to, absolute. */
  readonly layer: string;
};

/** The names a template may use; a test walks every template's syntax tree against them. */
export type Context = {
  readonly name: string;
  /** 0 for what is no server. */
  readonly port: number;
  readonly image: {
    readonly ref: string;
    /** Empty when the answer names none: then it is GitHub's, under the repository's owner. */
    readonly registry: string;
    readonly repository: string;
    readonly onGithub: boolean;
  };
  readonly ci: string;
  /** The branch that is built and pushed. */
  readonly branch: string;
  readonly place: Place;
  readonly stack: {
    readonly id: string;
    readonly label: string;
    readonly ecosystem: string;
    readonly trust: StackManifest['trust'];
  };
  readonly target: Target & { readonly id: string };
  /** Absent where the stack has no managers to choose from. */
  readonly manager?: Manager & { readonly id: string };
  /** Likewise. */
  readonly dialect?: Dialect & { readonly id: string };
  /** The builder image that only moves with the runtime, and the update types to leave alone; both empty where there is none. */
  readonly held: { readonly name: string; readonly updates: string };
  /** Where Dependabot looks, when it is not the root. */
  readonly directories: readonly string[];
  readonly vars: Readonly<Record<string, string>>;
  /** A command line, of which nobody knows what it is run with. */
  readonly isCommand: boolean;
  /** How verify asks it, as YAML. */
  readonly probe: string;
  readonly workflow: Workflow;
  /** How the image is made of a repository that was there before; absent for a new service. */
  readonly recipe?: WrittenRecipe;
  readonly commands: StackManifest['commands'];
  readonly tool: { readonly name: string; readonly version: string };
  readonly answers: Readonly<Record<string, string | boolean>>;

  // Of the options: each is empty or false without its flag.

  /** What every image's name begins with. The Dockerfile gets it when it is rendered; see render/references.ts. */
  readonly registry: string;
  /** What the label of the base image says; empty on scratch. */
  readonly baseName: string;
  /** Does the last stage take the builder's certificate bundle? */
  readonly certificates: boolean;
  readonly extraCa: { readonly used: boolean; readonly inImage: boolean; readonly pem: string };
  /** Flags of each RUN that goes to the network, a space after each. */
  readonly secretMounts: string;
  /** Flags of `docker build` that go with them, a space before each. */
  readonly secretFlags: string;
  /** The secrets that a build of the repository does not do without: each comes from the variable of its name, and is `kept` as that by CI. */
  readonly buildSecrets: readonly { readonly name: string; readonly kept: string }[];
  readonly packages: {
    readonly names: readonly string[];
    /** What they are added with; empty: there are none. */
    readonly image: string;
    /** A flag of RUN, a space after it: the build tells more names. */
    readonly mount: string;
  };
  /** Are zone data to be copied into the image? */
  readonly zones: boolean;
};

/** Where the files of a service are, for its workflow; all relative to the repository's root. */
export type Place = {
  readonly dir: string;
  /** The build context. */
  readonly context: string;
  /** The Dockerfile, where it is not the context's own; else empty. */
  readonly file: string;
  /** What tells it from the repository's other services; empty where it is the only one. */
  readonly scope: string;
  /** The build context as distroless.yaml has it, relative to the directory. */
  readonly above: string;
  /** What paths of our files begin with in the build context: empty, or with a slash at the end. */
  readonly ours: string;
  /** The same in the repository. */
  readonly path: string;
};

/** What the workflow is called and says, as text for its YAML. */
export type Workflow = {
  readonly name: string;
  /** `Tests the service, builds` */
  readonly does: string;
  readonly job: string;
  /** The Dockerfile has a stage that runs the tests. */
  readonly tests: boolean;
  /** Of caches, groups: what tells it from the repository's other services, a dash after it; empty for the only one. */
  readonly prefix: string;
  /** The same for a cache that has no other scope, with the comma before it. */
  readonly scope: string;
};

export const onlyPlace: Place = {
  dir: '.',
  context: '.',
  file: '',
  scope: '',
  above: '.',
  ours: '',
  path: '',
};

export type Owner = FileRule['owner'];

export type TreeFile = {
  /** Relative to the root, with `/`. */
  readonly path: string;
  readonly content: Buffer;
  readonly mode: 0o644 | 0o755;
  readonly owner: Owner;
  /** Files of one group belong together, such as the sample app: one without the others is of no use. */
  readonly group?: string;
  /** The build fails without it: where it was deleted it is written again. */
  readonly required?: true;
  /** It is the value of an option, given just now or read from this very file; it is never merged. */
  readonly value?: 'given' | 'saved';
};

/** The files as they should be, in memory, sorted by path. */
export type Tree = { readonly root: string; readonly files: readonly TreeFile[] };

export type Action = 'create' | 'identical' | 'update' | 'delete' | 'conflict' | 'skip';

/**
 * What else there is to say about an action. `merged`: the user's changes and ours; `overlap`: both changed the same
 * lines; `obsolete`: the answers no longer need the file.
 */
export type Reason = 'merged' | 'overlap' | 'obsolete';

export type Change = TreeFile & {
  readonly action: Action;
  readonly reason?: Reason;
  /** What is on disk now; absent when there is nothing. */
  readonly before?: Buffer;
  /** Where the changes overlap: both, between conflict markers. Absent for what is not text. */
  readonly marked?: Buffer;
  /** What changed in a file of the user's and does not fit any more: from one text to the other, to be done by hand. */
  readonly byHand?: Pick<Change, 'before' | 'content'>;
};

export type Changes = { readonly root: string; readonly items: readonly Change[] };

/** What was done, as `--json` prints it. */
export type Receipt = {
  readonly files: readonly ReceiptFile[];
};

export type ReceiptFile = Pick<Change, 'path' | 'action' | 'reason'>;
