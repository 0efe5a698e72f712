import type { AnyCheck } from '../types.ts';
import { boot } from './boot.ts';
import { build } from './build.ts';
import { entrypoint } from './entrypoint.ts';
import { health } from './health.ts';
import { noShell } from './no-shell.ts';
import { readonly } from './readonly.ts';
import { size } from './size.ts';
import { stop } from './stop.ts';
import { user } from './user.ts';

/** Every check, in the order of the report. */
export const checks: readonly AnyCheck[] = [
  build,
  size,
  boot,
  health,
  stop,
  user,
  readonly,
  noShell,
  entrypoint,
];
