/** No shell is there to put the port in. */
export function withPort(arg: string, port: number): string {
  return arg.replaceAll(/\$\{?PORT(?::?[-=]\d+)?\}?/g, String(port));
}
