import type { Inventory } from '../../inventory/types.ts';

const most = 300;

/** Conditions that hold where images are built, or hold everywhere but on Windows and the like. */
const holds =
  /__linux__|__unix__|__GNUC__|__cplusplus|!\s*defined\s*\(?\s*(_WIN32|WIN32|_MSC_VER|__APPLE__)|^\s*1\s*$/;

export type Included = {
  readonly header: string;
  readonly from: string;
  /** Whatever is configured: not inside of `#ifdef FEATURE`, unless that is given. */
  readonly always: boolean;
};

/**
 * The headers that sources include, on Linux.
 * @param given features that the compiler is told of: `WITH_TLS` of `-DWITH_TLS`
 */
export function includesOf(
  repo: Inventory,
  sources: readonly string[],
  given: ReadonlySet<string> = new Set(),
): readonly Included[] {
  const found = new Map<string, Included>();
  for (const path of sources.slice(0, most)) {
    const text = repo.read(path);
    if (text === undefined || !/#\s*include\s*[<"]/.test(text)) continue;
    for (const { header, line, always } of includesIn(text, given)) {
      if (found.get(header)?.always !== true) found.set(header, { header, from: `${path}:${line}`, always });
    }
  }
  return [...found.values()];
}

function includesIn(
  text: string,
  given: ReadonlySet<string>,
): readonly { header: string; line: number; always: boolean }[] {
  const found: { header: string; line: number; always: boolean }[] = [];
  const open: boolean[] = [];
  /** How deep the conditions are nested that hold on other systems only. */
  const elsewhere = new Set<number>();
  for (const [index, line] of text.split('\n').entries()) {
    const match = /^\s*#\s*(ifdef|ifndef|if|elif|else|endif|include)\b\s*(.*)$/.exec(line);
    if (!match) continue;
    const [, word = '', rest = ''] = match;
    if (word === 'endif') open.pop();
    else if (word === 'else' || word === 'elif') {
      const last = open.pop() ?? true;
      // The other side of `#ifdef _WIN32`.
      open.push(!last && word === 'else' && elsewhere.has(open.length));
    } else if (word === 'ifndef') open.push(!/^(HAVE|USE|ENABLE|WITH)_/.test(rest));
    else if (word !== 'include') {
      if (/_WIN32|WIN32|_MSC_VER|__APPLE__|_WIN64|__EMSCRIPTEN__/.test(rest) && !holds.test(rest))
        elsewhere.add(open.length);
      else elsewhere.delete(open.length);
      open.push(holds.test(rest) || given.has(/^(?:defined\s*\(?\s*)?(\w+)\s*\)?\s*$/.exec(rest)?.[1] ?? ''));
    } else {
      const header = /^[<"]([\w./+-]+)[>"]/.exec(rest)?.[1];
      if (header !== undefined) found.push({ header, line: index + 1, always: open.every(Boolean) });
    }
  }
  return found;
}
