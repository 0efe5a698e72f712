import { basename, resolve } from 'node:path';

/** The service's name as the directory tells it; `.` is the current directory's own name. */
export function detectName(dir: string): string {
  return basename(resolve(dir));
}
