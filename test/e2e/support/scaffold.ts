import { join } from 'node:path';
import { cli, emptyDir } from '../../support/cli.ts';
import type { Variant } from '../../support/variants.ts';

/** A service as `new` makes it without a question; the path of its directory. All are called the same: what one built of its dependencies is found by the next. */
export async function scaffold({ flags }: Variant): Promise<string> {
  const cwd = emptyDir();
  const { code, stderr } = await cli(['new', 'demo', ...flags, '--yes'], { cwd });
  if (code !== 0) throw new Error(stderr);
  return join(cwd, 'demo');
}
