import type { Answers, Gathered } from '../pipeline.ts';
import { checkPackageNames } from './packages.ts';
import { readExtraCa } from './extra-ca.ts';

/**
 * Reads and asks what the options need before anything is planned: certificates, whether Debian has the packages.
 * @throws UserError (usage) for what cannot be used
 */
export async function gather(
  answers: Answers,
  where: { readonly cwd: string; readonly root: string },
  signal: AbortSignal,
): Promise<Gathered> {
  const { 'extra-ca': extraCa, packages } = answers;
  const authorities = extraCa && (await readExtraCa(extraCa, where));
  // Asked once, when they are given: an answer that was saved has been built since.
  const names = packages && packages.source !== 'saved' ? packages.value.split(',') : [];
  const notes = names.length > 0 ? await checkPackageNames(names, signal) : [];
  return {
    ...(authorities && { extraCa: authorities.pem }),
    notes: [...(authorities?.notes ?? []), ...notes],
  };
}
