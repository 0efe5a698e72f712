import { missingBuildPackage } from './build-package.ts';
import { missingFile } from './missing-file.ts';
import { missingLibrary } from './missing-library.ts';
import { notWritable } from './not-writable.ts';
import type { Cause, Failure, Repair } from './types.ts';
import { wrongPort } from './wrong-port.ts';

/** A library first: without it nothing else that a program says can be trusted. */
const causes: readonly Cause[] = [missingBuildPackage, missingLibrary, missingFile, notWritable, wrongPort];

/** The first known cause that fits; undefined when none does. */
export function findRepair(failure: Failure): Repair | undefined {
  for (const cause of causes) {
    const repair = cause(failure);
    if (repair) return repair;
  }
  return undefined;
}
