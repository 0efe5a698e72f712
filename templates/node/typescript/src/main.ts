// A small web service: it answers, says whether it is healthy, and stops when it is told to.
import { once } from 'node:events';
import { healthcheck } from './health.ts';
import { log } from './log.ts';
import { commit, date, portFrom, version } from './settings.ts';

async function run(command: string | undefined): Promise<void> {
  const port = portFrom(process.env.PORT);
  switch (command) {
    case undefined:
      return serve(port);
    case 'healthcheck':
      return healthcheck(port);
    case 'version':
      console.log(`${version} (commit ${commit}, ${date})`);
      return;
    default:
      throw new Error(`unknown command "${command}": there is healthcheck and version`);
  }
}

/** Answers requests until SIGTERM or SIGINT, then finishes the open ones. */
async function serve(port: number): Promise<void> {
  // The kernel gives PID 1 no default action for these signals, so a container needs the handlers.
  const told = Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')]);
  // Loaded only now: the health check is a start of this program too, every half minute.
  const [{ app }, { createService }] = await Promise.all([import('./app.ts'), import('./server.ts')]);
  const service = createService(app.fetch);
  await service.listen(port);
  log('info', 'listening', { port, version, commit });
  await told;
  log('info', 'stopping');
  await service.stop();
  log('info', 'stopped');
}

run(process.argv[2]).catch((error: Error) => {
  log('error', 'failed', { error: error.message });
  process.exitCode = 1;
});
