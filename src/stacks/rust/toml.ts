import { type Table, tableOf } from '../../inventory/tables.ts';
/** Values of a TOML document that anybody may have written: what is not of the kind that is asked for counts as absent. */
export function tables(value: unknown): readonly Table[] {
  return Array.isArray(value) ? value.map(tableOf) : [];
}

/** Without control characters: such a word can be part of no command. */
export function word(value: unknown): string | undefined {
  // oxlint-disable-next-line no-control-regex -- what is refused
  return typeof value === 'string' && value !== '' && !/[\u0000-\u001F\u007F]/.test(value)
    ? value
    : undefined;
}

export function words(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.flatMap((each) => word(each) ?? []) : [];
}
