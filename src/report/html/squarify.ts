export type Box = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

/**
 * Divides a box among weights, in rows whose parts are as square as can be (Bruls, Huizing, van Wijk: Squarified Treemaps, 2000).
 * @param weights positive, largest first
 * @returns a box for each weight, with an area in proportion
 */
export function squarify(weights: readonly number[], box: Box): readonly Box[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const scale = (box.width * box.height) / total;
  const areas = weights.map((weight) => weight * scale);
  const boxes: Box[] = [];
  let left = box;
  for (let from = 0; from < areas.length;) {
    const side = Math.min(left.width, left.height);
    let to = from + 1;
    let sum = areas[from] as number;
    let worst = worstRatio(areas[from] as number, areas[from] as number, sum, side);
    for (; to < areas.length; to++) {
      const longer = sum + (areas[to] as number);
      const ratio = worstRatio(areas[from] as number, areas[to] as number, longer, side);
      if (ratio > worst) break;
      [sum, worst] = [longer, ratio];
    }
    left = layRow(areas.slice(from, to), sum, left, boxes);
    from = to;
  }
  return boxes;
}

/** How far from square the worst part of a row is. */
function worstRatio(largest: number, smallest: number, sum: number, side: number): number {
  return Math.max((side * side * largest) / (sum * sum), (sum * sum) / (side * side * smallest));
}

/** Puts a row along the shorter side; gives what is left of the box. */
function layRow(areas: readonly number[], sum: number, { x, y, width, height }: Box, boxes: Box[]): Box {
  const upright = width >= height;
  const thickness = Math.min(
    upright ? width : height,
    sum / Math.max(upright ? height : width, Number.MIN_VALUE),
  );
  let along = 0;
  for (const area of areas) {
    const length = thickness === 0 ? 0 : area / thickness;
    boxes.push(
      upright
        ? { x, y: y + along, width: thickness, height: length }
        : { x: x + along, y, width: length, height: thickness },
    );
    along += length;
  }
  return upright
    ? { x: x + thickness, y, width: width - thickness, height }
    : { x, y: y + thickness, width, height: height - thickness };
}
