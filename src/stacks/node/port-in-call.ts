import { toPort } from '../../detect/names.ts';
import type { Fact } from '../../detect/types.ts';
import { place, type Hit, type Inventory } from '../../inventory/types.ts';

export type Listens = {
  readonly port?: Fact;
  /** The variable that sets it. */
  readonly variable?: string;
  /** Where it starts to listen. */
  readonly at?: string;
  /** It answers calls of gRPC: https://grpc.github.io/grpc/node/grpc.Server.html#bindAsync */
  readonly grpc?: true;
};

/** Digits, and what may stand before them; 10 is the base that parseInt is told. */
export const number = String.raw`\(?\s*(?!10\s*\))['"\x60]?(\d{2,5})\b`;

type Called = Pick<Listens, 'port' | 'variable'>;

/** What the call that listens is given is nearer to the truth than any other variable. */
export function portInCall(repo: Inventory, sources: readonly string[]): Called | undefined {
  return byDefault(repo, sources) ?? byName(repo, sources);
}

/** `app.listen(process.env.PORT || port)`, where the name stands for a number. */
function byDefault(repo: Inventory, sources: readonly string[]): Called | undefined {
  const call =
    /\.listen\(\s*(?:Number\(|parseInt\(|\+)?\s*process\.env\.([A-Z]\w*)\)?\s*(?:\|\||\?\?)\s*([A-Za-z_]\w*)/;
  const [hit] = repo.search(sources, call, 1);
  if (!hit) return undefined;
  const [, variable = '', name = ''] = hit.match;
  const [set] = repo.search([hit.path], new RegExp(given(name) + number), 1);
  return asPort(set, set?.match[1], variable);
}

/** `app.listen(port)`, where the name stands for a variable and its default: the other ports may be those of what it connects to. */
function byName(repo: Inventory, sources: readonly string[]): Called | undefined {
  const [hit] = repo.search(sources, /\.listen\(\s*(?:\{\s*port:\s*)?([A-Za-z_]\w*)\s*[,)}]/, 1);
  if (!hit) return undefined;
  const variable = String.raw`(?:Number|parseInt|\+)?\(?\s*(?:process\.)?env\.([A-Z]\w*)\)?\s*(?:\|\||\?\?)\s*`;
  const [set] = repo.search([hit.path], new RegExp(given(hit.match[1] ?? '') + variable + number), 1);
  return asPort(set, set?.match[2], set?.match[1] ?? '');
}

function given(name: string): string {
  return String.raw`\b(?:const|let|var)\s+${name}\s*(?::\s*\w+\s*)?=\s*`;
}

function asPort(set: Hit | undefined, digits: string | undefined, variable: string): Called | undefined {
  const port = toPort(digits ?? '');
  return set && port !== undefined
    ? { port: { value: port, from: place(set), confidence: 'high' }, variable }
    : undefined;
}
