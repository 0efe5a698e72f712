import { prefixOf } from './env-prefix.ts';
import { flagWord } from './flag-word.ts';
import { around, findAll, placeOf, type Found } from './lines.ts';
import { readLoopbackCall } from './loopback-call.ts';
import type { Listening } from './port.ts';
import type { Patch } from './place.ts';
import type { Program } from './program.ts';
import { resolveText } from './resolve-text.ts';

/** What makes a program that listens on its own machine only listen for others, too. */
export type OpenHost = {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Its source is changed in the build stage: `"localhost:8080"` -> `":8080"`. */
  readonly patch?: Patch;
  readonly note: string;
};

const loopback = /^(?:localhost|127\.\d+\.\d+\.\d+|\[?::1\]?)$/;
/** What stands in a variable is put behind a colon: addr = ":" + port */
const isJoined = /"(?:0\.0\.0\.0)?:"\s*\+|"(?:0\.0\.0\.0)?:%[sdv]"/;
/** The variable, flag or key of an interface alone. */
const hostName =
  /^(?:(?:http|server|web|app|api|listen|bind|serve)[-_.]?)?(?:host(?:name)?|address|addr|bind|interface|ip|listen)(?:_?(?:ip)?v?4)?$/i;

/** What a flag of one letter says that it is: "HTTP listen address". */
const saysHost =
  /\b(?:listen|bind)\w*\b.{0,20}\b(?:address|addr|host|interface|ip)\b|\b(?:address|addr|host|interface|ip)\b.{0,20}\b(?:listen|bind|serve)/i;

/**
 * Undefined for a program that already listens on all interfaces, as far as its source tells.
 * @param isServed leaves out flags of commands that do not serve
 */
export function openHost(
  program: Program,
  listening: Listening,
  isServed: (flag: Found) => boolean,
): OpenHost | undefined {
  const { host, port, env, flag, address, found, from } = listening;
  if (loopback.test(host)) {
    const to = `0.0.0.0:${port}`;
    const note = (how: string) => `it listens on ${host} unless told otherwise (${from}): ${how}`;
    if (env !== undefined) {
      const value = !address && isJoined.test(around(found, 0, 3)) ? port : to;
      return { args: [], env: { [env]: value }, note: note(`the image sets ${env}`) };
    }
    if (flag !== undefined) {
      const word = flagWord(program, flag, to);
      return { args: [word], env: {}, note: note(`the image passes ${word}`) };
    }
    const literal = new RegExp(String.raw`(["\x60])${escaped(host)}:${port}\1`).exec(
      found.file.code.slice(found.match.index),
    );
    if (literal && /^[\w.:[\]]+$/.test(host))
      return {
        args: [],
        env: {},
        patch: { path: found.file.path, from: `${host}:${port}`, to: `:${port}` },
        note: note('the build stage changes that, your source stays as it is'),
      };
    return undefined;
  }
  return host === '' && !address ? (byName(program, isServed) ?? byCall(program, listening)) : undefined;
}

/** A host of its own beside the port. */
function byName(program: Program, isServed: (flag: Found) => boolean): OpenHost | undefined {
  const text = String.raw`("[^"\n]*"|[A-Za-z_][\w.]*)`;
  const given = new RegExp(String.raw`\(\s*(?:os\.Getenv\()?"([A-Z][A-Z\d_]*)"\)?\s*,\s*${text}`, 'g');
  const tagged = /`[^`\n]*\b(?:env|envconfig):"([A-Z][A-Z\d_]*)[^`\n]*`/g;
  const assigned =
    /\b(\w+)\s*:?=\s*os\.Getenv\("([A-Z][A-Z\d_]*)"\)\s[\s\S]{0,300}?\bif\s+\1\s*==\s*""\s*\{[^}]{0,200}?\b\1\s*=\s*("[^"\n]*")/g;
  const variables = [
    ...findAll(program.files, assigned)
      .filter((each) => isListened(each))
      .map((each) => {
        const [, , name = '', value = ''] = each.match;
        return { each, name, set: name, value };
      }),
    ...findAll(program.files, given).map((each) => {
      const [, name = '', value = ''] = each.match;
      return { each, name, set: name, value };
    }),
    ...findAll(program.files, tagged).map((each) => {
      const [tag, name = ''] = each.match;
      const value = /\b(?:envDefault|default|env-default):("[^"]*")/.exec(tag)?.[1] ?? '';
      return { each, name, set: `${prefixOf(each, program)}${name}`, value };
    }),
  ];
  for (const { each, name, set, value } of variables) {
    const host = resolveText(value, program);
    if (hostName.test(unprefixed(name, program)) && loopback.test(host))
      return {
        args: [],
        env: { [set]: '0.0.0.0' },
        note: `it listens on ${host} unless told otherwise (${placeOf(each)}): the image sets ${set}`,
      };
  }
  const flags = new RegExp(
    String.raw`\.String\w*\(\s*(?:&?[\w.\[\]]+\s*,\s*)?"([\w.-]+)"\s*,\s*(?:"\w?"\s*,\s*)?${text}\s*,(?:\s*"([^"\n]{0,200})")?`,
    'g',
  );
  for (const each of findAll(program.files, flags).filter(isServed)) {
    const [, name = '', value = '', said = ''] = each.match;
    const host = resolveText(value, program);
    if (
      (hostName.test(name) || (name.length === 1 && saysHost.test(said))) &&
      loopback.test(host) &&
      !/^func \w*Client/m.test(around(each, 20, 0))
    )
      return {
        args: [flagWord(program, name, '0.0.0.0')],
        env: {},
        note: `it listens on ${host} unless told otherwise (${placeOf(each)}): the image passes ${flagWord(program, name, '0.0.0.0')}`,
      };
  }
  return undefined;
}

/** Is the variable something that is listened on, and neither asked nor shown? Every container has a HOSTNAME. */
function isListened({ file, match }: Found): boolean {
  const [, variable = '', name] = match;
  const used = new RegExp(
    String.raw`(?:Listen\w*\(|\b(?:Addr|Address|Bind|Host)\w{0,20}\s*:?[:=]|JoinHostPort\(|Serve\w*\()[^\n]{0,120}\b${variable}\b`,
  );
  return name !== 'HOSTNAME' && used.test(file.code.slice(match.index + match[0].length));
}

/** Nothing sets the host: "localhost:" + port. */
function byCall(program: Program, listening: Listening): OpenHost | undefined {
  const call = readLoopbackCall(program, listening);
  if (!call) return undefined;
  const { host, patch } = call;
  return {
    args: [],
    env: {},
    patch,
    note: `it listens on ${host} alone (${patch.path}:${patch.line}): the build stage changes that, your source stays as it is`,
  };
}

/** WIDGET_LISTEN of a program widget. */
function unprefixed(name: string, { module }: Program): string {
  const own = module.mod.module
    .split('/')
    .find((part) => name.toLowerCase().startsWith(`${part.toLowerCase()}_`));
  return own === undefined ? name : name.slice(own.length + 1);
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}
