/**
 * One JSON object a line, as collectors of container logs want it.
 * @param {'info' | 'warn' | 'error'} level
 * @param {string} msg
 * @param {Readonly<Record<string, unknown>>} fields
 */
export function log(level, msg, fields = {}) {
  process.stdout.write(`${JSON.stringify({ time: new Date(), level, msg, ...fields })}\n`);
}
