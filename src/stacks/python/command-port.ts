import { toPort } from '../../detect/names.ts';
import type { Fact } from '../../detect/types.ts';
import { readsPort } from './listening.ts';
import type { Sight } from './sight.ts';
import { high, type Start } from './start.ts';
import { serves } from './words.ts';
import { fallback, portIn } from './wsgi-command.ts';

/** The same start, at the port that its words tell. */
export function withPort(
  sight: Sight,
  words: readonly string[],
  given: Fact,
  start: Start | undefined,
): Start | undefined {
  const port = portIn(sight, words, given, ['--port', '-p', '--server.port']);
  return start && { ...start, ...(port && { port }) };
}

/** runserver 0.0.0.0:8000 */
export function withAddress(
  sight: Sight,
  args: readonly string[],
  given: Fact,
  start: Start | undefined,
): Start | undefined {
  const port = toPort(
    args.map((word) => /^(?:[\w.]*:)?(\d+)$/.exec(word)?.[1]).find((each) => each !== undefined) ?? '',
  );
  return (
    start && { ...start, ...(port !== undefined && !sight.hints.port && { port: high(port, given.from) }) }
  );
}

/** The same start; as a server where its words say that it is one, or the Dockerfile that exposes a port for it, and nothing else of it does. */
export function served(
  sight: Sight,
  start: Start | undefined,
  rest: readonly string[],
  given: Fact,
): Start | undefined {
  const { repo, sources, hints } = sight;
  const isExposed = fileIn(hints.port) === fileIn(given);
  if (start?.kind !== 'cli' || !(isExposed || serves(rest))) return start;
  return {
    ...start,
    kind: 'server',
    port: portIn(sight, rest, given, ['--port', '-p']) ?? anyAddress(rest, given) ?? fallback(sight),
    portByEnv: rest.some((word) => word.includes('$PORT')) || repo.search(sources, readsPort, 1).length > 0,
    rank: Math.max(start.rank, 0.86),
  };
}

function fileIn(fact: Fact | undefined): string | undefined {
  return fact?.from.replace(/:\d+$/, '');
}

/** `--hosts 0.0.0.0:5232,[::]:5232` */
function anyAddress(words: readonly string[], { from }: Fact): Fact | undefined {
  const [, found = ''] = words.map((word) => /(?:0\.0\.0\.0|\[::\]):(\d+)\b/.exec(word)).find(Boolean) ?? [];
  const port = toPort(found);
  return port === undefined ? undefined : high(port, from);
}
