const bytes: Readonly<Record<string, number>> = { B: 1, kB: 1e3, MB: 1e6, GB: 1e9 };
const ms: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000 };

/** `8MB` -> 8000000. 1 MB = 10^6 bytes. The text has the form that stacks/schema.ts checks. */
export function parseSize(text: string): number {
  return parse(text, bytes);
}

/** `5s` -> 5000 (ms). */
export function parseDuration(text: string): number {
  return parse(text, ms);
}

function parse(text: string, units: Readonly<Record<string, number>>): number {
  const [, amount, unit = ''] = /^([\d.]+)\s?(\w+)$/.exec(text) ?? [];
  const factor = units[unit];
  if (amount === undefined || factor === undefined) throw new Error(`not a quantity: ${text}`);
  return Number(amount) * factor;
}

/** 1803886264 -> `1804 MB`, 6912345 -> `6.9 MB`, 841318 -> `0.84 MB`. */
export function formatSize(value: number): string {
  const mb = value / 1e6;
  if (mb >= 100) return `${Math.round(mb)} MB`;
  return `${mb >= 1 ? mb.toFixed(1) : mb.toFixed(2)} MB`;
}

/** 640 -> `640 ms`, 12345 -> `12.3 s`. */
export function formatDuration(value: number): string {
  return value < 1000 ? `${Math.round(value)} ms` : `${(value / 1000).toFixed(1)} s`;
}
