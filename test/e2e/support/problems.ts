import type { Report } from '../../../src/verify/types.ts';

/** What did not pass, as `id status`; but for what builds again and was not asked for. */
export function problems({ checks }: Pick<Report, 'checks'>): readonly string[] {
  return checks
    .filter(({ status, message }) => status !== 'pass' && !message.includes('ask with --thorough'))
    .map(({ id, status }) => `${id} ${status}`);
}
