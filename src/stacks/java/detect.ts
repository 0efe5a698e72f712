import type { Candidate, Detector, Scene } from '../../detect/types.ts';
import { detectBare } from './bare.ts';
import { detectGradle } from './gradle.ts';
import { detectMaven } from './maven.ts';
import { isAside, refuse } from './refusals.ts';
import type { Inventory } from '../../inventory/types.ts';

export const detector: Detector = { stack: 'java', detect };

/** Maven first: what has both is built by Maven, as its files are data and Gradle's are programs. */
function detect(scene: Scene): readonly Candidate[] {
  const { repo } = scene;
  const maven = detectMaven(scene);
  const poms = new Set(repo.named('pom.xml').map((path) => path.replace(/\/?pom\.xml$/, '')));
  const gradle = detectGradle(scene, (dir) => above(dir).some((each) => poms.has(each)));
  const all = [...maven, ...gradle];
  return all.length > 0 ? ranked(all, repo) : detectBare(scene);
}

/**
 * Beside a program, what is there to show or to test it is no service. Nor is it where the build in the root makes none and has
 * nothing to do with it: that is a library, and whoever wants one of its examples names it.
 */
function ranked(all: readonly Candidate[], repo: Inventory): readonly Candidate[] {
  const services = all.filter((each) => each.found === 'service');
  const shown = services.filter((each) => isAside(each, ''));
  const [first] = shown;
  if (first === undefined) return all;
  const root = ['pom.xml', 'build.gradle', 'build.gradle.kts'].find((name) => repo.has(name));
  const apart = root !== undefined && shown.every(({ context }) => context !== '');
  if (shown.length === services.length && !apart) return all;
  const low = all.map((each) => (shown.some((other) => other === each) ? { ...each, rank: 0.1 } : each));
  if (shown.length < services.length) return low;
  const reason = `${root} makes no program, only examples of what it makes are programs`;
  return [...low, { ...refuse('', reason, `containerize one by itself: add ${first.dir}`), rank: 0.2 }];
}

function above(dir: string): readonly string[] {
  const parts = dir === '' ? [] : dir.split('/');
  return ['', ...parts.map((_, at) => parts.slice(0, at + 1).join('/'))];
}
