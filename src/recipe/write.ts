import { posix } from 'node:path';
import { alwaysIgnored, ignoreMark } from './always-ignored.ts';
import { copyWords, ignoreLine, ignorePattern, lineWord, literalPath, literalWord, sh } from './quote.ts';
import { requiredSecrets } from './required-secrets.ts';
import { lines, paragraphs, wrap } from './text.ts';
import type { BuildStage, Recipe, Runtime, Step, Writable } from './types.ts';
import { writeStep, type StepOptions } from './write-step.ts';

/** A recipe as the Dockerfile template takes it: the text of each stage, without what the options add. */
export type WrittenRecipe = {
  readonly stages: readonly WrittenStage[];
  /** The stage that compiles: it has certificates to copy. */
  readonly main: string;
  readonly workdir: string;
  /** What the last stage copies and sets. */
  readonly runtime: string;
  /** Its user, health command and entrypoint. */
  readonly start: string;
  /** The entrypoint alone, for the debug stage. */
  readonly entrypoint: string;
  /** A flag of the RUN that adds Debian packages, a space after it: it reads more names from a file; see Runtime.libraries. */
  readonly libraries: string;
  /** Names of build secrets that it does not build without. */
  readonly secrets: readonly string[];
  /** Lines of .dockerignore. */
  readonly ignore: readonly string[];
  /** Lines that the .dockerignore before had. */
  readonly kept: readonly string[];
  /** What stands above each part of .dockerignore. */
  readonly mark: typeof ignoreMark;
  readonly context: readonly string[];
};

type WrittenStage = {
  /** Lines that begin with #, or nothing. */
  readonly comment: string;
  /** What follows FROM. */
  readonly from: string;
  readonly trust: boolean;
  readonly body: string;
};

export type WriteOptions = StepOptions & {
  /** Of a server; 0 for anything else. */
  readonly port: number;
  /** Debian packages that the user asks to build with. */
  readonly apt: readonly string[];
};

export function writeRecipe(recipe: Recipe, options: WriteOptions): WrittenRecipe {
  const { stages, runtime } = recipe;
  const { writable = [] } = runtime;
  const main = stages.find((stage) => stage.main) ?? stages[0];
  if (!main) throw new Error('a recipe without a stage');
  const tools = stages.find((stage) => stage.tools) ?? main;
  return {
    stages: stages.map((stage) => {
      const apt = stage === tools ? unique([...(stage.apt ?? []), ...options.apt]) : (stage.apt ?? []);
      const written = writeStage({ ...stage, apt }, options);
      const more = stage === main ? makeWritable(writable) : [];
      return { ...written, body: lines([written.body, ...more]).trimEnd() };
    }),
    main: main.name,
    workdir: runtime.workdir ?? '/',
    runtime: lines([
      ...(runtime.workdir === undefined ? [] : [`WORKDIR ${lineWord(runtime.workdir)}`]),
      ...runtime.steps.map((step) => writeStep(step, options)),
      ...writable.flatMap((each, at) => copyWritable(each, at, main.name)),
    ]),
    start: lines(writeStart(runtime, options)),
    entrypoint: lines(writeEntrypoint(runtime)),
    libraries: runtime.libraries
      ? `--mount=from=${runtime.libraries.from},source=${runtime.libraries.path},target=/libraries `
      : '',
    secrets: requiredSecrets(recipe),
    ignore: [...alwaysIgnored, ...recipe.ignore].map(ignorePattern),
    kept: recipe.kept ?? [],
    mark: ignoreMark,
    context: (recipe.context ? [...recipe.context, ...oursOf(recipe, options)] : []).map(ignoreLine),
  };
}

function writeStage(stage: BuildStage, options: WriteOptions): WrittenStage {
  const platform = stage.platform === 'build' ? '--platform=$BUILDPLATFORM ' : '';
  return {
    comment: stage.comment === undefined ? '' : wrap(stage.comment),
    from: `${platform}${stage.image} AS ${stage.name}`,
    trust: stage.trust ?? false,
    body: paragraphs([
      ...writeApt(stage.apt ?? [], options),
      ...stage.steps.map((step) => writeStep(step, options)),
    ]),
  };
}

function writeApt(names: readonly string[], { secretMounts }: WriteOptions): readonly string[] {
  if (names.length === 0) return [];
  return [
    '# What it is built with; the release of Debian sets the versions.',
    '# hadolint ignore=DL3008',
    `RUN ${secretMounts}apt-get update \\\n && apt-get install -y --no-install-recommends ${names.join(' ')} \\\n && rm -rf /var/lib/apt/lists/*`,
  ];
}

/** Files that we write and the build reads: an allow-list of the context has them too. */
function oursOf({ stages, runtime }: Recipe, { ours }: WriteOptions): readonly string[] {
  const steps: readonly Step[] = [...stages, runtime].flatMap((each) => each.steps);
  const sources = steps.flatMap((step) => ('copy' in step ? step.copy : []));
  return sources.flatMap((source) =>
    typeof source === 'object' && 'ours' in source ? [posix.join(ours, source.ours)] : [],
  );
}

/**
 * Directories of the program's user. The last stage can run nothing, so the build stage makes them; a COPY of what one is in
 * keeps its mode, which lets group 0 write: a random user has that.
 */
function makeWritable(writable: readonly Writable[]): readonly string[] {
  const paths = writable.flatMap(({ path, content }, at) =>
    content === undefined ? [sh`${`/writable/${at}/${posix.basename(path)}`}`] : [],
  );
  return paths.length === 0 ? [] : [`RUN mkdir -p ${paths.join(' ')} \\\n && chmod 775 ${paths.join(' ')}`];
}

function copyWritable({ path, why, volume, content }: Writable, at: number, main: string): readonly string[] {
  // A COPY of what a directory is in keeps its mode.
  const source = content === undefined ? `/writable/${at}/` : literalPath(`${posix.dirname(content)}/`);
  const words = [source, literalWord(`${posix.dirname(path)}/`.replace('//', '/'))];
  return [
    wrap(`Written to: ${why}.`),
    `COPY --from=${main} --chown=65532:0 ${copyWords(words)}`,
    ...(volume ? [`VOLUME ${JSON.stringify([literalWord(path)])}`] : []),
  ];
}

function writeStart(runtime: Runtime, { port }: WriteOptions): readonly string[] {
  return [
    ...(port === 0 ? [] : [`EXPOSE ${port}`]),
    '# By number: Kubernetes cannot tell from a name that it is not root.',
    'USER 65532:65532',
    ...(runtime.whyStopSignal === undefined ? [] : [wrap(runtime.whyStopSignal)]),
    ...(runtime.stopSignal === undefined ? [] : [`STOPSIGNAL ${runtime.stopSignal}`]),
    ...writeHealth(runtime),
    ...writeEntrypoint(runtime),
  ];
}

function writeHealth({ health, noHealth, startPeriod = 5 }: Runtime): readonly string[] {
  if (!health) return noHealth === undefined ? [] : [wrap(`No HEALTHCHECK: ${noHealth}`)];
  return [
    '# Without a shell or curl, which the image does not have.',
    `HEALTHCHECK --interval=30s --timeout=3s --start-period=${startPeriod}s CMD ${JSON.stringify(health)}`,
  ];
}

function writeEntrypoint({ entrypoint, command }: Runtime): readonly string[] {
  return [
    `ENTRYPOINT ${JSON.stringify(entrypoint)}`,
    // Without one, the base's would follow the entrypoint.
    ...(command === undefined ? [] : [`CMD ${JSON.stringify(command)}`]),
  ];
}

function unique(names: readonly string[]): readonly string[] {
  return [...new Set(names)];
}
