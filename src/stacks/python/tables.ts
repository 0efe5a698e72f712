/** Values of parsed TOML, JSON and YAML, of which nothing is known. */
export type Table = Readonly<Record<string, unknown>>;

export function tableOf(value: unknown): Table {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Table) : {};
}

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
