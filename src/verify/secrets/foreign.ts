/** Built on the machine itself by node-gyp, not brought by the package for every system. */
const builtHere = /\/build\/(?:Release|Debug)\/[^/]+\.node$/;
/** A package for one system, which npm installs on that system alone: `os` in package.json. */
const packageOfSystem = /\/node_modules\/(?:@[^/]+\/)?[^/]*(?:darwin|win32)-(?:x64|arm64|ia32)[^/]*\//;

const machO = new Set(['cffaedfe', 'cefaedfe', 'feedfacf', 'feedface']);

/** The system that a native file of node_modules runs on, if it is one that no container has; undefined for all else. */
export function foreignSystem(path: string, head: Buffer): 'macOS' | 'Windows' | undefined {
  if (!path.includes('/node_modules/')) return undefined;
  if (!builtHere.test(path) && !packageOfSystem.test(path)) return undefined;
  if (machO.has(head.subarray(0, 4).toString('hex'))) return 'macOS';
  return isPe(head) ? 'Windows' : undefined;
}

/** `MZ`, and where that says, `PE` (https://learn.microsoft.com/windows/win32/debug/pe-format). */
function isPe(head: Buffer): boolean {
  if (head.length < 64 || head.subarray(0, 2).toString('latin1') !== 'MZ') return false;
  const at = head.readUInt32LE(60);
  return head.subarray(at, at + 4).toString('latin1') === 'PE\0\0';
}
