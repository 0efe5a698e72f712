import { createTarReader, type TarEvent } from './tar.ts';
import type { TarHeader } from './tar-header.ts';

/**
 * Goes through a tar whose entries are large, one after the other.
 * @param visit gets the content as a stream; what it leaves of it is skipped
 * @throws what the source throws, and ArchiveProblem when the archive is no tar or ends too soon. These come from here only:
 *   to `visit` the content then just ends
 */
export async function eachMember(
  source: AsyncIterable<Buffer>,
  visit: (header: TarHeader, content: AsyncIterable<Buffer>) => Promise<void>,
): Promise<void> {
  const tar = createTarReader();
  const events = eventsOf(source, tar);
  let failure: unknown;
  const next = async (): Promise<TarEvent | undefined> => {
    try {
      const { value } = await events.next();
      return value ?? undefined;
    } catch (error) {
      failure = error;
      return undefined;
    }
  };
  try {
    for (let event = await next(); event; event = await next()) {
      if (!('header' in event)) continue;
      const content = contentOf(next);
      await visit(event.header, content);
      for await (const _ of content);
    }
  } finally {
    // Given up: the source is closed.
    await events.return();
  }
  if (failure) throw failure;
}

/** The content of the member that has just begun. Whoever reads on goes on where it was left, also side by side. */
function contentOf(next: () => Promise<TarEvent | undefined>): AsyncIterable<Buffer> {
  let isOpen = true;
  let turn: Promise<Buffer | undefined> = Promise.resolve(undefined);
  const pull = async () => {
    // A stream that was given up may still have asked for more: the next member is not for it.
    const part = isOpen ? await next() : undefined;
    isOpen = part !== undefined && 'chunk' in part;
    return part && 'chunk' in part ? part.chunk : undefined;
  };
  return {
    async *[Symbol.asyncIterator]() {
      for (;;) {
        turn = turn.then(pull);
        const chunk = await turn;
        if (!chunk) return;
        yield chunk;
      }
    },
  };
}

async function* eventsOf(
  source: AsyncIterable<Buffer>,
  tar: ReturnType<typeof createTarReader>,
): AsyncGenerator<TarEvent, void, void> {
  for await (const chunk of source) yield* tar.feed(chunk);
  tar.finish();
}
