import { assignmentsOf, isSecretAssignment } from './assignments.ts';
import { isExample } from './placeholder.ts';
import { scanText } from './scan.ts';

/**
 * A .env file is what a developer's machine has and a repository has not. One whose values are all empty or examples passes,
 * one that holds values but none that looks secret is `doubtful`: worth a warning.
 */
export function judgeEnvFile(text: string): boolean | 'doubtful' {
  const assignments = assignmentsOf(text);
  if (assignments.some(isSecretAssignment)) return true;
  if (scanText(text, { tokens: 'all', keys: true }).length > 0) return true;
  return assignments.some(({ value }) => !isExample(value)) ? 'doubtful' : false;
}
