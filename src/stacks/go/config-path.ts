import { within } from '../../inventory/paths.ts';
import { around, findAll, placeOf } from './lines.ts';
import type { Program } from './program.ts';
import type { RunTimeFile } from './run-time-files.ts';

/** A variable without which a program ends, and the settings of the repository that it can name. */
export type ConfigPath = { readonly env: string; readonly file: RunTimeFile };

/** Written for a container before those for a developer's machine. */
const order = [/docker|container/, /prod/, /default|^config$|^app$/, /local|dev/];

/** configPath := os.Getenv("CONFIG_PATH"), which must not be empty, beside config/local.yaml and config/prod.yaml. */
export function readConfigPath(program: Program, base: string): ConfigPath | undefined {
  const { files, module } = program;
  const found = findAll(files, /\bos\.(?:Getenv|LookupEnv)\("((?:[A-Z]+_)?CONFIG_(?:PATH|FILE))"\)/g).find(
    (each) => /(?:== ""|!ok\b)[^]*?(?:log\.(?:Fatal|Panic)|panic\(|os\.Exit)/.test(around(each, 0, 4)),
  );
  if (!found) return undefined;
  const own = module.repo
    .below(base)
    .map((path) => within(base, path))
    .filter((path) => /^(?:configs?\/|conf\/)?[\w.-]+\.(?:ya?ml|toml)$/.test(path) && /conf/.test(path))
    .filter((path) => !/test|example|sample|compose/.test(path));
  const rank = (path: string) => {
    const name = path.replace(/^.*\//, '').replace(/\.\w+$/, '');
    const at = order.findIndex((pattern) => pattern.test(name));
    return at < 0 ? order.length : at;
  };
  const [best] = own.toSorted((a, b) => rank(a) - rank(b));
  if (best === undefined || (own.length > 1 && rank(best) === order.length)) return undefined;
  return { env: found.match[1] ?? '', file: { path: best, from: placeOf(found), built: false } };
}
