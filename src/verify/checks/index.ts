import type { AnyCheck } from '../types.ts';
import { base } from './base.ts';
import { boot } from './boot.ts';
import { build } from './build.ts';
import { closure } from './closure.ts';
import { cache } from './cache.ts';
import { entrypoint } from './entrypoint.ts';
import { health } from './health.ts';
import { labels } from './labels.ts';
import { noShell } from './no-shell.ts';
import { readonly } from './readonly.ts';
import { secrets } from './secrets.ts';
import { reproducible } from './reproducible.ts';
import { size } from './size.ts';
import { stop } from './stop.ts';
import { tls } from './tls.ts';
import { tz } from './tz.ts';
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
  closure,
  secrets,
  cache,
  reproducible,
  labels,
  entrypoint,
  base,
  tls,
  tz,
];
