import { beginInspection, type FileFacts, type FileHeader } from '../../src/verify/image/inspect.ts';

/** What the inspectors say of content that comes in chunks. */
export async function inspectContent(
  file: FileHeader,
  content: AsyncIterable<Buffer> | Iterable<Buffer>,
): Promise<FileFacts> {
  const inspection = beginInspection(file);
  for await (const chunk of content) inspection.update(chunk);
  return inspection.end();
}
