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
      let open = true;
      const content = {
        async *[Symbol.asyncIterator]() {
          while (open) {
            const part = await next();
            if (part && 'chunk' in part) yield part.chunk;
            else open = false;
          }
        },
      };
      await visit(event.header, content);
      for await (const _ of content);
    }
  } finally {
    // Given up: the source is closed.
    await events.return();
  }
  if (failure) throw failure;
}

async function* eventsOf(
  source: AsyncIterable<Buffer>,
  tar: ReturnType<typeof createTarReader>,
): AsyncGenerator<TarEvent, void, void> {
  for await (const chunk of source) yield* tar.feed(chunk);
  tar.finish();
}
