import type { Encoding } from './fields.ts';

/** e_machine, class and byte order (https://refspecs.linuxfoundation.org/elf/gabi4+/ch4.eheader.html) as GOARCH, which OCI takes its names from. */
const names: Readonly<Record<string, string>> = {
  '3 32 little': '386',
  '40 32 little': 'arm',
  '62 64 little': 'amd64',
  '183 64 little': 'arm64',
  '243 64 little': 'riscv64',
  '21 64 little': 'ppc64le',
  '21 64 big': 'ppc64',
  '22 64 big': 's390x',
  '258 64 little': 'loong64',
  '8 32 big': 'mips',
  '8 32 little': 'mipsle',
  '8 64 big': 'mips64',
  '8 64 little': 'mips64le',
};

export function architectureOf(machine: number, { wide, little }: Encoding): string {
  const [bits, order] = [wide ? 64 : 32, little ? 'little' : 'big'];
  return names[`${machine} ${bits} ${order}`] ?? `e_machine ${machine} (${bits}-bit, ${order}-endian)`;
}
