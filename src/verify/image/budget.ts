import { TooMuch } from './problem.ts';

/**
 * The most that is read of one archive. Far above any image that a service runs from, and low enough that a bomb (10 MB of
 * gzip can be 10 GB of zeros) costs a minute and no memory.
 */
const limits = {
  /** Bytes, uncompressed: all that comes out of every archive and layer in it. */
  bytes: { most: 20e9, text: '20 GB uncompressed' },
  /** Files of all layers together; each is kept, with about 200 bytes. */
  entries: { most: 1_000_000, text: '1,000,000 files' },
  /** Bytes of all their names and link targets: these are kept too. */
  names: { most: 100e6, text: '100 MB of file names' },
  /** Bytes of manifests and configurations. */
  texts: { most: 64e6, text: '64 MB of manifests' },
} as const;

type Kind = keyof typeof limits;

/** Counts what is read of one archive. */
export type Budget = {
  /** @throws TooMuch when there is more of it than the limit. */
  readonly spend: (kind: Kind, amount: number) => void;
};

/** @param most limits of a test, which cannot wait for the real ones */
export function createBudget(most: Partial<Readonly<Record<Kind, number>>> = {}): Budget {
  const spent: Record<Kind, number> = { bytes: 0, entries: 0, names: 0, texts: 0 };
  return {
    spend(kind, amount) {
      spent[kind] += amount;
      if (spent[kind] <= (most[kind] ?? limits[kind].most)) return;
      throw new TooMuch(
        `holds more than is read of one image: over ${limits[kind].text}`,
        'an image of a service has far less; is it one, or made to exhaust what reads it?',
      );
    },
  };
}

/** The same stream, counted. */
export async function* counted(source: AsyncIterable<Buffer>, budget: Budget): AsyncGenerator<Buffer> {
  for await (const chunk of source) {
    budget.spend('bytes', chunk.length);
    yield chunk;
  }
}
