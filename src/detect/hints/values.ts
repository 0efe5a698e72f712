import { tableOf } from '../../inventory/tables.ts';
import { posix } from 'node:path';
import { checkHealth, checkLine } from '../../answers/kinds.ts';
import type { Inventory } from '../../inventory/types.ts';
import { toPort } from '../names.ts';
import type { Fact } from '../types.ts';

type Confidence = Fact['confidence'];

const longest = 2000;

/** A list; a table's is its values, as TOML and YAML write either. */
export function listOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  return typeof value === 'object' && value !== null ? Object.values(value) : [];
}

/** One line of text, of a string or a number; undefined for what could not stand on a line of ours. */
export function textOf(value: unknown): string | undefined {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (typeof value !== 'string') return undefined;
  const text = value.trim();
  return text.length <= longest && checkLine(text) === undefined ? text : undefined;
}

/** The names of a list or the keys of a table. */
export function namesOf(value: unknown): readonly string[] {
  const names = Array.isArray(value)
    ? value.filter((each) => typeof each === 'string')
    : Object.keys(tableOf(value));
  return names.filter((name) => name.length <= longest);
}

export function factOf(value: unknown, from: string, confidence: Confidence = 'high'): Fact | undefined {
  const text = textOf(value);
  return text === undefined ? undefined : { value: text, from, confidence };
}

export function portOf(value: unknown, from: string, confidence: Confidence = 'high'): Fact | undefined {
  const port = toPort(textOf(value) ?? '');
  return port === undefined ? undefined : { value: port, from, confidence };
}

export function healthOf(value: unknown, from: string): Fact | undefined {
  const path = textOf(value);
  if (path === undefined || !path.startsWith('/') || checkHealth(path) !== undefined) return undefined;
  return { value: path, from, confidence: 'high' };
}

/** `fly.toml:12`, the first line that has all of these; the file alone where none has. */
export function lineWith(repo: Inventory, path: string, ...parts: readonly unknown[]): string {
  const words = parts.map(String).filter((part) => part !== '');
  const at = (repo.read(path) ?? '')
    .split('\n')
    .findIndex((line) => words.every((word) => line.includes(word)));
  return at < 0 ? path : `${path}:${at + 1}`;
}

/** A path that a file in a directory names, relative to the root; undefined when it leads out of it. */
export function pathFrom(dir: string, path: string): string | undefined {
  if (posix.isAbsolute(path)) return undefined;
  const joined = posix.join(dir === '' ? '.' : dir, path).replace(/\/+$/, '');
  if (joined === '.') return '';
  return joined === '..' || joined.startsWith('../') ? undefined : joined;
}

/** Only what is there: a hint that is absent must not hide another file's. */
export function present<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as never;
}
