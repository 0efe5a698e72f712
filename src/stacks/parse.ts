import * as v from 'valibot';
import { parse } from 'yaml';
import { type Manifests, SharedLayer, StackManifest } from './schema.ts';

const schemas = { stack: StackManifest, layer: SharedLayer };

/**
 * Parses the text of a manifest and holds it to its schema.
 * @throws Error that names every field that is wrong, each with its path.
 */
export function parseManifest<Kind extends keyof Manifests>(
  text: string,
  kind: Kind,
  path: string,
): Manifests[Kind] {
  const parsed = v.safeParse(schemas[kind], parse(text));
  if (parsed.success) return parsed.output as Manifests[Kind];
  const issues = parsed.issues.map((issue) => `${v.getDotPath(issue) ?? '(root)'}: ${issue.message}`);
  throw new Error(`${path}: ${issues.join('; ')}`);
}
