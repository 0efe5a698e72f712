/** Runs something with what it writes to both streams caught. */
export async function captured(
  act: () => Promise<number>,
): Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }> {
  const texts = { stdout: '', stderr: '' };
  const restore = (['stdout', 'stderr'] as const).map((name) => {
    const stream = process[name];
    const { write } = stream;
    stream.write = (chunk: string | Uint8Array) => {
      texts[name] += typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8');
      return true;
    };
    return () => (stream.write = write);
  });
  try {
    return { code: await act(), ...texts };
  } finally {
    for (const undo of restore) undo();
  }
}
