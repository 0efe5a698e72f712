/** A name of a service and an image made of whatever a manifest or a directory is called: `@acme/My App` -> `my-app`. */
export function toName(text: string): string | undefined {
  const name = text
    .replace(/^@[^/]*\//, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^[^a-z]+|-+$/g, '')
    .slice(0, 60)
    .replace(/-+$/, '');
  return name === '' ? undefined : name;
}

/** A port as it stands in a source; undefined for what none can be. */
export function toPort(text: string): string | undefined {
  const port = Number(text);
  return /^\d{1,5}$/.test(text) && port > 0 && port < 65_536 ? String(port) : undefined;
}
