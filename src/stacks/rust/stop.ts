import type { Framework } from './framework.ts';
import type { Reach } from './reach.ts';
import type { Source } from './sources.ts';

/** Another signal than SIGTERM, and why it stops the program where that one would not. */
export type Stop = { readonly signal: string; readonly why: string };

/** They stop on SIGTERM by themselves. */
const stopping = new Set(['actix-web', 'rocket', 'loco-rs', 'ntex']);
const handlers = [
  'signal-hook',
  'signal-hook-tokio',
  'tokio-graceful',
  'tokio-graceful-shutdown',
  'async-signal',
  'nix',
  'libc',
];

/**
 * The kernel gives the first process of a container only the signals that it handles, and Rust handles none by itself: what is
 * stopped by SIGTERM elsewhere would be killed after ten seconds here.
 */
export function stopOf(
  sources: readonly Source[],
  { direct }: Reach,
  framework: Framework | undefined,
): Stop | undefined {
  if (framework && stopping.has(framework.crate)) return undefined;
  if (sources.some(({ text }) => /SIGTERM|SignalKind::terminate|\bTerm\b/.test(text))) return undefined;
  if (handlers.some((crate) => direct.has(crate))) return undefined;
  const ctrlc = direct.get('ctrlc');
  if (ctrlc?.features.includes('termination')) return undefined;
  if (ctrlc || sources.some(({ text }) => /\bctrl_c\(/.test(text))) {
    return { signal: 'SIGINT', why: 'It shuts down on Ctrl-C and knows no SIGTERM.' };
  }
  return {
    signal: 'SIGKILL',
    why: 'It handles no signal, and the first process of a container is given none that it does not: better ended at once than ten seconds later.',
  };
}
