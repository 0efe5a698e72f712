import { type Table, tableOf } from '../../inventory/tables.ts';
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Along keys: `at(pyproject, 'tool', 'poetry')`. */
export function at(value: unknown, ...keys: readonly string[]): Table {
  return keys.reduce((table: Table, key) => tableOf(table[key]), tableOf(value));
}
