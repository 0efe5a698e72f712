import { promisify } from 'node:util';
import { deflateRaw } from 'node:zlib';

const deflate = promisify(deflateRaw);

/** Bytes that are compressed at a time. */
const blockBytes = 1_000_000;
/** So many blocks are compressed each; of those after them one in so many, for its neighbours too. */
const everyBlock = 8;
const oneIn = 8;
/** Blocks in work at a time: as many as Node has threads for it. */
const mostAtOnce = 4;

export type Weigher = {
  /** Resolves when there is room for more; undefined when there is. */
  add(chunk: Buffer): Promise<void> | undefined;
  end(): Promise<number>;
};

/**
 * About what gzip makes of a stream, in bytes, and so what a push would send; the same for the same bytes. Compressing all
 * of it would take several times as long as everything else that is done with a layer.
 */
export function createWeigher(): Weigher {
  let block: Buffer[] = [];
  let filled = 0;
  let blocks = 0;
  let total = 0;
  let exact = 0;
  const sampled = { bytes: 0, compressed: 0 };
  const running = new Set<Promise<void>>();

  function closeBlock(): void {
    const [content, isExact] = [block, blocks < everyBlock];
    block = [];
    filled = 0;
    blocks++;
    if (content.length === 0) return;
    const work = weigh(Buffer.concat(content), isExact).finally(() => running.delete(work));
    running.add(work);
  }

  async function weigh(bytes: Buffer, isExact: boolean): Promise<void> {
    const { length } = await deflate(bytes);
    if (isExact) {
      exact += length;
    } else {
      sampled.bytes += bytes.length;
      sampled.compressed += length;
    }
  }

  return {
    add(chunk) {
      total += chunk.length;
      for (let at = 0; at < chunk.length;) {
        const part = chunk.subarray(at, at + blockBytes - filled);
        if (blocks < everyBlock || blocks % oneIn === 0) block.push(part);
        filled += part.length;
        at += part.length;
        if (filled === blockBytes) closeBlock();
      }
      return running.size >= mostAtOnce ? Promise.race(running) : undefined;
    },
    async end() {
      closeBlock();
      await Promise.all(running);
      const beyond = Math.max(0, total - everyBlock * blockBytes);
      return exact + (sampled.bytes > 0 ? Math.round((beyond * sampled.compressed) / sampled.bytes) : 0);
    },
  };
}
