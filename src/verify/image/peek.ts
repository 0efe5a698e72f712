/** The first block of a stream, or all of a shorter one, and a stream that still begins with it. */
export async function peek(
  content: AsyncIterable<Buffer>,
): Promise<readonly [head: Buffer, all: AsyncIterable<Buffer>]> {
  const chunks = content[Symbol.asyncIterator]();
  let head: Buffer = Buffer.alloc(0);
  let isOver = false;
  while (head.length < 512 && !isOver) {
    const { value, done } = await chunks.next();
    isOver = done === true;
    if (!done) head = head.length === 0 ? value : Buffer.concat([head, value]);
  }
  async function* all() {
    if (head.length > 0) yield head;
    if (!isOver) yield* { [Symbol.asyncIterator]: () => chunks };
  }
  return [head, all()];
}
