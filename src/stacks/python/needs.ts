import type { Need } from '../../detect/types.ts';
import { place, type Inventory } from '../../inventory/types.ts';

const name = `['"]([A-Z][A-Z0-9_]{1,60})['"]`;
/** os.environ["X"] fails without X; request.environ is the request's. */
const subscript = new RegExp(`(?:\\bos\\.|(?<![.\\w]))environ\\[\\s*${name}\\s*\\]`);
/** decouple and environs: config("X") and env("X") fail without X and without a default. */
const called = new RegExp(
  `\\b(?:config|env(?:\\.\\w+)?|get_env_variable|require_env)\\(\\s*${name}\\s*(?:,\\s*cast\\s*=\\s*\\w+\\s*)?\\)`,
);
/** SECRET_KEY = os.environ.get("X"), also `or None`: nothing is the same as a missing key. */
const key = new RegExp(
  `^\\s*SECRET_KEY\\s*=\\s*os\\.(?:environ\\.get|getenv)\\(\\s*${name}\\s*(?:,\\s*None\\s*)?\\)(?:\\s*or\\s*None)?\\s*$`,
);
/** os.environ.get("X").split(",") fails without X. */
const used = new RegExp(`(?:environ\\.get|getenv)\\(\\s*${name}\\s*\\)\\.\\w`);
const optional = new RegExp(`(?:environ\\.get|getenv)\\(\\s*${name}`);

/** What a computer, its terminal or its desktop sets, or a server that is told by it what it is. */
const ofMachine =
  /^(?:PATH|HOME|PORT|HOST|USER|TZ|PYTHON\w*|DJANGO_SETTINGS_MODULE|XDG_\w+|(?:LOCAL)?APPDATA|TERM\w*|COLORTERM|COLUMNS|LINES|PAGER|LESS|EDITOR|VISUAL|BROWSER|SHELL|DISPLAY|LANG|LC_\w+|NO_COLOR|FORCE_COLOR|VIRTUAL_ENV|CONDA_\w+|TMUX\w*|STY|SSH_\w+|SUDO_\w+|CI|GITHUB_(?:ACTIONS|OUTPUT)|LISTEN_(?:PID|FDS))$/;

/** Environment variables that these files read; those of a computer itself are left out. */
export function envOf(repo: Inventory, paths: readonly string[]): readonly Need[] {
  const found = new Map<string, Need>();
  for (const [pattern, required] of [
    [subscript, true],
    [called, true],
    [key, true],
    [used, true],
    [optional, false],
  ] as const) {
    for (const hit of repo.search(paths, pattern, 60)) {
      const env = hit.match[1] as string;
      const line = hit.match.input ?? '';
      // Set here, deleted here, or asked for first.
      if (found.has(env) || ofMachine.test(env)) continue;
      // What a server of WSGI calls its environment is that of a request; a setting of that name is none of it.
      const isOfRequest =
        /^(?:PATH_INFO|QUERY_STRING|REMOTE_\w+|REQUEST_\w+|SCRIPT_NAME|SERVER_\w+|HTTP_\w+|CONTENT_\w+)$/;
      if (isOfRequest.test(env) && !new RegExp(`^\\s*${env}\\s*=\\s*os\\.`).test(line)) continue;
      if (required && (/environ\[[^\]]+\]\s*=[^=]/.test(line) || /\bin\s+os\.environ|^\s*#/.test(line)))
        continue;
      const guarded =
        required &&
        new RegExp(
          `${name.replace('([A-Z][A-Z0-9_]{1,60})', env)}\\s+in\\s+os\\.environ|(?:if|and|or|not)\\b[^\\n]*?(?:environ\\.get|getenv)\\(\\s*['"]${env}['"]|try:`,
        ).test(repo.read(hit.path) ?? '');
      found.set(env, { env, from: place(hit), required: required && !guarded });
    }
  }
  return [...found.values(), ...settingsOf(repo, paths, found)];
}

/** Fields of pydantic's settings without a default. https://docs.pydantic.dev/latest/concepts/pydantic_settings/ */
function settingsOf(
  repo: Inventory,
  paths: readonly string[],
  known: ReadonlyMap<string, Need>,
): readonly Need[] {
  const classes = repo.search(paths, /^class \w+\((?:\w+\.)?\w*BaseSettings\w*\):/, 10);
  return classes.flatMap(({ path, line }) => {
    const lines = (repo.read(path) ?? '').split('\n').slice(line);
    const end = lines.findIndex((each) => /^\S/.test(each));
    const prefix = /env_prefix\s*=\s*['"](\w+)['"]/.exec(lines.join('\n'))?.[1] ?? '';
    return lines.slice(0, end < 0 ? lines.length : end).flatMap((each, at): Need[] => {
      const field = /^ {4}([A-Za-z]\w*)\s*:\s*([\w.[\], |"]+?)\s*$/.exec(each);
      if (!field || /Optional|None|ClassVar|model_config/.test(each)) return [];
      const env = `${prefix}${field[1]}`.toUpperCase();
      return known.has(env) ? [] : [{ env, from: place({ path, line: line + at + 1 }), required: true }];
    });
  });
}
