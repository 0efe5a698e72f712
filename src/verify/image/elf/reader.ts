import { readDynamic } from './dynamic.ts';
import { headersEnd, identBytes, readHeaders, readIdentity, type Headers } from './headers.ts';
import { createKeeper, type Keeper } from './keeper.ts';
import { readSystemDirs } from './system-dirs.ts';
import type { Elf } from './types.ts';
import { malformed, Unfit } from './unfit.ts';
import { chooseWindows } from './windows.ts';

const nothing = { dynamic: false, needed: [], noDefaultDirs: false, needs: [], defines: [] } as const;

/**
 * Reads an ELF file as a stream, by its program headers as a loader does, so that stripped and patched files read the same. Keeps at most 64 MB of it
 * at a time, and never throws on what the file holds: what is wrong with it is its `problem`.
 * @param fileSize bytes of the whole file
 */
export function createElfReader(fileSize: number): { update(chunk: Buffer): void; end(): Elf } {
  let head: Buffer | undefined = Buffer.alloc(0);
  let position = 0;
  let headers: Headers | undefined;
  let keeper: Keeper | undefined;
  let problem: Elf['problem'];

  const begin = (chunk: Buffer) => {
    head = Buffer.concat([head ?? Buffer.alloc(0), chunk]);
    if (head.length < identBytes || head.length < headersEnd(head, fileSize)) return;
    headers = readHeaders(head);
    keeper = createKeeper(headers.type === 'other' ? [] : chooseWindows(headers.segments, fileSize));
    keeper.add(0, head);
    position = head.length;
    head = undefined;
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
      if (!headers || !keeper) {
        problem ??= malformed('it ends within its headers').problem;
        let known: Pick<Elf, 'architecture' | 'type'> = { architecture: 'unknown', type: 'other' };
        // Whom it is for is told before where its tables are.
        problemOf(() => (known = readIdentity(head ?? Buffer.alloc(0))));
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
