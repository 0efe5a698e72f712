import { withBooted } from '../booted.ts';
import type { ContainerCheck } from '../types.ts';

export const readonly: ContainerCheck = {
  id: 'readonly',
  title: 'boots read-only, without capabilities and new privileges',
  needs: ['container', 'booted'],
  run: (subject) =>
    withBooted(
      subject,
      {
        args: [...subject.sandbox.readonlyArgs, '--cap-drop=ALL', '--security-opt=no-new-privileges'],
        how: 'with a read-only root and no capabilities',
      },
      () => ({
        status: 'pass',
        message: 'boots with a read-only root, no capabilities and no new privileges',
      }),
    ),
};
