import { joined } from '../../inventory/paths.ts';
import { toPort } from '../../detect/names.ts';
import type { Patch } from './place.ts';
import type { Program } from './program.ts';

/** A port that a settings file says, and where. */
export type SettingsPort = {
  readonly port: string;
  readonly from: string;
  /** What makes it listen for others than its own machine, in the part of the file that says the port. */
  readonly edits: readonly Required<Patch>[];
};

const line =
  /^\s*["']?(?:(?:http|server|web|app|api|listen|bind)[\w.-]*?)?(?:port|addr(?:ess)?|listen|bind)["']?\s*[:=]\s*["']?(?:[\w.[\]]*:)?(\d{2,5})["']?\s*,?\s*(?:#.*|\/\/.*)?$/i;
/** A part of the file about something else than the service. */
const section =
  /^\s*["']?(?:redis|mysql|postgres\w*|pg|db|database|mongo\w*|vault|cache|queue|storage|smtp|e?mail|kafka|nats|rabbit\w*|metrics|prometheus|grpc|rpc|elastic\w*|consul|jaeger|otel|tls|https|acme|\w+challenge|s?ftpd?|webdavd?|ssh\w*|log\w*)["']?\s*[:={]|^\s*\[["']?(?:redis|mysql|postgres\w*|database|mongo\w*|smtp|mail|kafka|metrics|grpc)/i;

/** `listen: 127.0.0.1:8080`, `host = "localhost"` */
const loopback =
  /^\s*["']?(?:(?:http|server|web|app|api|listen|bind)[\w.-]*?)?(?:host|addr(?:ess)?|listen|bind|ip)["']?\s*[:=]\s*["']?(localhost|127\.0\.0\.1)(?=(?::\d{2,5})?["']?\s*,?\s*(?:#.*|\/\/.*)?$)/i;

/** The line that a part of a file begins with, and how far its own lines are indented. */
function partOf(lines: readonly string[], index: number): string {
  const indent = (lines[index] ?? '').search(/\S/);
  const start = lines
    .slice(0, index)
    .findLastIndex((text) => /^\s*\[/.test(text) || (/^\s*[^\s#;]/.test(text) && text.search(/\S/) < indent));
  return `${start} ${indent}`;
}

function editOf(path: string, number: number, text: string): Required<Patch> | undefined {
  const host = loopback.exec(text)?.[1];
  return host === undefined ? undefined : { path, line: number, from: host, to: '0.0.0.0' };
}

/** Where names are asked for and mail is taken, beside which a service is asked over HTTP. */
const others = new Set(['53', '853', '25', '465', '587']);

/** In the settings files that the program reads. */
export function readSettingsPort(
  { module: { repo } }: Program,
  base: string,
  paths: readonly string[],
): SettingsPort | undefined {
  const files = paths.flatMap((path) => {
    const whole = joined(base, path);
    if (repo.has(whole)) return [whole];
    return repo.below(whole).filter((file) => /conf/i.test(path) && file.split('/').length < 8);
  });
  for (const path of files
    .filter(
      (file) =>
        /\.(?:ya?ml|json|toml|ini|conf|env|properties|cfg)(?:\.(?:example|sample|dist|default))?$|\.env\.\w+$/.test(
          file,
        ) && !/(?:^|\/)(?:tests?|testing|testdata)\//.test(file),
    )
    .slice(0, 12)) {
    let other = -1;
    let first: { readonly port: string; readonly line: number } | undefined;
    const edits: Required<Patch>[] = [];
    const lines = (repo.read(path) ?? '').split('\n');
    for (const [index, text] of lines.entries()) {
      const indent = text.search(/\S/);
      if (indent < 0 || /^\s*(?:#|\/\/|;)/.test(text)) continue;
      if (section.test(text)) other = indent;
      else if (/^\s*\[/.test(text) || indent < other || (indent === other && !/^\s*\w+\s*=/.test(text)))
        other = -1;
      if (other >= 0) continue;
      const edit = editOf(path, index + 1, text);
      if (edit && !/\.env/.test(path)) edits.push(edit);
      const number = toPort(line.exec(text)?.[1] ?? '');
      if (number !== undefined && !others.has(number)) first ??= { port: number, line: index + 1 };
    }
    if (first) {
      const own = partOf(lines, first.line - 1);
      return {
        port: first.port,
        from: `${path}:${first.line}`,
        edits: edits.filter((edit) => partOf(lines, edit.line - 1) === own),
      };
    }
  }
  return undefined;
}
