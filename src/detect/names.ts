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

/** The same texts, each but once: two directories can come to one name. `a-b, a-b` -> `a-b, a-b-2` */
export function distinct(texts: readonly string[]): readonly string[] {
  const taken = new Set(texts);
  const used = new Set<string>();
  return texts.map((text) => {
    let own = text;
    for (let at = 2; used.has(own); at += 1) {
      const next = `${text}-${at}`;
      if (!taken.has(next)) own = next;
    }
    used.add(own);
    return own;
  });
}
