import { cp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { layerDir } from '../../src/stacks/load.ts';
import { emptyDir } from '../support/cli.ts';
import { bringUp, dropImages } from '../support/engine.ts';

const builder = 'golang:1.26-trixie';
const tests = join(import.meta.dirname, '../fixtures/static-server');

/** The server that images of static sites have: its own tests, where it is compiled. */
describe('the static file server', () => {
  beforeAll(() => bringUp([builder]));
  afterAll(() => dropImages([builder]));

  it('is formatted, vetted, and passes its tests', async () => {
    const context = emptyDir();
    await cp(join(layerDir('static'), 'server'), context, { recursive: true });
    await cp(tests, context, { recursive: true });
    await writeFile(
      join(context, 'Dockerfile'),
      [
        `FROM ${builder}`,
        'WORKDIR /server',
        'COPY . .',
        'ENV CGO_ENABLED=0',
        'RUN --mount=type=cache,target=/root/.cache/go-build test -z "$(gofmt -l .)" && go vet . && go test .',
      ].join('\n'),
    );
    const { exitCode, all } = await execa('docker', ['build', '--progress', 'plain', context], {
      reject: false,
      all: true,
    });
    expect({ exitCode, output: all.slice(-3000) }).toMatchObject({ exitCode: 0 });
  });
});
