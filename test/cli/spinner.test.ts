import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { createSpinner } from '../../src/ui/spinner.ts';
import { keys, openTerminal } from '../support/terminal.ts';

const program = join(import.meta.dirname, '../support/spin.ts');
const root = join(import.meta.dirname, '../..');

function spin(lines: readonly string[], size: { cols?: number; rows?: number } = {}) {
  const args = ['--import', 'tsx', program, lines.join('|')];
  return openTerminal(process.execPath, args, { cwd: root, env: { NO_COLOR: '1' }, ...size });
}

/** The screen with the moving part and the seconds taken out. */
function still(screen: string): string {
  return screen.replaceAll(/[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏]/g, '*').replaceAll(/demo \d+ s/g, 'demo');
}

const steps = Array.from({ length: 9 }, (_, at) => `#${at} step ${at}`);

describe('the last lines of a build', () => {
  it('are shown below the step, and gone when it ends', async () => {
    const terminal = spin(steps);
    await terminal.waitFor('#8 step 8', 30_000);
    expect(still(terminal.screen())).toBe(
      ['before', '* building demo', ...steps.slice(-5).map((line) => `  ${line}`)].join('\n'),
    );
    terminal.kill('SIGUSR1');
    await terminal.waitFor('boot, health', 30_000);
    expect(terminal.screen()).not.toContain('step 8');
    expect(await terminal.ended).toBe(0);
    expect(terminal.screen()).toBe('before\nafter');
  });

  it.each([
    ['lines that are longer than it is wide', steps.map((line) => line + ' and so on'.repeat(20))],
    ['characters that are two columns wide', steps.map((line) => line + '漢字'.repeat(40))],
    ['escape codes', steps.map((line) => `${line}\u001B[2J\u001B[10A\r\t`)],
  ])('stay in their place on a narrow terminal, with %s', async (_, lines) => {
    const terminal = spin(lines, { cols: 40, rows: 12 });
    await terminal.waitFor('#8 step 8', 30_000);
    // Several frames, each over the one before.
    await sleep(350);
    const shown = still(terminal.screen()).split('\n');
    expect(shown.slice(0, 2)).toEqual(['before', '* building demo']);
    expect(shown.slice(2).map((line) => line.slice(0, 11))).toEqual(
      steps.slice(-5).map((line) => `  ${line}`),
    );
    terminal.kill('SIGUSR1');
    expect(await terminal.ended).toBe(0);
    expect(terminal.screen()).toBe('before\nafter');
  });

  it('are fewer on a terminal of few rows, which never scrolls', async () => {
    const terminal = spin(steps, { rows: 4 });
    await terminal.waitFor('#8 step 8', 30_000);
    await sleep(350);
    expect(still(terminal.screen())).toBe('before\n* building demo\n  #7 step 7\n  #8 step 8');
    terminal.kill('SIGUSR1');
    expect(await terminal.ended).toBe(0);
    expect(terminal.screen()).toBe('before\nafter');
  });
});

it('is wiped also when its lines are as long as the terminal is wide and Ctrl-C is shown at their end', async () => {
  const terminal = spin(
    steps.map((line) => line + ' and so on'.repeat(20)),
    { cols: 40 },
  );
  await terminal.waitFor('#8 step 8', 30_000);
  terminal.type(keys.ctrlC);
  expect(await terminal.ended).toBe(0);
  expect(terminal.screen()).toBe('before\nafter');
});

it('on a terminal that becomes narrower, what stood there before stays', async () => {
  const terminal = spin(
    steps.map((line) => line + ' and so on'.repeat(20)),
    { cols: 90 },
  );
  await terminal.waitFor('#8 step 8', 30_000);
  terminal.resize(30, 50);
  await sleep(350);
  terminal.kill('SIGUSR1');
  expect(await terminal.ended).toBe(0);
  expect(terminal.screen()).toMatch(/^before\n[^]*after$/);
});

it('a frame is one write that does not clear what it draws over', async () => {
  const written: string[] = [];
  const stream = { columns: 80, rows: 24, write: (text: string) => written.push(text) > 0 };
  const spinner = createSpinner(stream, (text) => text);
  spinner.start('building');
  spinner.line('one');
  await sleep(250);
  const frames = written.length;
  spinner.stop();
  expect(frames).toBeGreaterThanOrEqual(2);
  expect(frames).toBeLessThanOrEqual(4);
  for (const frame of written.slice(0, -1)) expect(frame).not.toContain('\u001B[2K');
  expect(written[1]?.replace(/[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏]/, '*')).toBe(
    '\r\u001B[?7l* building\u001B[K\r\n  one\u001B[J\u001B[?7h',
  );
});
