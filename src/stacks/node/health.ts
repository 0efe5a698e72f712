/** `node -e`: exits 0 when the service answers below 500; a frozen one does not answer in the time that a check has. */
export function healthCommand(port: number, path: string, variable: string | undefined): readonly string[] {
  const where =
    variable === undefined
      ? `'http://localhost:${port}`
      : `'http://localhost:'+(process.env.${variable}||${port})+'`;
  const url = `${where}${path.replaceAll(/['\\]/g, '')}'`;
  return [
    '/nodejs/bin/node',
    '-e',
    `fetch(${url},{redirect:'manual'}).then(r=>process.exit(r.status<500?0:1),()=>process.exit(1))`,
  ];
}
