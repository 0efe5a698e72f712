import { readDynamic } from './dynamic.ts';
import { identBytes, locateTable, readHeaders, readIdentity, type Headers } from './headers.ts';
import { createKeeper, type Keeper } from './keeper.ts';
import { readSystemDirs } from './system-dirs.ts';
import type { Elf } from './types.ts';
import { malformed, Unfit } from './unfit.ts';
import { chooseWindows, windowsBefore, type Window } from './windows.ts';

/** Linkers and patchelf put the segment table behind the header; farther in than this it is not waited for. */
const nearTable = 1_048_576;

const nothing = { dynamic: false, needed: [], noDefaultDirs: false, needs: [], defines: [] } as const;

/**
 * Reads an ELF file as a stream, by its program headers as a loader does, so that stripped and patched files read the same. Keeps at most 64 MB of it
 * at a time, and never throws on what the file holds: what is wrong with it is its `problem`.
 * @param fileSize bytes of the whole file
 */
export function createElfReader(fileSize: number): { update(chunk: Buffer): void; end(): Elf } {
  let head: Buffer = Buffer.alloc(0);
  let position = 0;
  let far: Window | undefined;
  let headers: Headers | undefined;
  let keeper: Keeper | undefined;
  let problem: Elf['problem'];

  const begin = (chunk: Buffer) => {
    head = Buffer.concat([head, chunk]);
    if (head.length < identBytes) return;
    const table = locateTable(head, fileSize);
    if (table.end > nearTable) far = table;
    else if (head.length < table.end) return;
    else headers = readHeaders(head, head.subarray(table.start, table.end));
    const isLoaded = readIdentity(head).type !== 'other';
    const windows = headers ? chooseWindows(headers.segments, fileSize) : windowsBefore(table, fileSize);
    keeper = createKeeper(isLoaded ? windows : []);
    keeper.add(0, head);
    position = head.length;
    head = Buffer.from(head.subarray(0, identBytes));
  };
  return {
    update(chunk) {
      if (problem) return;
      if (keeper) {
        keeper.add(position, chunk);
        position += chunk.length;
        return;
      }
      problem = problemOf(() => begin(chunk));
    },
    end() {
      if (far && keeper) headers = readFar(head, far, keeper);
      if (!headers || !keeper) {
        problem ??= malformed('it ends within its headers').problem;
        let known: Pick<Elf, 'architecture' | 'type'> = { architecture: 'unknown', type: 'other' };
        // Whom it is for is told before where its tables are.
        problemOf(() => (known = readIdentity(head)));
        return { ...known, ...nothing, problem };
      }
      const { architecture, type, segments } = headers;
      const known = { architecture, type };
      let elf: Elf = { ...known, ...nothing };
      if (type === 'other') return elf;
      const [from, kept] = [headers, keeper];
      problem = problemOf(() => {
        elf = { ...elf, ...readInterpreter(from, kept, fileSize) };
        if (!segments.some((segment) => segment.type === 'dynamic')) return;
        elf = { ...elf, dynamic: true };
        elf = { ...elf, ...readDynamic(from, kept, fileSize) };
        const systemDirs = readSystemDirs(elf.soname, from, kept);
        if (systemDirs) elf = { ...elf, systemDirs };
      });
      return problem ? { ...elf, problem } : elf;
    },
  };
}

/** Undefined when the stream ended before its segment table. */
function readFar(head: Buffer, { start, end }: Window, keeper: Keeper): Headers | undefined {
  const table = keeper.upTo(start, end - start);
  return table.length < end - start ? undefined : readHeaders(head, table);
}

function readInterpreter({ segments }: Headers, keeper: Keeper, fileSize: number): Pick<Elf, 'interpreter'> {
  const segment = segments.find(({ type }) => type === 'interpreter');
  if (!segment) return {};
  // The kernel's own rule: load_elf_binary in torvalds/linux:fs/binfmt_elf.c.
  if (segment.size < 2 || segment.size > 4096) throw malformed('a loader path of no sensible length');
  if (segment.offset + segment.size > fileSize) throw malformed('the loader path lies beyond the file');
  const bytes = keeper.upTo(segment.offset, segment.size);
  const end = bytes.indexOf(0);
  if (end < 1) throw malformed('a loader path without an end');
  return { interpreter: bytes.toString('utf8', 0, end) };
}

function problemOf(work: () => void): Elf['problem'] {
  try {
    work();
    return undefined;
  } catch (error) {
    if (error instanceof Unfit) return error.problem;
    throw error;
  }
}
