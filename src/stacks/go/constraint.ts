/** Tags that hold in the image: Linux, either of the common processors, and what a file may ask of the release. */
const held = new Set(['linux', 'unix', 'amd64', 'gc']);
const systems =
  /_(?:aix|android|darwin|dragonfly|freebsd|illumos|ios|js|nacl|netbsd|openbsd|plan9|solaris|wasip1|windows|zos)$/;
const processors = /_(?:386|arm|arm64|loong64|mips|mips64|mips64le|mipsle|ppc64|ppc64le|riscv64|s390x|wasm)$/;

/** Does the name of a file keep it out of a build for linux/amd64? https://pkg.go.dev/cmd/go#hdr-Build_constraints */
export function isForElsewhere(path: string): boolean {
  const stem = path.slice(path.lastIndexOf('/') + 1).replace(/\.go$/, '');
  return stem.endsWith('_test') || systems.test(stem) || processors.test(stem) || /^[_.]/.test(stem);
}

/**
 * Does a file's constraint hold for linux/amd64 with these tags? Absent constraints hold; so does one that cannot be read.
 * @param expression what follows `//go:build`
 */
export function holds(expression: string, tags: ReadonlySet<string>): boolean {
  const tokens = expression.match(/\|\||&&|[!()]|[\w.]+/g) ?? [];
  let at = 0;
  const or = (): boolean => {
    let value = and();
    while (tokens[at] === '||') {
      at++;
      const right = and();
      value = value || right;
    }
    return value;
  };
  const and = (): boolean => {
    let value = not();
    while (tokens[at] === '&&') {
      at++;
      const right = not();
      value = value && right;
    }
    return value;
  };
  const not = (): boolean => {
    const token = tokens[at++];
    if (token === '!') return !not();
    if (token !== '(') return token === undefined || isHeld(token, tags);
    const value = or();
    at++;
    return value;
  };
  return or();
}

function isHeld(tag: string, tags: ReadonlySet<string>): boolean {
  return held.has(tag) || tags.has(tag) || /^go1\.\d+$/.test(tag);
}
