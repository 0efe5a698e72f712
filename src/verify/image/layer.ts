import { posix } from 'node:path';
import { createBudget, type Budget } from './budget.ts';
import { beginInspection, type Begin, type Inspection } from './inspect.ts';
import { damaged } from './problem.ts';
import { createTarReader } from './tar.ts';
import type { TarHeader } from './tar-header.ts';
import type { FileEntry, Layer } from './types.ts';

/**
 * Reads an uncompressed layer as a stream: content is looked at as it passes and never kept.
 * @throws ArchiveProblem when it is no tar, ends too soon, or holds more than the budget has left
 */
export async function readLayer(
  source: AsyncIterable<Buffer>,
  budget: Budget = createBudget(),
  begin: Begin = beginInspection,
): Promise<Pick<Layer, 'entries' | 'fileBytes'>> {
  const tar = createTarReader();
  const entries: FileEntry[] = [];
  let fileBytes = 0;
  let inspection: Inspection | undefined;
  for await (const chunk of source) {
    for (const event of tar.feed(chunk)) {
      if ('header' in event) {
        const file = fileOf(event.header);
        account(event.header, budget);
        fileBytes += file.size;
        inspection = file.type === 'file' ? begin(file) : undefined;
        entries.push(file);
      } else if ('chunk' in event) {
        inspection?.update(event.chunk);
      } else if (inspection) {
        Object.assign(entries.at(-1) as FileEntry, inspection.end());
      }
    }
  }
  tar.finish();
  return { entries, fileBytes };
}

function fileOf(header: TarHeader): FileEntry {
  const { name, type, mode, uid, gid, target } = header;
  const size = type === 'file' ? header.size : 0;
  const file = { path: pathOf(name), type, mode, uid, gid, size };
  return target === undefined ? file : { ...file, target };
}

/** What comes after looks at each directory above a file: this many are more than anybody has. */
const deepest = 200;

/** Parts that have to be resolved: empty ones, `.` and `..`; an end in `/` is none. */
const relative = /(^|\/)\.{0,2}(\/|$)/;

/** Nothing is unpacked, so a name that leads out of the root is only a name: it is taken as the root would end it. */
function pathOf(name: string): string {
  const plain = name.replace(/^\.\/|\/$/g, '');
  const path = relative.test(plain) ? posix.resolve('/', name) : `/${plain}`;
  if (path.split('/', deepest + 2).length > deepest + 1) {
    throw damaged(`a file is more than ${deepest} directories deep`);
  }
  return path;
}

function account({ name, target = '', stored, size }: TarHeader, budget: Budget): void {
  budget.spend('entries', 1);
  budget.spend('names', name.length + target.length);
  // A sparse file takes what it claims once it is unpacked: engines write its holes.
  if (size > stored) budget.spend('bytes', size - stored);
}
