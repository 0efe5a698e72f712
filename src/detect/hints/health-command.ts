import type { Fact } from '../types.ts';
import { healthOf } from './values.ts';

/** The path that a health command asks its own host for: `curl -f http://localhost:3000/health || exit 1`. */
export function healthInCommand(command: string, from: string): Fact | undefined {
  const [, path] =
    /https?:\/\/(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1?\])(?::[\w${}:-]+)?(\/[^\s"'|;&\\)\]]*)/.exec(
      command,
    ) ?? [];
  return path === undefined || path === '/' ? undefined : healthOf(path, from);
}
