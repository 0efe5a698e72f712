import { execa } from 'execa';
import { join } from 'node:path';
import { parts } from './fixtures.ts';

const lab = join(import.meta.dirname, '../../lab/lab');

/** Podman answers from here on, in this process and in those that it starts, and has the parts that fixtures copy from. */
export async function bringPodman(): Promise<void> {
  const { stdout } = await execa(lab, ['podman'], { stderr: 'inherit' });
  for (const [, name = '', value = ''] of stdout.matchAll(/^export (\w+)=(.*)$/gm)) process.env[name] = value;
  const { stdout: loaded } = await execa('docker', ['save', parts]).pipe('podman', ['load', '--quiet']);
  // A short name is one of this machine's, or of a registry that the user's settings name.
  const [name = ''] = loaded.match(/\S+$/) ?? [];
  await execa('podman', ['tag', name, `localhost/${parts}`]);
}

/** Containers under podman that verify started and that are still there. */
export async function podmanLeftovers(): Promise<readonly string[]> {
  const label = ['--filter', 'label=dev.create-distroless.run'];
  const { stdout } = await execa('podman', ['ps', '--all', '--quiet', ...label]);
  return stdout.split('\n').filter(Boolean);
}
