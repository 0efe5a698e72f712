/** Calls that a server runs in until it ends. */
const serves =
  /\b(?:\w*(?:app|application|server|socketio|bottle|uvicorn|web|ui)\.(?:run|start|listen)|serve(?:_forever)?|run_app|run_simple|HTTPServer)\(/;
/** Functions that call functions that serve, and so on: more than programs have. */
const deepest = 5;

/** A module that only defines the function that serves: run as a script, it would end at once. */
export function isIdle(text: string): boolean {
  const isBottle = /^from[ \t]+bottle[ \t]+import\b.*\brun\b/m.test(text);
  const { bodies, rest } = split(isBottle ? text.replaceAll(/(?<![\w.])run\(/g, 'bottle.run(') : text);
  const serving = new Set<string>();
  for (let round = 0; round < deepest; round++) {
    const before = serving.size;
    for (const [name, body] of bodies) if (serves.test(body) || names(body, serving)) serving.add(name);
    if (serving.size === before) break;
  }
  return serving.size > 0 && !serves.test(rest) && !names(rest, serving);
}

/** The bodies of the functions and classes of a module, and what it does when it is run. */
function split(text: string): { readonly bodies: ReadonlyMap<string, string>; readonly rest: string } {
  const bodies = new Map<string, string>();
  const rest: string[] = [];
  let name: string | undefined;
  for (const line of text.split('\n')) {
    const isInside = /^(?:\s|\)|#|$)/.test(line);
    if (!isInside) name = /^(?:async )?(?:def|class) (\w+)/.exec(line)?.[1];
    if (name === undefined) rest.push(line);
    // Its own line only says its name.
    else bodies.set(name, isInside ? `${bodies.get(name) ?? ''}\n${line}` : '');
  }
  return { bodies, rest: rest.join('\n') };
}

/** What is in quotes or follows #, imports, and a second name for something: none of it runs what it names. */
const idleWords =
  /"""[\s\S]*?"""|'''[\s\S]*?'''|"[^"\n]*"|'[^'\n]*'|#.*|^[ \t]*(?:from|import)\b.*|^\w+[ \t]*=[ \t]*\w+[ \t]*$/gm;

/** Called, or given to what calls it: Thread(target=serve), trio.run(main). */
function names(text: string, serving: ReadonlySet<string>): boolean {
  const words = text.replace(idleWords, '').matchAll(/\b([A-Za-z_]\w*)\b(?![ \t]*=(?!=))/g);
  return [...words].some(([, name = '']) => serving.has(name));
}
