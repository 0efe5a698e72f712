import { fieldsOf } from './fields.ts';
import type { Headers } from './headers.ts';
import type { Kept } from './keeper.ts';
import { mapMemory } from './memory.ts';
import type { Elf } from './types.ts';
import { malformed, Unfit } from './unfit.ts';
import { readDefinitions, readNeeds, type Table } from './versions.ts';

type Dynamic = Pick<Elf, 'soname' | 'needed' | 'rpath' | 'runpath' | 'noDefaultDirs' | 'needs' | 'defines'>;

/** https://refspecs.linuxfoundation.org/elf/gabi4+/ch5.dynamic.html; versions and flags: bminor/glibc:elf/elf.h */
const tag = {
  needed: 1,
  stringTable: 5,
  stringBytes: 10,
  soname: 14,
  rpath: 15,
  runpath: 29,
  flags1: 0x6f_ff_ff_fb,
  definitions: 0x6f_ff_ff_fc,
  definitionCount: 0x6f_ff_ff_fd,
  needs: 0x6f_ff_ff_fe,
  needCount: 0x6f_ff_ff_ff,
} as const;
const noDefaultLibraries = 0x800;
/** Chromium has some 50. */
const mostNeeded = 1024;

/** Reads the dynamic section and what it points to. @throws Unfit */
export function readDynamic(headers: Headers, kept: Kept, fileSize: number): Dynamic {
  const entries = readEntries(headers, kept, fileSize);
  const memory = mapMemory(headers, kept, fileSize);
  const one = (wanted: number) => entries.find(([key]) => key === wanted)?.[1];
  const [strings, stringBytes = 0] = [one(tag.stringTable), one(tag.stringBytes)];
  const text = (offset: number) => {
    if (strings === undefined || offset >= stringBytes) throw malformed('a name outside the string table');
    return memory.text(strings + offset, stringBytes - offset);
  };
  const optional = (key: 'soname' | 'rpath' | 'runpath') => {
    const offset = one(tag[key]);
    return offset === undefined ? {} : { [key]: text(offset) };
  };
  const table = (at: number | undefined, count: number | undefined): Table | undefined =>
    at === undefined ? undefined : { memory, text, at, count: count ?? 0 };

  const needed = entries.filter(([key]) => key === tag.needed);
  if (needed.length > mostNeeded) throw malformed(`${needed.length} needed libraries`);
  return {
    ...optional('soname'),
    ...optional('rpath'),
    ...optional('runpath'),
    needed: needed.map(([, offset]) => text(offset)),
    noDefaultDirs: Math.floor((one(tag.flags1) ?? 0) / noDefaultLibraries) % 2 === 1,
    needs: readNeeds(table(one(tag.needs), one(tag.needCount))),
    defines: readDefinitions(table(one(tag.definitions), one(tag.definitionCount))),
  };
}

function readEntries(headers: Headers, kept: Kept, fileSize: number): readonly (readonly [number, number])[] {
  const section = headers.segments.find(({ type }) => type === 'dynamic');
  if (!section) return [];
  if (section.offset + section.size > fileSize) throw malformed('the dynamic section lies beyond the file');
  const bytes = kept.upTo(section.offset, section.size);
  if (bytes.length < section.size)
    throw new Unfit('unreadable', 'the dynamic section lies in a part of the file that is not kept');
  const { address } = fieldsOf(bytes, headers);
  const width = headers.wide ? 8 : 4;
  const entries: [number, number][] = [];
  for (let at = 0; at + 2 * width <= bytes.length; at += 2 * width) {
    const key = address(at);
    if (key === 0) break;
    entries.push([key, address(at + width)]);
  }
  return entries;
}
