import { createReadStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { execa } from 'execa';
import tar from 'tar-stream';
import { emptyDir } from '../../support/cli.ts';

/** The files of an image whose paths match, as bytes (latin1) by path; without a slash at the front. Nothing of it runs. */
export async function readFiles(image: string, wanted: RegExp): Promise<ReadonlyMap<string, string>> {
  const archive = join(emptyDir(), 'rootfs.tar');
  const { stdout: id } = await execa('docker', ['create', image, 'none']);
  await execa('docker', ['export', '--output', archive, id]);
  await execa('docker', ['rm', id]);
  const files = new Map<string, string>();
  for await (const entry of createReadStream(archive).pipe(tar.extract())) {
    const { name, type } = entry.header;
    if (type === 'file' && wanted.test(name)) files.set(name, (await buffer(entry)).toString('latin1'));
    else entry.resume();
  }
  await rm(archive);
  return files;
}
