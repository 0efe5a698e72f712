import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { parse } from 'yaml';
import { checkPort } from '../answers/kinds.ts';
import { ExitCode, UserError } from '../errors.ts';
import { checks } from './checks/index.ts';
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
  readonly probe: { readonly path: string; readonly status: number | undefined };
  /** Absent: any size will do. */
  readonly sizeBytes: number | undefined;
  readonly bootMs: number;
  readonly stopMs: number;
  /** The base image must be pinned by digest. */
  readonly pinned: boolean;
  /** The build trusts the certificates that the repository has for it. */
  readonly extraCa: boolean;
  /** Why a check is not run, by its id. */
  readonly skip: Readonly<Record<string, string>>;
  /** What the secrets check finds and may stay. */
  readonly allowedSecrets: readonly Allowed[];
};

const fileName = 'distroless.yaml';
const checkIds = checks.map(({ id }) => id);

const Reason = v.pipe(v.string('the reason why'), v.nonEmpty('the reason why'));
const allowedPath = 'a path of the image such as /app/key.pem, or /app/testdata/** for all below it';
const AllowedSecret = v.union(
  [
    v.strictObject({
      path: v.pipe(v.string(), v.regex(/^\/[^*]*(?:\/\*\*)?$/, allowedPath)),
      reason: Reason,
    }),
    v.strictObject({ variable: v.pipe(v.string(), v.nonEmpty('the name of a variable')), reason: Reason }),
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
  // Strict: a budget with a typing mistake in its name would silently hold nothing.
  verify: v.optional(
    v.strictObject({
      size: v.optional(SizeText),
      boot: v.optional(DurationText),
      stop: v.optional(DurationText),
      probe: v.optional(
        v.strictObject({
          path: v.optional(
            v.pipe(v.string(), v.regex(/^\/[!-~]*$/, 'a path such as /healthz, percent-encoded')),
            '/',
          ),
          status: v.optional(v.pipe(v.number(), v.integer(), v.minValue(100), v.maxValue(599))),
        }),
        {},
      ),
      base: v.optional(
        v.strictObject({ pin: v.optional(v.picklist(['required', 'optional']), 'optional') }),
        {},
      ),
      skip: v.optional(
        v.record(
          v.picklist(checkIds, 'no such check'),
          v.pipe(v.string('the reason why it is skipped'), v.nonEmpty('the reason why it is skipped')),
        ),
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
  const { answers, verify } = check(text);
  return {
    name: answers.name,
    stack: answers.lang,
    port: answers.port === undefined ? undefined : Number(answers.port),
    probe: { path: verify.probe?.path ?? '/', status: verify.probe?.status },
    sizeBytes: verify.size === undefined ? undefined : parseSize(verify.size),
    bootMs: parseDuration(verify.boot ?? '10s'),
    stopMs: parseDuration(verify.stop ?? '10s'),
    pinned: verify.base?.pin === 'required',
    extraCa: answers['extra-ca'] !== undefined,
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
