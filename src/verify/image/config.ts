import * as v from 'valibot';
import { damaged } from './problem.ts';
import type { Image } from './types.ts';

const strings = v.nullish(v.array(v.string()), []);
const keys = v.pipe(v.nullish(v.record(v.string(), v.unknown()), {}), v.transform(Object.keys));
const text = v.nullish(v.string(), '');
const HistoryFile = v.object({
  created_by: text,
  comment: text,
  empty_layer: v.nullish(v.boolean(), false),
});
const ConfigFile = v.object({
  os: v.string(),
  architecture: v.string(),
  variant: text,
  history: v.nullish(v.array(HistoryFile), []),
  config: v.nullish(
    v.object({
      User: v.nullish(v.string(), ''),
      Entrypoint: strings,
      Cmd: strings,
      Env: strings,
      ExposedPorts: keys,
      Healthcheck: v.nullish(v.object({ Test: strings, Timeout: v.nullish(v.number(), 0) }), {
        Test: [],
        Timeout: 0,
      }),
      StopSignal: v.nullish(v.string(), ''),
      WorkingDir: v.nullish(v.string(), ''),
      Labels: v.nullish(v.record(v.string(), v.string()), {}),
    }),
    {},
  ),
});

/**
 * Reads an image's configuration.
 * @throws ArchiveProblem when it is not one
 */
export function parseConfig(json: string): Pick<Image, 'config' | 'history'> & { readonly variant: string } {
  const { os, architecture, variant, config, history } = parseJson(ConfigFile, json, 'the configuration');
  return {
    variant,
    config: { os, architecture, ...(config as v.InferOutput<typeof ConfigFile>['config'] & object) },
    history: history.map(({ created_by: createdBy, comment, empty_layer: emptyLayer }) => ({
      createdBy,
      comment,
      emptyLayer,
    })),
  };
}

/**
 * JSON of an archive, of the shape that it must have.
 * @param what names it in a message
 */
export function parseJson<S extends v.GenericSchema>(
  schema: S,
  json: string,
  what: string,
): v.InferOutput<S> {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    throw damaged(`${what} is not JSON`);
  }
  const parsed = v.safeParse(schema, value, { abortEarly: true });
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  throw damaged(`${what} is not one: ${v.getDotPath(issue) ?? 'as a whole'}: ${issue.message}`);
}
