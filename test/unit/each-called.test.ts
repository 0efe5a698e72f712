import { describe, expect, it } from 'vitest';
import { eachCalled } from '../../src/stacks/static/each-called.ts';

const scripts = { 'build:a': 'x', 'build:b': 'x', 'build:b:c': 'x', lint: 'x' };

describe('scripts that a tool runs', () => {
  it.each([
    ['run-s build:a lint', 'npm run build:a && npm run lint'],
    ['run-p build:*', 'npm run build:a & npm run build:b'],
    ['npm-run-all "build:**"', 'npm run build:a & npm run build:b & npm run build:b:c'],
    ['run-s build:* build:a', 'npm run build:a && npm run build:b'],
    ['tsc && vite build', 'tsc && vite build'],
  ])('%s: %s', (line, expected) => {
    expect(eachCalled(line, scripts)).toBe(expected);
  });

  it('are no more than a person would write', () => {
    const many = Object.fromEntries(Array.from({ length: 20_000 }, (_, at) => [`b:${at}`, 'x']));
    const started = Date.now();
    expect(eachCalled(`run-s ${'b:* '.repeat(2000)}`, many).length).toBeLessThan(50_000);
    expect(Date.now() - started).toBeLessThan(2000);
  });
});
