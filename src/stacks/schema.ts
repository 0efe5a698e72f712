import * as v from 'valibot';

/** `8MB`, `512 kB`, `1.5 GB`: decimal units, 1 MB = 10^6 bytes. */
export const SizeText = v.pipe(v.string(), v.regex(/^\d+(\.\d+)?\s?(B|kB|MB|GB)$/, 'a size such as 8MB'));

/** `500ms`, `5s`, `2m`. */
export const DurationText = v.pipe(v.string(), v.regex(/^\d+(\.\d+)?\s?(ms|s|m)$/, 'a duration such as 5s'));

const id = v.pipe(v.string(), v.regex(/^[a-z][a-z0-9]*$/, 'lower-case letters and digits'));
const relativePath = v.pipe(
  v.string(),
  v.minLength(1),
  v.check((path) => !path.startsWith('/') && !path.split('/').includes('..'), 'a path inside the tree'),
);

/** Constants for the templates, such as the language version. Those of the chosen target, manager and dialect join the stack's. */
const Vars = v.optional(v.record(v.string(), v.string()), {});

/** What `verify` holds an image of this stack to, until the repository's own distroless.yaml says otherwise. */
const VerifyDefaults = v.strictObject({
  size: SizeText,
  boot: DurationText,
  stop: DurationText,
  probe: v.strictObject({
    path: v.pipe(v.string(), v.startsWith('/')),
    status: v.pipe(v.number(), v.integer(), v.minValue(100), v.maxValue(599)),
  }),
  /** A path whose content differs from build to build, with the reason; one at most. */
  ignore: v.optional(
    v.pipe(
      v.record(v.pipe(v.string(), v.startsWith('/')), v.string()),
      v.check((paths) => Object.keys(paths).length <= 1, 'one path at most'),
    ),
    {},
  ),
});

/**
 * One rule of a layer: which template becomes which file, and whose it is afterwards.
 * `from` is a file or a folder, relative to the layer; `.hbs` is rendered, anything else is copied as it is.
 * `managed` files stay ours to update; `once` files are the user's from the first minute.
 */
export const FileRule = v.strictObject({
  from: relativePath,
  to: relativePath,
  owner: v.picklist(['managed', 'once']),
  /**
   * Answers that must all have these values for the rule to apply, such as `{ ci: github }`; `true`: any value. `native` is the
   * target's, `'true'` or `'false'`.
   */
  when: v.optional(v.record(v.string(), v.union([v.string(), v.literal(true)]))),
  /** Rules of one group stand or fall together: where the user has a file of it, the rest would not fit. A folder is a group of its own. */
  group: v.optional(v.string()),
  /** The build fails without it: where it was deleted it is written again. */
  required: v.optional(v.literal(true)),
  /** The option whose value is the whole of its content. */
  holds: v.optional(v.string()),
});

/** A runtime target: the builder and the runtime are chosen as one pair, so that libc and ABI match. */
export const Target = v.strictObject({
  label: v.string(),
  /** Printed when the target is chosen: why this base fits this stack. */
  reason: v.string(),
  /** Of a repository that was there before: the sample app is not made for it. */
  only: v.optional(v.literal('add')),
  /** Other ids that mean this target, such as `distroless` for the first of several that are. */
  aliases: v.optional(v.array(id), []),
  build: v.string(),
  runtime: v.string(),
  /** How the program meets the runtime; see bases/fits.ts. */
  link: v.picklist(['static', 'glibc', 'cxx', 'interpreted']),
  /** Something of the image is made by running the runtime: it is built on a machine of each platform, not cross-compiled. */
  native: v.optional(v.boolean(), false),
  debug: v.string(),
  vars: Vars,
  verify: VerifyDefaults,
});

const Commands = v.strictObject({
  run: v.string(),
  test: v.string(),
  /** What they take beyond the language's own tools; Markdown, for the README. */
  needs: v.optional(v.string(), ''),
});

/** A package manager or a layout of packages, where a language has several: what the dependency layer of the Dockerfile does. */
const Manager = v.strictObject({
  label: v.string(),
  /** Pinned by the templates; absent: the builder image brings it. */
  version: v.optional(v.string(), ''),
  /** The image that it is copied from; absent: the builder has it, or installs it. */
  image: v.optional(v.string(), ''),
  /** In place of the stack's. */
  ecosystem: v.optional(v.string()),
  /** What the layer reads besides the manifest of the language: the lock file, settings. */
  files: v.optional(v.array(relativePath), []),
  /** Directories of the builder to keep between builds, absolute. */
  caches: v.optional(v.array(v.pipe(v.string(), v.startsWith('/'))), []),
  /** Installs what the lock file says, and fails when it does not fit; empty where there is none, as of C. */
  install: v.optional(v.string(), ''),
  /** Writes the lock file anew; told to the user where ours may not fit their manifest. */
  lock: v.optional(v.string()),
  /** In place of the stack's. */
  commands: v.optional(Commands),
  /** Where Dependabot finds the manifests, when it is not the root. */
  directories: v.optional(v.array(v.pipe(v.string(), v.startsWith('/'))), []),
  vars: Vars,
});

/** What the sample app is written in, where a language has several. */
const Dialect = v.strictObject({ label: v.string(), vars: Vars });

/** `templates/_shared/layer.yaml`: the files that every stack gets. */
export const SharedLayer = v.strictObject({
  schema: v.literal(1),
  /** Of a new service. */
  files: v.array(FileRule),
  /** Of a repository that was there before. */
  add: v.array(FileRule),
});

/** `templates/<id>/stack.yaml`. */
export const StackManifest = v.strictObject({
  schema: v.literal(1),
  id,
  label: v.string(),
  summary: v.string(),
  /** Where it stands in lists, smallest first; the first of all is the default. Stacks without one come last, by their ids. */
  order: v.optional(v.number(), Number.MAX_SAFE_INTEGER),
  /** What a developer types in the generated repository; printed in its README. */
  commands: Commands,
  /** What Dependabot calls the language: https://docs.github.com/en/code-security/reference/supply-chain-security/supported-ecosystems-and-repositories; empty: it follows none of the language */
  ecosystem: v.optional(v.string(), ''),
  /**
   * Where the toolchain and the runtime look for certificate authorities: Debian’s bundle; one of their own and the file that
   * NODE_EXTRA_CA_CERTS names; a truststore of Java’s.
   */
  trust: v.optional(v.picklist(['system', 'extra', 'truststore']), 'system'),
  /** The program has the time zones in itself. */
  zones: v.optional(v.literal('embedded')),
  /** The first is the default; absent: the language has but one. */
  managers: v.optional(v.record(id, Manager), {}),
  /** Likewise. */
  dialects: v.optional(v.record(id, Dialect), {}),
  vars: Vars,
  /** The first target is the default. */
  targets: v.record(id, Target),
  /** Of a new service; absent: there is no sample app, and the stack is for `add` only. */
  files: v.optional(v.array(FileRule), []),
  /** Of a repository that was there before, besides what every stack gets. */
  add: v.optional(v.array(FileRule), []),
  /** The Dockerfile template that `verify --compare` builds: one stage, toolchain left in. */
  naive: v.optional(relativePath),
});

export type StackManifest = v.InferOutput<typeof StackManifest>;
export type SharedLayer = v.InferOutput<typeof SharedLayer>;
export type FileRule = v.InferOutput<typeof FileRule>;
export type Target = v.InferOutput<typeof Target>;
export type Manager = v.InferOutput<typeof Manager>;
export type Dialect = v.InferOutput<typeof Dialect>;

/** The manifests by kind: `<stack>/stack.yaml` and `_shared/layer.yaml`. */
export type Manifests = { readonly stack: StackManifest; readonly layer: SharedLayer };
