import { ExitCode, UserError } from '../errors.ts';
import type { Sandbox } from '../engine/sandbox.ts';
import type { Image } from './image/types.ts';
import type { Subject } from './types.ts';

type Platforms = Pick<Subject, 'image'> & { readonly sandbox: Pick<Sandbox, 'platform'> };

/** What the image is for, such as `linux/arm64`. */
export function platformOf({ image }: Pick<Subject, 'image'>): string {
  return `${image.config.os}/${image.config.architecture}`;
}

/** 64-bit processors that mostly run the 32-bit programs of their kind themselves. */
const natively: Readonly<Record<string, string>> = { 'linux/386': 'linux/amd64', 'linux/arm': 'linux/arm64' };

/** Is the image for another kind of machine than the engine's, so that times tell nothing? */
export function isEmulated({ image, sandbox }: Platforms): boolean {
  const own = platformOf({ image });
  return own !== sandbox.platform && natively[own] !== sandbox.platform;
}

/** ` (linux/arm64, emulated on linux/amd64)`, or nothing. */
export function emulationNote(subject: Platforms): string {
  return isEmulated(subject) ? ` (${platformOf(subject)}, emulated on ${subject.sandbox.platform})` : '';
}

/** How long to wait for what has this budget: emulated code may take ten times as long, or much more. */
export function patienceMs(subject: Platforms, budgetMs: number): number {
  return isEmulated(subject) ? Math.max(10 * budgetMs, 60_000) : budgetMs;
}

/**
 * A given image may be for another platform than the one that was asked for, and so may what a Dockerfile with a platform of its own makes.
 * @throws UserError (failed)
 */
export function assertPlatform(image: Image, platform: string | undefined): void {
  const own = platformOf({ image });
  if (platform === undefined || `${platform}/`.startsWith(`${own}/`)) return;
  throw new UserError(`${image.ref} is for ${own}, not for ${platform}`, {
    exitCode: ExitCode.failed,
    hint: 'pull it with --platform, or leave --platform out to check it as it is',
  });
}
