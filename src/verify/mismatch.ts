import type { Answer } from './ask.ts';
import type { ProbeSettings, Wanted } from './probe-settings.ts';

/** In what an answer is not as wanted, to be read after the path: `answered 503, not 200`; undefined when it is. */
export function mismatch(
  { status, headers, body }: Answer,
  { scheme, status: wanted, expect, body: wantedBody }: ProbeSettings,
): string | undefined {
  if (scheme !== 'http' && scheme !== 'https') return undefined;
  if (wanted === undefined ? status >= 500 : status !== wanted) {
    return `answered ${status}, not ${wanted ?? 'a status below 500'}`;
  }
  for (const [name, value] of Object.entries(expect)) {
    const received = headers[name];
    if (received === undefined) return `answered ${status} without the header ${name}`;
    if (!fits(String(received), value)) return `answered with ${name}: ${received}, not ${show(value)}`;
  }
  if (wantedBody === undefined || fits(body, wantedBody)) return undefined;
  return `answered ${status} without ${show(wantedBody)} in its body, which is ${body === '' ? 'empty' : excerpt(body)}`;
}

function fits(text: string, wanted: Wanted): boolean {
  return typeof wanted === 'string' ? text.includes(wanted) : wanted.test(text);
}

function show(wanted: Wanted): string {
  return typeof wanted === 'string' ? JSON.stringify(wanted) : String(wanted);
}

function excerpt(body: string): string {
  return JSON.stringify(body.length > 100 ? `${body.slice(0, 100)}…` : body);
}
