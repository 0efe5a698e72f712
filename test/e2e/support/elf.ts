/** The loader that an ELF program of 64 bits, little-endian, asks the kernel for; undefined in a static one. */
export function loaderOf(elf: Buffer): string | undefined {
  const [headers, size, count] = [
    Number(elf.readBigUInt64LE(32)),
    elf.readUInt16LE(54),
    elf.readUInt16LE(56),
  ];
  for (let at = headers; at < headers + size * count; at += size) {
    const isInterpreter = elf.readUInt32LE(at) === 3;
    if (!isInterpreter) continue;
    const [offset, length] = [Number(elf.readBigUInt64LE(at + 8)), Number(elf.readBigUInt64LE(at + 32))];
    return elf.toString('latin1', offset, offset + length - 1);
  }
  return undefined;
}
