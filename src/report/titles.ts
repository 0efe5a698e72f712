import { checks } from '../verify/checks/index.ts';

const titles = new Map(checks.map(({ id, title }) => [id, title]));

/** What holds when a check passes, by its id. */
export function titleOf(id: string): string {
  return titles.get(id) ?? id;
}
