/** One JSON object a line, as collectors of container logs want it. */
export function log(level: 'info' | 'warn' | 'error', msg: string, fields: Readonly<Record<string, unknown>> = {}): void {
  process.stdout.write(`${JSON.stringify({ time: new Date(), level, msg, ...fields })}\n`);
}
