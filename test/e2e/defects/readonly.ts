import { type Defect, type Draw } from '../support/defect.ts';
import { parts } from '../support/fixtures.ts';

export const defects = ({ names: { word } }: Draw): readonly Defect[] => [
  {
    check: 'readonly',
    what: 'writes to its root',
    bad: { add: `COPY --from=${parts} /writable/ /`, args: ['-write', `/tmp/${word}`] },
    good: { add: `COPY --from=${parts} /writable/ /\nVOLUME /tmp`, args: ['-write', `/tmp/${word}`] },
    says: [
      'exited at once with a read-only root and no capabilities',
      `/tmp/${word}`,
      'read-only file system',
    ],
  },
  {
    check: 'readonly',
    what: 'writes where distroless.yaml names no tmpfs',
    bad: { add: `COPY --from=${parts} /writable/ /`, args: ['-write', `/tmp/${word}`], verify: {} },
    good: {
      add: `COPY --from=${parts} /writable/ /`,
      args: ['-write', `/tmp/${word}`],
      verify: { tmpfs: ['/tmp'] },
    },
    says: ['read-only file system'],
  },
];
