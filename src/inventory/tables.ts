/** A table of parsed TOML, JSON, YAML or XML, of whose values nothing is known. */
export type Table = Readonly<Record<string, unknown>>;

export function isTable(value: unknown): value is Table {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Empty for anything that is no table. */
export function tableOf(value: unknown): Table {
  return isTable(value) ? value : {};
}
