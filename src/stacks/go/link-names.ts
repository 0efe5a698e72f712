import type { Program } from './program.ts';

/** What takes names of the runtime that it may not, up to these versions; what comes with it takes them for it. */
const takes = 'github.com/bytedance/sonic';
/** https://github.com/bytedance/sonic/releases/tag/v1.12.0 */
const fine = 12;
const users = /^github\.com\/(?:bytedance\/sonic|cloudwego\/(?:hertz|kitex))(?:\/|$)/;

/**
 * Is it linked to an older package that reaches into the runtime by `//go:linkname`, which Go has refused since 1.23?
 * https://go.dev/doc/go1.23#linker
 */
export function needsLinkNames({ module, imports }: Program): boolean {
  const version = module.mod.requires.find(({ path }) => path === takes)?.version;
  const minor = /^v1\.(\d+)\./.exec(version ?? '')?.[1];
  return minor !== undefined && Number(minor) < fine && [...imports.keys()].some((path) => users.test(path));
}
