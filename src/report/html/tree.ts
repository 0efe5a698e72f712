import type { FileEntry, Image } from '../../verify/image/types.ts';

/** Files and directories by size. */
export type Node = {
  readonly name: string;
  /** Bytes of its files. */
  readonly bytes: number;
  /** Largest first; empty for a file. */
  readonly children: readonly Node[];
};

/** Below so many directories a path is no longer taken apart: an image is free to nest them by the thousand. */
const deepest = 24;

/** The layers of an image, lowest first, each with its directories and files; layers without bytes are left out. */
export function layerTrees({ layers }: Pick<Image, 'layers'>): readonly Node[] {
  return layers.flatMap(({ entries }, at) => {
    const { bytes, children } = sizesOf(entries);
    return bytes > 0 ? [{ name: `layer ${at + 1}`, bytes, children: finishAll(children) }] : [];
  });
}

type Building = { bytes: number; readonly children: Map<string, Building> };

function sizesOf(entries: readonly FileEntry[]): Building {
  const root: Building = { bytes: 0, children: new Map() };
  for (const { path, type, size } of entries) {
    if (type !== 'file' || size === 0) continue;
    const parts = path.split('/').filter(Boolean);
    const names = [
      ...parts.slice(0, deepest),
      ...(parts.length > deepest ? [parts.slice(deepest).join('/')] : []),
    ];
    root.bytes += size;
    let at = root;
    for (const name of names) {
      const child = at.children.get(name) ?? { bytes: 0, children: new Map() };
      at.children.set(name, child);
      child.bytes += size;
      at = child;
    }
  }
  return root;
}

function finishAll(children: Building['children']): readonly Node[] {
  return [...children].map(([name, child]) => finish(name, child)).toSorted((a, b) => b.bytes - a.bytes);
}

/** A directory with nothing in it but another is one with it: `usr/lib/x86_64-linux-gnu`. */
function finish(name: string, { bytes, children }: Building): Node {
  const nodes = finishAll(children);
  const [only] = nodes;
  if (nodes.length === 1 && only && only.children.length > 0) {
    return { name: `${name}/${only.name}`, bytes, children: only.children };
  }
  return { name, bytes, children: nodes };
}
