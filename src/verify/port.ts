import { checkPort } from '../answers/kinds.ts';
import { envOf } from './image/env.ts';
import type { Subject } from './types.ts';

/** The port to probe: what the user said, else the image's PORT, else its only exposed TCP port. */
export function portOf({ settings, image }: Pick<Subject, 'settings' | 'image'>): number | undefined {
  if (settings.port !== undefined) return settings.port;
  const env = envOf(image, 'PORT');
  if (env !== undefined && checkPort(env) === undefined) return Number(env);
  const exposed = exposedPorts({ image });
  return exposed.length === 1 ? exposed[0] : undefined;
}

/** The TCP ports that the image exposes, lowest first. */
export function exposedPorts({ image }: Pick<Subject, 'image'>): readonly number[] {
  return image.config.ExposedPorts.flatMap(
    (port) => Number(/^(\d+)(?:\/tcp)?$/.exec(port)?.[1] ?? []) || [],
  ).toSorted((a, b) => a - b);
}
