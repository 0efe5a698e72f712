import { within } from '../../inventory/paths.ts';
import { around, findAll, placeOf } from './lines.ts';
import type { Program } from './program.ts';
import type { RunTimeFile } from './run-time-files.ts';

/** A variable without which a program ends, and the settings of the repository that it can name. */
type ConfigPath = { readonly env: string; readonly file: RunTimeFile; readonly note: string };

/** Written for a container before any others. */
const order = [/docker|container/, /prod/, /default|^config$|^app$/];
/** What is for a developer's machine has its passwords. */
const notForImages = /test|example|sample|compose|(?:^|[/._-])(?:local|dev(?:el\w*)?)[._-]/;

/** configPath := os.Getenv("CONFIG_PATH"), which must not be empty, beside config/prod.yaml. */
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
    .filter((path) => !notForImages.test(path));
  const rank = (path: string) => {
    const name = path.replace(/^.*\//, '').replace(/\.\w+$/, '');
    const at = order.findIndex((pattern) => pattern.test(name));
    return at < 0 ? order.length : at;
  };
  const [best] = own.toSorted((a, b) => rank(a) - rank(b));
  if (best === undefined || (own.length > 1 && rank(best) === order.length)) return undefined;
  const env = found.match[1] ?? '';
  return {
    env,
    file: { path: best, from: placeOf(found), built: false },
    note: `it ends without ${env} (${placeOf(found)}): the image sets it to ${best} of the repository; mount your own and set ${env} for others`,
  };
}
