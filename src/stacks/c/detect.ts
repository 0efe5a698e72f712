import type { Detector } from '../../detect/types.ts';
import { detectNative } from '../native-code/detect.ts';

export const detector: Detector = { stack: 'c', detect: (scene) => detectNative(scene, 'c') };
