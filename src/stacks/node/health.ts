/**
 * Exits 0 when the service answers below 500; a frozen one does not answer in the time that a check has.
 * @param evaluate runs the word that follows, such as `node -e`
 */
export function healthCommand(
  evaluate: readonly string[],
  port: number,
  path: string,
  variable: string | undefined,
): readonly string[] {
  const url = urlOf(port, variable, path.replaceAll(/['\\]/g, ''));
  return [
    ...evaluate,
    `fetch(${url},{redirect:'manual'}).then(r=>process.exit(r.status<500?0:1),()=>process.exit(1))`,
  ];
}

/** Of a server of gRPC, which is HTTP/2: a ping of the connection, whatever it offers. */
export function pingCommand(
  evaluate: readonly string[],
  port: number,
  variable: string | undefined,
): readonly string[] {
  const session = `require('node:http2').connect(${urlOf(port, variable, '')})`;
  return [
    ...evaluate,
    `const s=${session};s.on('error',()=>process.exit(1)).on('connect',()=>s.ping(e=>process.exit(e?1:0)))`,
  ];
}

function urlOf(port: number, variable: string | undefined, path: string): string {
  return variable === undefined
    ? `'http://localhost:${port}${path}'`
    : `'http://localhost:'+(process.env.${variable}||${port})${path === '' ? '' : `+'${path}'`}`;
}
