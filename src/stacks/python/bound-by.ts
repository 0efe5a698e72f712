import { argumentsAt } from './arguments.ts';

/** Calls that are told where to listen, of servers and of what configures them. */
const call =
  /(?<!\bdef |\bsubprocess\.|\basyncio\.|\banyio\.)\b(?:\w{0,30}(?:HTTP|TCP|WSGI|RPC)\w{0,30}Server|make_server|create_server|serve|serve_\w+|run|run_(?:app|async|server|simple)|listen|listenTCP|start|start_server|start_http_server|bind|TCPSite|uvicorn\.Config|cherrypy\.config\.update|add_(?:in)?secure_port)\(/g;
/** A call in a call, with one more in it. */
const inner = /\w\((?:[^()]|\([^()]{0,200}\)){0,400}\)/g;
/** Every address, whatever else it is told. */
const open =
  /(?:\(\s*|\b(?:host|hostname|address|bind|interface)\s*=\s*)(?:""|''|['"]0\.0\.0\.0['"])|,\s*['"]0\.0\.0\.0['"]/;

/** Is a server of a program told the value of an option of its command line, by the name that this has there? */
export function boundBy(text: string, name: string): boolean {
  const value = new RegExp(String.raw`\b${name}\b(?!\s*=(?!=))`);
  return callsOf(text).some((told) => value.test(told) && !open.test(`(${told}`));
}

/** Does one listen on every address, whatever the program is told? */
export function isOpenAlways(text: string): boolean {
  return callsOf(text).some((told) => open.test(`(${told}`));
}

/**
 * What each of the calls is told, with what the names in it were set to: `address = (args.host, 80)`. What an application was
 * made with is not where it listens.
 */
function callsOf(text: string): readonly string[] {
  const set = new Map(
    [...text.matchAll(/^[ \t]+(\w+)[ \t]*=[ \t]*(\S.{0,200})/gm)]
      .filter(([, name = '', value = '']) => /host|addr|bind|ip$/i.test(name) || !/^[\w.]+\(/.test(value))
      .map(([, name = '', value = '']) => [name, value]),
  );
  return [...text.matchAll(call)].slice(0, 50).map((found) => {
    const told = argumentsAt(text, found.index + found[0].length).replaceAll(inner, '');
    const words = [...new Set(told.match(/\b[A-Za-z_]\w*\b(?!\s*=(?!=))/g) ?? [])];
    return [told, ...words.flatMap((word) => set.get(word) ?? [])].join('\n');
  });
}
