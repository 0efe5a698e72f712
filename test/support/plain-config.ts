import type { ImageConfig } from '../../src/verify/image/types.ts';

/** Of a made-up image: what a test needs otherwise, it says. */
export const plainConfig: ImageConfig = {
  os: 'linux',
  architecture: 'amd64',
  User: '',
  Entrypoint: [],
  Cmd: [],
  Env: [],
  ExposedPorts: [],
  Healthcheck: { Test: [], Timeout: 0 },
  StopSignal: '',
  WorkingDir: '',
  Labels: {},
};
