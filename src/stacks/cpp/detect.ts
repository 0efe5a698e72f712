import type { Detector } from '../../detect/types.ts';
import { detectNative } from '../native-code/detect.ts';

export const detector: Detector = { stack: 'cpp', detect: (scene) => detectNative(scene, 'cpp') };
