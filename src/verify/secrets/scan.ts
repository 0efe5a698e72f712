import type { Secret } from '../image/types.ts';
import { createMultiSearch } from '../image/multi-search.ts';
import { keyReach, privateKeyAt } from './private-key.ts';
import { tokenRules, type TokenRule } from './tokens.ts';

/** Which of what is found counts in the file. */
export type Scope = {
  /** Tokens: all; of those that are public in browsers none; or only those that prove themselves. */
  readonly tokens: 'all' | 'not-browser' | 'proven';
  readonly keys: boolean;
};

const armour = '-----BEGIN ';
const anchors = [
  ...tokenRules.flatMap((rule) => rule.anchors.map((text) => ({ text, rule }))),
  { text: armour, rule: undefined },
];
const search = createMultiSearch(anchors.map(({ text }) => Buffer.from(text, 'latin1')));

/** What stands around an anchor and is looked at, in characters: before it (AWS writes key and secret near each other) and after it. */
const before = 512;
const after = armour.length + 64 + keyReach;
/** Chunks are joined to this many bytes, so that what is kept over from window to window is little of it. */
const windowBytes = 262_144;
/** Bytes of a file that are read: more than any text that people write; a dump of data may be larger. */
const mostBytes = 64_000_000;
/** Found in one file: more of them tell nothing more. */
const mostSecrets = 8;
/** Anchors that are looked at: an image may be written to keep us busy. */
const mostAnchors = 50_000;

export type TextScan = { update(chunk: Buffer): void; end(): readonly Secret[] };

/** Finds tokens and private keys in a text that comes in chunks, which may lie across their borders. Bytes are taken for Latin-1. */
export function createTextScan(scope: Scope): TextScan {
  const found = new Map<string, Secret>();
  let pending: Buffer[] = [];
  let pendingBytes = 0;
  let readBytes = 0;
  let seenAnchors = 0;
  let from = 0;

  const scan = (last: boolean): void => {
    const window = pending.length === 1 ? (pending[0] as Buffer) : Buffer.concat(pending);
    const until = last ? window.length : Math.max(from, window.length - after);
    let text: string | undefined;
    search(window, (index, at) => {
      if (at < from || at >= until || ++seenAnchors > mostAnchors || found.size >= mostSecrets) return;
      text ??= window.toString('latin1');
      const secret = secretAt(text, at, anchors[index]?.rule, scope);
      if (secret) found.set(`${secret.rule} ${secret.what}`, secret);
    });
    const keep = Math.max(0, until - before);
    pending = [Buffer.from(window.subarray(keep))];
    pendingBytes = window.length - keep;
    from = until - keep;
  };

  return {
    update(chunk) {
      if (readBytes >= mostBytes) return;
      readBytes += chunk.length;
      pending.push(chunk);
      pendingBytes += chunk.length;
      if (pendingBytes >= windowBytes) scan(false);
    },
    end() {
      scan(true);
      return [...found.values()];
    },
  };
}

/** The same for a text as a whole. */
export function scanText(text: string, scope: Scope): readonly Secret[] {
  const scan = createTextScan(scope);
  scan.update(Buffer.from(text, 'utf8'));
  return scan.end();
}

function secretAt(text: string, at: number, rule: TokenRule | undefined, scope: Scope): Secret | undefined {
  if (!rule) {
    const what = scope.keys ? privateKeyAt(text, at) : undefined;
    return what === undefined ? undefined : { rule: 'private-key', what: owned(what, text, at) };
  }
  if (scope.tokens === 'proven' && !rule.proven) return undefined;
  if (scope.tokens === 'not-browser' && rule.publicInBrowsers) return undefined;
  // Within a longer word it is something else.
  if (at > 0 && /[A-Za-z0-9_]/.test(text[at - 1] as string)) return undefined;
  rule.pattern.lastIndex = at;
  const token = rule.pattern.exec(text)?.[0];
  if (token === undefined) return undefined;
  const around = text.slice(Math.max(0, at - before), at + token.length + before);
  if (!rule.accept(token, around)) return undefined;
  return { rule: rule.id, what: rule.what, masked: mask(token), ...(rule.doubtful && { doubtful: true }) };
}

/** A key of a Google service account stands in JSON that says so. */
function owned(what: string, text: string, at: number): string {
  const around = text.slice(Math.max(0, at - before), at);
  return /"type": *"service_account"/.test(around) ? 'Google service account key' : what;
}

/** Four characters, which are the same in every token of its kind. */
function mask(token: string): string {
  return `${token.slice(0, 4)}…`;
}
