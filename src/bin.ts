#!/usr/bin/env node
// Parsed by whatever Node the user has, so it loads nothing before the version is known to be enough.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  process.stderr.write(
    `create-distroless needs Node 20.19 or newer; this is ${process.versions.node}. See https://nodejs.org/en/download\n`,
  );
  process.exit(2);
}

const interrupt = new AbortController();
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(name, () => {
    // A second signal means "now": what the first one began to clean up may be stuck.
    if (interrupt.signal.aborted) process.exit(130);
    interrupt.abort();
  });
}

const { main } = await import('./main.ts');
const code = await main(process.argv.slice(2), interrupt.signal);
// Wait for both streams: a pipe that is read slowly would otherwise lose the end of the output.
process.stdout.write('', () => process.stderr.write('', () => process.exit(code)));
