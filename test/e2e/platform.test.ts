import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../../src/verify/types.ts';
import { cli, emptyDir } from '../support/cli.ts';

/** The platform that this machine is not of. */
const other = process.arch === 'arm64' ? 'linux/amd64' : 'linux/arm64';

describe('an image for another kind of machine', () => {
  let report: Report;
  let said: string;
  beforeAll(async () => {
    const cwd = emptyDir();
    await cli(['new', 'demo', '--yes'], { cwd });
    const args = ['verify', join(cwd, 'demo'), '--platform', other, '--json'];
    const { stdout, stderr } = await cli(args, { cwd });
    said = stderr;
    report = JSON.parse(stdout) as Report;
  });

  const statusOf = (id: string) => report.checks.find((check) => check.id === id)?.status;

  it('is built for it and read', () => {
    expect(report.platform).toBe(other);
    expect(
      ['size', 'no-shell', 'closure', 'secrets', 'entrypoint', 'base', 'tls', 'tz'].map(statusOf),
    ).toEqual(Array.from({ length: 8 }, () => 'pass'));
  });

  it('runs emulated, or is said not to run at all and fails', () => {
    expect(said).toContain(`${other}, emulated on`);
    const boot = report.checks.find(({ id }) => id === 'boot');
    // Whether the machine has an emulator is its own matter.
    const outcomes = {
      pass: 'emulated on',
      warn: 'emulated on',
      fail: 'can neither run nor emulate',
      skip: '(never)',
    };
    expect(boot?.message).toContain(outcomes[boot?.status ?? 'skip']);
    expect(report.ok).toBe(boot?.status !== 'fail');
    expect(statusOf('stop')).toMatch(boot?.status === 'fail' ? /^skip$/ : /^(pass|warn)$/);
  });

  it('that was given and is for this machine is refused', async () => {
    const args = ['verify', '--image', 'debian:trixie-slim', '--platform', other, '--json'];
    const { code, stdout } = await cli(args, { cwd: emptyDir() });
    expect(code).toBe(1);
    expect(JSON.parse(stdout).error.message).toContain(`not for ${other}`);
  });
});
