import { constants } from 'node:os';

/** `SIGQUIT`, `QUIT` and `3` are the same STOPSIGNAL (https://docs.docker.com/reference/dockerfile/#stopsignal). */
export function signalOf(text: string): { readonly name: string; readonly number: number } {
  const name = /^[A-Z]/.test(text) ? `SIG${text.replace(/^SIG/, '')}` : text || 'SIGTERM';
  return { name, number: constants.signals[name as NodeJS.Signals] ?? Number(name) };
}
