import { formatSize } from '../../units.ts';
import { tag, type Markup } from '../markup.ts';
import { squarify, type Box } from './squarify.ts';
import type { Node } from './tree.ts';

const canvas: Box = { x: 0, y: 0, width: 1200, height: 640 };
/** Pixels² below which files are one box for all of them: also what keeps the page small, whatever the image holds. */
const smallest = 90;
const header = 16;
/** About the width of a character of the labels. */
const charWidth = 6.8;
const colors = 8;

/** Layers, directories and files as boxes by size, in SVG; each says its path and size when it is pointed at. */
export function treemap(layers: readonly Node[]): Markup {
  const { width, height } = canvas;
  const sorted = layers.map((node, at) => ({ node, at })).toSorted((a, b) => b.node.bytes - a.node.bytes);
  const boxes = squarify(
    sorted.map(({ node }) => node.bytes),
    canvas,
  );
  const drawn = sorted.flatMap(({ node, at }, index) =>
    drawNode(node, boxes[index] as Box, { path: node.name, depth: 0, color: `c${at % colors}` }),
  );
  const attributes = {
    viewBox: `0 0 ${width} ${height}`,
    class: 'treemap',
    role: 'img',
    'aria-label': 'files by size',
  };
  return tag('svg', { xmlns: 'http://www.w3.org/2000/svg', ...attributes }, ...drawn);
}

type Place = { readonly path: string; readonly depth: number; readonly color: string };

function drawNode(node: Node, box: Box, place: Place): readonly Markup[] {
  const { width, height } = box;
  const title = `${place.path}\n${formatBytes(node.bytes)}`;
  const isOpen = node.children.length > 0 && width > 30 && height > header + 14;
  const drawn = [drawBox(box, title, isOpen ? `${place.color} open` : place.color), ...label(node, box)];
  return isOpen ? [...drawn, ...drawChildren(node, box, place)] : drawn;
}

function drawChildren({ children, bytes }: Node, box: Box, { path, depth, color }: Place): readonly Markup[] {
  const inner = { x: box.x + 2, y: box.y + header, width: box.width - 4, height: box.height - header - 2 };
  const scale = (inner.width * inner.height) / bytes;
  const large = children.filter((child) => child.bytes * scale >= smallest);
  const small = children.slice(large.length);
  const rest = small.reduce((sum, child) => sum + child.bytes, 0);
  const shown = [
    ...large,
    ...(rest > 0 ? [{ name: `${small.length} more`, bytes: rest, children: [] }] : []),
  ];
  const boxes = squarify(
    shown.map((child) => child.bytes),
    inner,
  );
  return shown.flatMap((child, at) =>
    drawNode(child, boxes[at] as Box, {
      path: `${path}${depth === 0 ? ': ' : ''}/${child.name}`,
      depth: depth + 1,
      color,
    }),
  );
}

function drawBox({ x, y, width, height }: Box, title: string, style: string): Markup {
  const place = {
    x: round(x),
    y: round(y),
    width: round(Math.max(0, width)),
    height: round(Math.max(0, height)),
  };
  return tag('rect', { ...place, class: style }, tag('title', {}, title));
}

function label({ name, bytes }: Node, { x, y, width, height }: Box): readonly Markup[] {
  const room = Math.floor((width - 8) / charWidth);
  if (height < 14 || room < 4) return [];
  const full = `${name} ${formatBytes(bytes)}`;
  const text = full.length <= room ? full : shorten(name, room);
  return [tag('text', { x: round(x + 4), y: round(y + 12) }, text)];
}

function shorten(name: string, room: number): string {
  return name.length <= room ? name : `${name.slice(0, room - 1)}…`;
}

/** Small files too: `412 B`, `18 kB`. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  return bytes < 100_000 ? `${Math.round(bytes / 1000)} kB` : formatSize(bytes);
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
