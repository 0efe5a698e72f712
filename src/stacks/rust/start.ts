import { parseCommand } from '../../detect/command.ts';
import type { Fact, Hints } from '../../detect/types.ts';
import { isOptional, type Framework } from './framework.ts';
import type { Bin } from './manifest.ts';
import type { Listening } from './listen.ts';
import type { Reach } from './reach.ts';
import type { Source } from './sources.ts';
import type { Commands } from './subcommands.ts';

/** `#[clap(long)] pub serve: Option<String>`: what serves only when it is told does something else without. */
function hasServeFlag(text: string): boolean {
  return [...text.matchAll(/\b(?:serve|server|daemon)[ \t]{0,20}:[ \t]{0,20}(?:bool\b|Option<)/g)]
    .slice(0, 50)
    .some(({ index }) =>
      /#\[(?:arg|clap|structopt)\([^\n]*\blong\b[^\n]*\)\]\s*(?:pub\s+)?$/.test(
        text.slice(Math.max(0, index - 300), index),
      ),
    );
}

/** Several commands make a tool, unless it is built on a web framework and one of them serves. */
export function isService(
  framework: Framework | undefined,
  reach: Reach,
  { any, serve, optional }: Commands,
  main: boolean,
  sources: readonly Source[],
): boolean {
  if (!framework) return main && !any;
  if (framework.bare === true && sources.some(({ text }) => hasServeFlag(text))) return false;
  if (framework.crate === 'loco-rs' || !any) return true;
  return (serve ?? optional) !== undefined && framework.bare !== true && !isOptional(reach, framework);
}

/** What it listens on: as other files say, as the framework's own settings do, as the source does. */
export function portOf(
  hinted: Fact | undefined,
  found: Fact | undefined,
  special: Fact | undefined,
  framework: Framework | undefined,
): Fact {
  if (hinted) return hinted;
  if (special && found?.confidence !== 'high') return special;
  if (found) return found;
  return framework
    ? { value: framework.port, from: `usual for ${framework.crate}`, confidence: 'low' }
    : { value: '8080', from: 'default', confidence: 'low' };
}

/** What follows the program in a start command: `./target/release/app --port $PORT`, `cargo run --release -- serve`. */
export function startArguments(start: Fact | undefined, bin: Bin): readonly string[] | undefined {
  const words = start && parseCommand(start.value)?.at(-1)?.words;
  if (!words) return undefined;
  const isCargo = words[0] === 'cargo';
  const at = isCargo
    ? words.indexOf('--')
    : words.findIndex((word) => word === bin.name || word.endsWith(`/${bin.name}`));
  if (at < 0) return isCargo && words[1] === 'run' ? [] : undefined;
  return words.slice(at + 1).map((word) => word.replaceAll(/\$PORT\b|\$\{PORT(:-\d+)?\}/g, '{port}'));
}

/** What compose publishes needs an image that listens there; a source without that number, and nothing that sets it, does not. */
export function isUnheard(
  { port, start }: Hints,
  { port: own, env, args }: Listening,
  sources: readonly Source[],
): boolean {
  if (port?.confidence !== 'medium' || own === undefined || own.value === port.value) return false;
  const number = new RegExp(String.raw`\b${port.value}\b`);
  const sets = [...Object.values(env), ...args].some((text) => text.includes('{port}'));
  return !sets && !number.test(start?.value ?? '') && !sources.some(({ text }) => number.test(text));
}
