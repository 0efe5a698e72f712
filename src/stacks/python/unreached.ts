/** Of the standard library of Python 3.13, what takes the place of a module that is gone. */
const stdlib =
  /^(?:importlib|types|shlex|shutil|sysconfig|urllib|email|html|inspect|functools|collections|zoneinfo|http)$/;

/** Is a line of a module one that Python 3.13 on Linux never comes to, or that may fail: of another version or system, or a fallback? */
export function isUnreached(text: string, line: number): boolean {
  const lines = text.split('\n');
  let own = indentOf(lines[line - 1] ?? '');
  for (let at = line - 2; at >= 0 && own > 0; at--) {
    const head = lines[at] ?? '';
    if (head.trim() === '' || indentOf(head) >= own) continue;
    own = indentOf(head);
    if (isElsewhere(head.trim(), lines, at)) return true;
  }
  return false;
}

function isElsewhere(head: string, lines: readonly string[], at: number): boolean {
  if (head.startsWith('if ')) return isOld(head) || isOther(head);
  if (head.startsWith('else:')) return isNew(before(lines, at, /^(?:if|elif) /));
  const isOptional = /^except\b.*\b(?:ImportError|ModuleNotFoundError)\b/;
  if (isOptional.test(head)) {
    const body = lines.slice(indexBefore(lines, at, /^try:/) + 1, at).join('\n');
    return stdlib.test(/^\s*(?:from|import)\s+(\w+)/m.exec(body)?.[1] ?? '');
  }
  if (!head.startsWith('try:')) return false;
  const caught = lines.findIndex(
    (each, index) =>
      index > at && indentOf(each) === indentOf(lines[at] ?? '') && isOptional.test(each.trim()),
  );
  const after = lines.slice(caught + 1);
  const end = after.findIndex((each) => each.trim() !== '' && indentOf(each) <= indentOf(lines[at] ?? ''));
  return caught > 0 && !/\braise\b|exit\(/.test(after.slice(0, end < 0 ? undefined : end).join('\n'));
}

function isOld(head: string): boolean {
  const minor = /version_info(?:\[:2\])?\s*<=?\s*\(3\s*,\s*(\d+)/.exec(head)?.[1];
  if (minor !== undefined) return Number(minor) <= 12;
  return /version_info(?:\[0\]|\.major)\s*(?:<\s*3|==\s*2)|version_info\s*<\s*\(3\s*[,)]\s*\)?:|\b(?<!not )PY2\b/.test(
    head,
  );
}

function isNew(head: string): boolean {
  const minor = /\w\s*>=\s*\(3\s*(?:,\s*(\d+))?/.exec(head);
  return minor ? Number(minor[1] ?? 0) <= 13 : /(?<!not )\b(?:PY3|py3k)\b/.test(head);
}

function isOther(head: string): boolean {
  return /(?:sys\.platform|os\.name|platform\.system\(\))(?:\s*==\s*|\.startswith\()['"](?:win|nt|cygwin|darwin|Windows|Darwin)/.test(
    head,
  );
}

/** The line of this kind above one, as much indented as it. */
function indexBefore(lines: readonly string[], at: number, kind: RegExp): number {
  const own = indentOf(lines[at] ?? '');
  return lines.slice(0, at).findLastIndex((each) => indentOf(each) === own && kind.test(each.trim()));
}

function before(lines: readonly string[], at: number, kind: RegExp): string {
  return lines[indexBefore(lines, at, kind)]?.trim() ?? '';
}

function indentOf(line: string): number {
  return line.search(/\S|$/);
}
