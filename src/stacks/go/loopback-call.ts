import { findAll, type Found } from './lines.ts';
import type { Program } from './program.ts';
import type { GoFile } from './source.ts';

/** A host of its own machine in front of a port that something else says. */
export type LoopbackCall = {
  readonly found: Found;
  readonly host: string;
  /** As the source has it, up to where the port begins; and for all interfaces. */
  readonly from: string;
  readonly to: string;
};

const text = String.raw`(?:fmt\.Sprintf\(\s*)?"((?:localhost|127\.0\.0\.1):(?:%[sdv])?)"`;
/** app.Listen("127.0.0.1:" + port), http.ListenAndServe(fmt.Sprintf("localhost:%s", port), r) */
const direct = new RegExp(
  String.raw`(?:\bListenAndServe(?:TLS)?|\.(?:Listen|Run|Start)(?:TLS)?)\(\s*(?:"tcp4?"\s*,\s*)?${text}`,
  'g',
);
/** http.Server{Addr: "localhost:" + port} */
const field = new RegExp(String.raw`\bhttp\.Server\{[^{}]{0,300}?\bAddr:\s*${text}`, 'g');
/** addr := fmt.Sprintf("127.0.0.1:%d", port) */
const named = new RegExp(String.raw`\b(\w*[aA]ddr\w*)\s*:?=\s*${text}`, 'g');

/** Where a program joins such a host and a port, and listens there. */
export function readLoopbackCall(program: Program): LoopbackCall | undefined {
  const files = program.files.filter((file) => isNear(file, program));
  const calls = [direct, field].flatMap((pattern) =>
    findAll(files, pattern).map((found) => ({ found, whole: found.match[1] ?? '' })),
  );
  const variables = findAll(files, named)
    .filter(({ file, match: [, name = ''] }) =>
      new RegExp(
        String.raw`(?:\bListenAndServe(?:TLS)?|\.(?:Listen|Run|Start)(?:TLS)?)\(\s*(?:"tcp4?"\s*,\s*)?${name}\b|\bAddr:\s*${name}\b`,
      ).test(file.code),
    )
    .map((found) => ({ found, whole: found.match[2] ?? '' }));
  const [first] = [...calls, ...variables];
  if (!first) return undefined;
  const at = first.whole.indexOf(':');
  return {
    found: first.found,
    host: first.whole.slice(0, at),
    from: `"${first.whole}"`,
    to: `"${first.whole.slice(at)}"`,
  };
}

/** What other packages listen for on their own machine is meant so: tunnels, debuggers. */
function isNear(file: GoFile, { distance }: Program): boolean {
  const isRaw = /\bnet\.Listen\(/.test(file.code);
  return distance(file) <= (isRaw ? 0 : 2) && !/tunnel|pprof|debug|metrics|admin|test/i.test(file.path);
}
