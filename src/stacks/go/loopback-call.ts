import { enclosing } from './enclosing.ts';
import { around, findAll, findFirst, type Found } from './lines.ts';
import type { Patch } from './place.ts';
import type { Listening } from './port.ts';
import type { Program } from './program.ts';
import { resolveText } from './resolve-text.ts';
import { lineStarts, type GoFile } from './source.ts';

const listen = String.raw`(?:\bListenAndServe(?:TLS)?|\.(?:Listen|Run|Start)(?:TLS)?)\(\s*(?:"tcp4?"\s*,\s*)?`;
const server = String.raw`\bhttp\.Server\{[^{}]{0,300}?\bAddr:\s*`;
const name = String.raw`\b(\w{0,40}[aA]ddr\w{0,40})\s*:?=\s*`;
/** "localhost:" + port, fmt.Sprintf("127.0.0.1:%d", port) */
const near = String.raw`(?:fmt\.Sprintf\(\s*)?"((?:localhost|127\.0\.0\.1):(?:%[sdv])?)"`;
const port = String.raw`\s*[+,]\s*([^\s,;{}][^\n,;{}]{0,80})`;
/** ":" + port, fmt.Sprintf("0.0.0.0:%d", port), ":8080" */
const open = String.raw`(?:fmt\.Sprintf\(\s*)?["\x60](?:0\.0\.0\.0|\[::\])?:(?:%[sdv]|\d{2,5})?["\x60]`;

/** What is listened to on one's own machine is meant so: tunnels, debuggers. */
const forItself = /tunnel|pprof|debug|metrics|admin|test/i;

/** Where a program joins such a host and the port that it serves at, and listens nowhere else: the host, and what opens it. */
export function readLoopbackCall(
  program: Program,
  listening: Listening,
): { readonly host: string; readonly patch: Required<Patch> } | undefined {
  if (isOpen(program)) return undefined;
  const files = program.files.filter((file) => isNear(file, program));
  const calls = [listen, server].flatMap((before) =>
    findAll(files, new RegExp(`${before}${near}${port}`, 'g')).map((found) => ({
      found,
      whole: found.match[1] ?? '',
      given: found.match[2] ?? '',
    })),
  );
  const variables = findAll(files, new RegExp(`${name}${near}${port}`, 'g'))
    .filter(({ file, match }) => isListened(match[1] ?? '', file))
    .map((found) => ({ found, whole: found.match[2] ?? '', given: found.match[3] ?? '' }));
  const call = [...calls, ...variables].find(
    ({ found, given }) => !isForItself(found) && isOf(given, listening, program),
  );
  if (!call) return undefined;
  const { found, whole } = call;
  const { file, match } = found;
  const at = whole.indexOf(':');
  return {
    host: whole.slice(0, at),
    patch: {
      path: file.path,
      // A struct begins lines before.
      line: lineStarts(file.code)(match.index + match[0].indexOf(`"${whole}"`)),
      from: `"${whole}"`,
      to: `"${whole.slice(at)}"`,
    },
  };
}

/** It listens on all interfaces already. */
function isOpen(program: Program): boolean {
  if (findFirst(program, new RegExp(`${listen}${open}|${server}${open}`))) return true;
  // gin takes PORT, on all interfaces.
  if (program.imports.has('github.com/gin-gonic/gin') && findFirst(program, /\.Run\(\s*\)/)) return true;
  return findAll(program.files, new RegExp(`${name}${open}`, 'g')).some(({ file, match }) =>
    isListened(match[1] ?? '', file),
  );
}

function isListened(variable: string, { code }: GoFile): boolean {
  return new RegExp(`(?:${listen}|${server})${variable}\\b`).test(code);
}

function isForItself(found: Found): boolean {
  const line = around(found, 0, 0);
  return /^\s*go /.test(line) || forItself.test(`${line} ${enclosing(found).name}`);
}

/** The port is the one that was found: by its variable, by what the line that says it calls it, or by its number. */
function isOf(given: string, { env, port: number, found }: Listening, program: Program): boolean {
  const variable = /\("([A-Z][A-Z\d_]*)"/.exec(given)?.[1];
  if (variable !== undefined) return variable === env;
  const word = /^(?:[\w.]{1,60}\(\s*)?[*&]?(?:\w+\.){0,6}(?:\w+\("([\w.-]+)"|(\w+))/.exec(given);
  const called = word?.[1] ?? word?.[2];
  if (called === undefined) return false;
  const said = `${around(found, 0, 0)}\n${found.match[0]}`;
  return (
    new RegExp(String.raw`\b${called.replaceAll('.', String.raw`\.`)}\b`, 'i').test(said) ||
    resolveText(called, program) === number
  );
}

/** Other packages listen for what they have in mind. */
function isNear(file: GoFile, { distance }: Program): boolean {
  const isRaw = /\bnet\.Listen\(/.test(file.code);
  return distance(file) <= (isRaw ? 0 : 2) && !forItself.test(file.path);
}
