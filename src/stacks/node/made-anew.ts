import type { Shape } from './app.ts';

/** Is there nothing in the image but what the build wrote? */
export function isMadeAnew(shape: Shape, members: number): boolean {
  return shape.kind === 'output' || (shape.only !== undefined && members === 0);
}
