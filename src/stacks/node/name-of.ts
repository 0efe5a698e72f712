import { toName } from '../../detect/names.ts';
import type { Fact } from '../../detect/types.ts';
import type { Package } from './package.ts';

/** What the service is called, after its package or its directory. */
export function nameOf(own: Package): Fact {
  const value = toName(own.name) ?? toName(own.dir.split('/').pop() ?? '') ?? 'app';
  return { value, from: own.name === '' ? 'the directory' : `${own.path}: name`, confidence: 'high' };
}
