/** What a made-up ELF file says of itself; everything may be left out. */
export type ElfRecipe = {
  readonly wide?: boolean;
  readonly little?: boolean;
  readonly machine?: number;
  /** ET_…; 3 is a shared object or a position-independent program. */
  readonly type?: number;
  readonly interpreter?: string;
  readonly needed?: readonly string[];
  readonly soname?: string;
  readonly rpath?: string;
  readonly runpath?: string;
  readonly flags1?: number;
  /** Versions by library; a `?` behind a version makes it weak. */
  readonly needs?: Readonly<Record<string, readonly string[]>>;
  readonly defines?: readonly string[];
  /** Bytes in front of the tables, as the code and data of a real program. */
  readonly padding?: number;
  /** No dynamic section at all. */
  readonly isStatic?: boolean;
  /** A string behind the tables, as in the read-only data of a loader. */
  readonly data?: string;
};

/** Where the file is mapped. */
const base = 0x40_0000;

/** The bytes of a small ELF file: its headers, one segment, and the tables that a loader reads. It cannot be run. */
export function elfFile(recipe: ElfRecipe = {}): Buffer {
  const { wide = true, little = true, machine = 62, type = 3, isStatic = false, padding = 0 } = recipe;
  const writer = { wide, little };
  const count = 1 + (recipe.interpreter === undefined ? 0 : 1) + (isStatic ? 0 : 1);
  const [headerBytes, segmentBytes] = wide ? [64, 56] : [52, 32];
  const strings = stringTable();
  const interpreterAt = headerBytes + segmentBytes * count + padding;
  const interpreter =
    recipe.interpreter === undefined ? Buffer.alloc(0) : Buffer.from(`${recipe.interpreter}\0`);
  const needsAt = interpreterAt + interpreter.length;
  const needs = needsTable(recipe.needs ?? {}, strings.add, writer);
  const definesAt = needsAt + needs.length;
  const defines = definesTable(recipe.defines ?? [], strings.add, writer);
  const dynamicAt = definesAt + defines.length;
  const optional = (tag: number, text: string | undefined) =>
    text === undefined ? [] : [[tag, strings.add(text)]];
  const entries: number[][] = [
    ...(recipe.needed ?? []).map((name) => [1, strings.add(name)]),
    ...optional(14, recipe.soname),
    ...optional(15, recipe.rpath),
    ...optional(29, recipe.runpath),
    [0x6ffffffb, recipe.flags1 ?? 0],
    ...(needs.length > 0
      ? [
          [0x6ffffffe, base + needsAt],
          [0x6fffffff, Object.keys(recipe.needs ?? {}).length],
        ]
      : []),
    ...(defines.length > 0
      ? [
          [0x6ffffffc, base + definesAt],
          [0x6ffffffd, (recipe.defines ?? []).length + 1],
        ]
      : []),
  ];
  const width = wide ? 16 : 8;
  const dynamicBytes = isStatic ? 0 : (entries.length + 3) * width;
  const stringsAt = dynamicAt + dynamicBytes;
  const table = strings.bytes();
  entries.push([5, base + stringsAt], [10, table.length], [0, 0]);
  const dynamic = isStatic
    ? Buffer.alloc(0)
    : Buffer.concat(entries.map((pair) => numbers(pair, 'a', writer)));
  const data = Buffer.from(recipe.data ?? '', 'latin1');
  const end = stringsAt + table.length + data.length;

  const ident = Buffer.from([0x7f, 0x45, 0x4c, 0x46, wide ? 2 : 1, little ? 1 : 2, 1, ...Buffer.alloc(9)]);
  const header = Buffer.concat([
    ident,
    numbers([type, machine], 'h', writer),
    numbers([1], 'w', writer),
    numbers([base, headerBytes, 0], 'a', writer),
    numbers([0], 'w', writer),
    numbers([headerBytes, segmentBytes, count, 0, 0, 0], 'h', writer),
  ]);
  const segments = [
    segment(1, 0, end, writer),
    ...(recipe.interpreter === undefined ? [] : [segment(3, interpreterAt, interpreter.length, writer)]),
    ...(isStatic ? [] : [segment(2, dynamicAt, dynamicBytes, writer)]),
  ];
  return Buffer.concat([
    header,
    ...segments,
    Buffer.alloc(padding, 0x90),
    interpreter,
    needs,
    defines,
    dynamic,
    table,
    data,
  ]);
}

type Writer = { readonly wide: boolean; readonly little: boolean };

/** Numbers of 2 bytes (`h`), 4 (`w`), or the width of an address (`a`). */
function numbers(values: readonly number[], size: 'h' | 'w' | 'a', { wide, little }: Writer): Buffer {
  return Buffer.concat(
    values.map((value) => {
      const bytes = Buffer.alloc(size === 'h' ? 2 : size === 'a' && wide ? 8 : 4);
      if (bytes.length === 2) bytes.writeUInt16BE(value);
      if (bytes.length === 4) bytes.writeUInt32BE(value);
      if (bytes.length === 8) bytes.writeBigUInt64BE(BigInt(value));
      return little ? bytes.toReversed() : bytes;
    }),
  );
}

function segment(type: number, at: number, bytes: number, writer: Writer): Buffer {
  const place = numbers([at, base + at, base + at, bytes, bytes], 'a', writer);
  const flags = numbers([4], 'w', writer);
  const align = numbers([1], 'a', writer);
  return writer.wide
    ? Buffer.concat([numbers([type], 'w', writer), flags, place, align])
    : Buffer.concat([numbers([type], 'w', writer), place, flags, align]);
}

function needsTable(
  needs: Readonly<Record<string, readonly string[]>>,
  add: (text: string) => number,
  writer: Writer,
): Buffer {
  const libraries = Object.entries(needs);
  return Buffer.concat(
    libraries.map(([library, versions], index) => {
      const length = 16 + 16 * versions.length;
      const next = index === libraries.length - 1 ? 0 : length;
      return Buffer.concat([
        numbers([1, versions.length], 'h', writer),
        numbers([add(library), 16, next], 'w', writer),
        ...versions.map((version, at) => {
          const isLast = at === versions.length - 1;
          return Buffer.concat([
            numbers([0], 'w', writer),
            numbers([version.endsWith('?') ? 2 : 0, at + 2], 'h', writer),
            numbers([add(version.replace('?', '')), isLast ? 0 : 16], 'w', writer),
          ]);
        }),
      ]);
    }),
  );
}

function definesTable(defines: readonly string[], add: (text: string) => number, writer: Writer): Buffer {
  if (defines.length === 0) return Buffer.alloc(0);
  const names = ['the file itself', ...defines];
  return Buffer.concat(
    names.map((name, index) =>
      Buffer.concat([
        numbers([1, index === 0 ? 1 : 0, index + 1, 1], 'h', writer),
        numbers([0, 20, index === names.length - 1 ? 0 : 28], 'w', writer),
        numbers([add(name), 0], 'w', writer),
      ]),
    ),
  );
}

function stringTable() {
  let text = '\0';
  return {
    add(name: string) {
      const at = text.length;
      text += `${name}\0`;
      return at;
    },
    bytes: () => Buffer.from(text, 'latin1'),
  };
}
