import { mb } from './figure.ts';
import type { StackFigure } from './stacks.ts';

type Weighed = Pick<StackFigure, 'stack' | 'target' | 'bytes'>;
type Beside = {
  /** Of the runtime base image; 0 for scratch. */
  readonly baseBytes: number;
  /** Of the largest layer that the image has beyond its base. */
  readonly dependencyBytes: number;
  /** The targets of this stack that were weighed before, by id. */
  readonly others: Readonly<Record<string, Weighed>>;
};
type Limit = (beside: Beside) => number;

const fixed =
  (megabytes: number): Limit =>
  () =>
    megabytes * 1e6;
const beyondBase =
  (megabytes: number): Limit =>
  ({ baseBytes }) =>
    baseBytes + megabytes * 1e6;

/** The most that an image may weigh, bytes, by stack and target or by stack. What is not here is printed without a limit. */
const limits: Readonly<Record<string, readonly Limit[]>> = {
  'go scratch': [fixed(7)],
  'rust scratch': [fixed(3.2)],
  'c scratch': [fixed(1.5)],
  'cpp scratch': [fixed(4)],
  node: [beyondBase(2)],
  python: [({ baseBytes, dependencyBytes }) => baseBytes + dependencyBytes + 1e6],
  'java jlink': [fixed(80), ({ others }) => 0.4 * (others.java21?.bytes ?? 0)],
};

/** What an image is held to: the tightest of its limits. */
export function limitOf({ stack, target, bytes }: Weighed, beside: Beside): StackFigure['limit'] {
  const own = limits[`${stack} ${target}`] ?? limits[stack] ?? [];
  if (own.length === 0) return { text: 'printed', ok: true };
  const most = Math.min(...own.map((limit) => limit(beside)));
  return { text: mb(most), ok: bytes <= most };
}
