import { toPort } from '../detect/names.ts';
import type { Failure, Repair } from './types.ts';

/** `listening on :3000`, `running at http://0.0.0.0:8000`, `started on port 5000`. */
const listening =
  /(?:listen|running|serving|started|available|server|bound|bind)[^\n]*?(?:port\s*[:=]?\s*|(?:\d{1,3}\.){3}\d{1,3}:|localhost:|\[::\]:|\*:|\s:)(\d{2,5})\b/i;

/** It says that it listens, and on another port than was asked. */
export function wrongPort({ logs, port }: Failure): Repair | undefined {
  const found = toPort(listening.exec(logs)?.[1] ?? '');
  if (port === 0 || found === undefined || Number(found) === port) return undefined;
  return { answer: 'port', value: found, why: `it says that it listens on ${found}` };
}
