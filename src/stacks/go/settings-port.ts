import { inside } from '../../inventory/paths.ts';
import { toPort } from '../../detect/names.ts';
import type { Program } from './program.ts';

/** A port that a settings file says, and where. */
export type SettingsPort = { readonly port: string; readonly host: string; readonly from: string };

const line =
  /^\s*["']?(?:(?:http|server|web|app|api|listen|bind)[\w.-]*?)?(?:port|addr(?:ess)?|listen|bind)["']?\s*[:=]\s*["']?(?:([\w.[\]]*):)?(\d{2,5})["']?\s*,?\s*(?:#.*|\/\/.*)?$/i;
/** A part of the file about something else than the service. */
const section =
  /^\s*["']?(?:redis|mysql|postgres\w*|pg|db|database|mongo\w*|smtp|e?mail|kafka|nats|rabbit\w*|metrics|prometheus|grpc|rpc|elastic\w*|consul|jaeger|otel|tls|https|acme|\w+challenge|s?ftpd?|webdavd?|ssh\w*|log\w*)["']?\s*[:={]|^\s*\[["']?(?:redis|mysql|postgres\w*|database|mongo\w*|smtp|mail|kafka|metrics|grpc)/i;

/** Where names are asked for and mail is taken, beside which a service is asked over HTTP. */
const others = new Set(['53', '853', '25', '465', '587']);

/** In the settings files that the program reads. */
export function readSettingsPort(
  { module: { repo } }: Program,
  base: string,
  paths: readonly string[],
): SettingsPort | undefined {
  const files = paths.flatMap((path) =>
    repo.has(inside(base, path))
      ? [inside(base, path)]
      : repo.below(inside(base, path)).filter((file) => /conf/i.test(path) && file.split('/').length < 8),
  );
  for (const path of files
    .filter(
      (file) =>
        /\.(?:ya?ml|json|toml|ini|conf|env|properties|cfg)$|\.env\.\w+$/.test(file) &&
        !/(?:^|\/)(?:tests?|testing|testdata)\//.test(file),
    )
    .slice(0, 12)) {
    let other = -1;
    for (const [index, text] of (repo.read(path) ?? '').split('\n').entries()) {
      const indent = text.search(/\S/);
      if (indent < 0 || /^\s*(?:#|\/\/|;)/.test(text)) continue;
      if (section.test(text)) other = indent;
      else if (/^\s*\[/.test(text) || indent < other || (indent === other && !/^\s*\w+\s*=/.test(text)))
        other = -1;
      if (other >= 0) continue;
      const [, host = '', number = ''] = line.exec(text) ?? [];
      const port = toPort(number);
      if (port !== undefined && !others.has(port)) return { port, host, from: `${path}:${index + 1}` };
    }
  }
  return undefined;
}
