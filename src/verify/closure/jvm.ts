import { posix } from 'node:path';
import { loadModule } from './load.ts';
import type { Surroundings } from './search.ts';
import type { Problem, Process } from './types.ts';

/** What every start of a JVM opens, in this order (https://docs.oracle.com/en/java/javase/21/docs/specs/jni/invocation.html); desktop libraries are left out. */
const opened = ['server/libjvm.so', 'libjava.so', 'libjimage.so', 'libzip.so', 'libnio.so', 'libnet.so'];

/** The launcher of the JVM is small: what it needs says nothing of the JVM behind it, which it opens by path. */
export function openJvm(launcher: Process, surroundings: Surroundings): readonly Problem[] {
  const { path } = launcher.main.entry;
  if (!path.endsWith('/java')) return [];
  let process = launcher;
  return opened.flatMap((name) => {
    const library = posix.join(posix.dirname(path), '../lib', name);
    const entry = surroundings.find.file(library);
    if (!entry?.elf) return [];
    const loading = loadModule({ path: library, entry, elf: entry.elf }, process, surroundings);
    process = loading.process;
    return loading.problems;
  });
}
