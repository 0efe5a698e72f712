import { expect, it, onTestFinished } from 'vitest';
import { run } from '../../src/process/run.ts';

it('says nothing of its own on the terminal, however many processes one signal ends', async () => {
  const warnings: string[] = [];
  const hear = ({ message }: Error) => void warnings.push(message);
  process.on('warning', hear);
  onTestFinished(() => void process.off('warning', hear));
  const { signal } = new AbortController();
  const results = await Promise.all(
    Array.from({ length: 12 }, () => run(process.execPath, ['--version'], { signal })),
  );
  expect(results.map(({ stdout }) => stdout)).toEqual(results.map(() => process.version));
  expect(warnings).toEqual([]);
});
