import type { Candidate, Detector, Scene } from '../../detect/types.ts';
import { detectMaven } from './maven.ts';

export const detector: Detector = { stack: 'java', detect };

function detect(scene: Scene): readonly Candidate[] {
  return detectMaven(scene);
}
