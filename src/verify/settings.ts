import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { parse } from 'yaml';
import { checkPort } from '../answers/kinds.ts';
import { ExitCode, UserError } from '../errors.ts';
import { checks } from './checks/index.ts';
import { containerFields, resolveContainer, type ContainerSettings } from './container-settings.ts';
import { Probe, type ProbeSettings } from './probe-settings.ts';
import type { Allowed } from './secrets/allow.ts';
import { DurationText, SizeText } from '../stacks/schema.ts';
import { parseDuration, parseSize } from '../units.ts';

/** What an image is held to. */
export type Settings = {
  /** From distroless.yaml; the directory's name where there is none. */
  readonly name: string | undefined;
  /** The stack that generated the repository, if one did. */
  readonly stack: string | undefined;
  readonly port: number | undefined;
  /** The build context, relative to the directory: `../..` for a service of a workspace. */
  readonly context: string;
  readonly probe: ProbeSettings;
  readonly container: ContainerSettings;
  /** Absent: any size will do. */
  readonly sizeBytes: number | undefined;
  readonly bootMs: number;
  readonly stopMs: number;
  /** The base image must be pinned by digest. */
  readonly pinned: boolean;
  /** The build trusts the certificates that the repository has for it. */
  readonly extraCa: boolean;
  /** Run also the checks that build again. */
  readonly thorough: boolean;
  /** Files that may differ from build to build, as in a .dockerignore, each with the reason. */
  readonly reproducible: { readonly ignore: Readonly<Record<string, string>> };
  /** Why a check is not run, by its id. */
  readonly skip: Readonly<Record<string, string>>;
  /** What the secrets check finds and may stay. */
  readonly allowedSecrets: readonly Allowed[];
};

const fileName = 'distroless.yaml';
const checkIds = checks.map(({ id }) => id);

const Reason = (what: string) => v.pipe(v.string(what), v.nonEmpty(what));
const allowedPath = 'a path of the image such as /app/key.pem, or /app/testdata/** for all below it';
const AllowedSecret = v.union(
  [
    v.strictObject({
      path: v.pipe(v.string(), v.regex(/^\/[^*]*(?:\/\*\*)?$/, allowedPath)),
      reason: Reason('the reason why'),
    }),
    v.strictObject({
      variable: v.pipe(v.string(), v.nonEmpty('the name of a variable')),
      reason: Reason('the reason why'),
    }),
  ],
  `${allowedPath}, or the name of a variable; and the reason why`,
);

const Config = v.looseObject({
  schema: v.literal(1, 'this version of the tool reads schema 1'),
  answers: v.optional(
    v.looseObject({
      name: v.optional(v.string()),
      lang: v.optional(v.string()),
      'extra-ca': v.optional(v.string()),
      port: v.optional(
        v.pipe(
          v.union([v.number(), v.string()]),
          v.transform(String),
          v.check(
            (port) => checkPort(port) === undefined,
            ({ input }) => checkPort(input) as string,
          ),
        ),
      ),
    }),
    {},
  ),
  build: v.optional(
    v.strictObject({
      context: v.pipe(
        v.string(),
        v.regex(/^(\.|\.\.(\/\.\.)*)$/, 'the directory itself or one above it, such as ../..'),
      ),
    }),
    { context: '.' },
  ),
  // Strict: a budget with a typing mistake in its name would silently hold nothing.
  verify: v.optional(
    v.strictObject({
      size: v.optional(SizeText),
      boot: v.optional(DurationText),
      stop: v.optional(DurationText),
      probe: v.optional(Probe, {}),
      ...containerFields,
      thorough: v.optional(v.boolean(), false),
      reproducible: v.optional(
        v.strictObject({ ignore: v.optional(v.record(v.string(), Reason('why they may differ')), {}) }),
        {},
      ),
      base: v.optional(
        v.strictObject({ pin: v.optional(v.picklist(['required', 'optional']), 'optional') }),
        {},
      ),
      skip: v.optional(
        v.record(v.picklist(checkIds, 'no such check'), Reason('the reason why it is skipped')),
        {},
      ),
      secrets: v.optional(v.strictObject({ allow: v.optional(v.array(AllowedSecret), []) }), {}),
    }),
    {},
  ),
});

/**
 * Reads the repository's distroless.yaml; without one, defaults that hold for any web service.
 * @throws UserError (usage) when the file is there and not understood.
 */
export async function readSettings(dir: string): Promise<Settings> {
  const text = await readFile(join(dir, fileName), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return 'schema: 1';
    throw new UserError(`${fileName} cannot be read: ${error.code}`, { exitCode: ExitCode.usage });
  });
  const { answers, verify, build } = check(text);
  return {
    name: answers.name,
    stack: answers.lang,
    port: answers.port === undefined ? undefined : Number(answers.port),
    context: build.context,
    probe: verify.probe ?? v.parse(Probe, {}),
    container: await resolveContainer(dir, verify),
    sizeBytes: verify.size === undefined ? undefined : parseSize(verify.size),
    bootMs: parseDuration(verify.boot ?? '10s'),
    stopMs: parseDuration(verify.stop ?? '10s'),
    pinned: verify.base?.pin === 'required',
    extraCa: answers['extra-ca'] !== undefined,
    thorough: verify.thorough ?? false,
    reproducible: { ignore: verify.reproducible?.ignore ?? {} },
    skip: verify.skip ?? {},
    allowedSecrets: verify.secrets?.allow ?? [],
  };
}

function check(text: string): v.InferOutput<typeof Config> {
  let value: unknown;
  try {
    value = parse(text);
  } catch (error) {
    throw new UserError(`${fileName} is not valid YAML: ${(error as Error).message.split('\n')[0]}`, {
      exitCode: ExitCode.usage,
    });
  }
  const parsed = v.safeParse(Config, value);
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  throw new UserError(`${fileName}: ${v.getDotPath(issue) ?? 'the file'}: ${issue.message}`, {
    exitCode: ExitCode.usage,
  });
}
