import type { Candidate, Detector, Scene } from '../../detect/types.ts';
import { detectBare } from './bare.ts';
import { detectGradle } from './gradle.ts';
import { detectMaven } from './maven.ts';
import { isAside } from './refusals.ts';

export const detector: Detector = { stack: 'java', detect };

/** Maven first: what has both is built by Maven, as its files are data and Gradle's are programs. */
function detect(scene: Scene): readonly Candidate[] {
  const { repo } = scene;
  const maven = detectMaven(scene);
  const poms = new Set(repo.named('pom.xml').map((path) => path.replace(/\/?pom\.xml$/, '')));
  const gradle = detectGradle(scene, (dir) => above(dir).some((each) => poms.has(each)));
  if (maven.length + gradle.length > 0) return [...maven, ...gradle].map(ranked);
  return detectBare(scene);
}

/** Beside a program, what is there to show or to test it is no service. */
function ranked(each: Candidate, _: number, all: readonly Candidate[]): Candidate {
  if (each.found === 'refusal' || !isAside(each, '')) return each;
  const others = all.some((other) => other.found === 'service' && !isAside(other, ''));
  return others ? { ...each, rank: 0.1 } : each;
}

function above(dir: string): readonly string[] {
  const parts = dir === '' ? [] : dir.split('/');
  return ['', ...parts.map((_, at) => parts.slice(0, at + 1).join('/'))];
}
