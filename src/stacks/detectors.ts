import type { Detector } from '../detect/types.ts';

/** One line a language; each is loaded when `add` looks at a repository. */
const loaders: readonly (() => Promise<{ readonly detector: Detector }>)[] = [
  () => import('./go/detect.ts'),
  () => import('./rust/detect.ts'),
  () => import('./java/detect.ts'),
  () => import('./python/detect.ts'),
  () => import('./node/detect.ts'),
  () => import('./static/detect.ts'),
  () => import('./c/detect.ts'),
  () => import('./cpp/detect.ts'),
];

export async function loadDetectors(): Promise<readonly Detector[]> {
  const loaded = await Promise.all(loaders.map((load) => load()));
  return loaded.map(({ detector }) => detector);
}
