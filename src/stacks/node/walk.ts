/** How far scripts that call each other were followed. */
export type Walk = {
  readonly depth: number;
  /** Scripts that led here, each with the path of its package.json: one that calls itself does not end. */
  readonly scripts: readonly string[];
  /** Of all lines together: scripts that call all others would be followed in every order. */
  readonly budget: { left: number };
};

const deepest = 8;
const most = 200;

export function newWalk(): Walk {
  return { depth: 0, scripts: [], budget: { left: most } };
}

/** The walk one line further; undefined where it ends. */
export function further(walk: Walk, script?: string): Walk | undefined {
  const { depth, scripts, budget } = walk;
  if (depth >= deepest || budget.left <= 0 || (script !== undefined && scripts.includes(script)))
    return undefined;
  budget.left -= 1;
  return { budget, depth: depth + 1, scripts: script === undefined ? scripts : [...scripts, script] };
}
