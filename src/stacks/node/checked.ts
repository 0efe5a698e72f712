import { lineNumber } from '../../inventory/line-number.ts';
import { place, type Inventory } from '../../inventory/types.ts';

/** A setting that the program checks when it starts. */
export type Checked = { readonly name: string; readonly from: string; readonly required: boolean };

/** Where a table of settings is handed to what checks them. */
const checks =
  /\bprocess\.env\b|\bcreateEnv\(|\bcleanEnv\(|\benvsafe\(|\bEnv\.(?:rules|create)\(|\bparseEnv\(|\benvSchema\b|validationSchema/;

/**
 * Names in the schemas of zod, Joi, envalid, valibot, TypeBox and AdonisJS; they are given before the program starts, or it ends.
 * https://env.t3.gg, https://joi.dev, https://github.com/af/envalid, https://docs.adonisjs.com/guides/environment-variables
 */
export function findChecked(repo: Inventory, sources: readonly string[]): readonly Checked[] {
  const key =
    /^\s*['"]?([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*)['"]?\s*:\s*(?:(?:z|Joi|joi|Yup|yup|v|t|Type|Env\.schema)\b\s*$|(z|Joi|joi|Yup|yup|v|t|Type|Env\.schema)\.|(str|num|bool|port|url|email|host|json)\()/;
  const files = [...new Set(repo.search(sources, key, 200).map(({ path }) => path))].filter((path) =>
    checks.test(repo.read(path) ?? ''),
  );
  const found = repo.search(files, key, 200).map((hit) => {
    const text = valueAt(repo.read(hit.path) ?? '', hit.line);
    const optional = /optional|nullish|nullable|default|Default|allow\(|\.catch\(|Optional\(|devDefault/.test(
      text,
    );
    // Joi asks for nothing unless it is told.
    const required = /\b[jJ]oi\b|\b[yY]up\b/.test(text) ? /\.required\(/.test(text) : !optional;
    return { name: hit.match[1] as string, from: place(hit), required };
  });
  return [...found, ...ofSchemas(repo, sources)];
}

/** What a schema of JSON is handed to. https://github.com/fastify/env-schema, https://github.com/fastify/fastify-env */
const bySchema = /['"](?:env-schema|@fastify\/env|fastify-env)['"]/;
/** `.prop('NAME', S.string().required())`: https://github.com/fastify/fluent-json-schema */
const fluent = /\.prop\(\s*['"]([A-Z][A-Z0-9_]*)['"]\s*,([^\n]{0,300})/g;
/** `required: ['NAME', 'OTHER']` */
const listed = /\brequired['"]?\s*:\s*\[([^[\]]{0,2000})\]/g;

/** Names that such a schema asks for, and gives no value itself. */
function ofSchemas(repo: Inventory, sources: readonly string[]): readonly Checked[] {
  const files = [...new Set(repo.search(sources, bySchema, 20).map(({ path }) => path))];
  return files.flatMap((path) => {
    const text = repo.read(path) ?? '';
    const chained = [...text.matchAll(fluent)].flatMap(({ 1: name = '', 2: value = '', index }) =>
      /\.required\(\s*\)/.test(value) && !/\.default\(/.test(value) ? [{ name, index }] : [],
    );
    const names = [...text.matchAll(listed)].flatMap(({ 1: list = '', index }) =>
      [...list.matchAll(/['"]([A-Z][A-Z0-9_]*)['"]/g)].map(({ 1: name = '' }) => ({ name, index })),
    );
    return [...chained, ...names.filter(({ name }) => !hasDefault(text, name))].map(({ name, index }) => ({
      name,
      from: place({ path, line: lineNumber(text, index) }),
      required: true,
    }));
  });
}

/** `NAME: { type: 'string', default: 'x' }` */
function hasDefault(text: string, name: string): boolean {
  return new RegExp(String.raw`\b${name}['"]?\s*:\s*\{[^{}]{0,300}\bdefault['"]?\s*:`).test(text);
}

/** The value that begins in a line, up to the next key. */
function valueAt(text: string, line: number): string {
  const [first = '', ...rest] = text.split('\n').slice(line - 1, line + 11);
  const end = rest.findIndex((each) => /^\s*(?:['"]?\w+['"]?\s*:|\}|\/\/|\/\*)/.test(each));
  return [first, ...rest.slice(0, end < 0 ? rest.length : end)].join('\n');
}
