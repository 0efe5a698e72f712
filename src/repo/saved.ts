import * as v from 'valibot';
import { UserError } from '../errors.ts';
import { options } from '../answers/options.ts';
import { questions } from '../answers/questions.ts';
import { checkDepth } from '../inventory/depth.ts';
import type { AnswerId } from '../pipeline.ts';

const text = v.pipe(v.union([v.string(), v.number(), v.boolean()]), v.transform(String));
const ids = [...questions, ...options].map(({ id }) => id);

const Saved = v.looseObject({
  schema: v.literal(1, 'this version of the tool reads schema 1'),
  answers: v.optional(v.looseObject(Object.fromEntries(ids.map((id) => [id, v.optional(text)]))), {}),
});

/**
 * The answers that distroless.yaml records.
 * @throws UserError when the file is not one of ours or is broken.
 */
export async function readSaved(yaml: string): Promise<Readonly<Partial<Record<AnswerId, string>>>> {
  const { parse } = await import('yaml');
  let value: unknown;
  try {
    value = parse(checkDepth(yaml), { maxAliasCount: 100 });
  } catch (error) {
    throw new UserError(`distroless.yaml is not valid YAML: ${(error as Error).message.split('\n')[0]}`, {
      exitCode: 1,
    });
  }
  const parsed = v.safeParse(Saved, value);
  if (!parsed.success) {
    const [issue] = parsed.issues;
    throw new UserError(`distroless.yaml: ${v.getDotPath(issue) ?? 'the file'}: ${issue.message}`, {
      exitCode: 1,
    });
  }
  return parsed.output.answers as Partial<Record<AnswerId, string>>;
}
