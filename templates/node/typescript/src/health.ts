import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';

/**
 * Asks the running service whether it is healthy: the image's HEALTHCHECK, as there is no shell and no curl in it.
 * @throws Error when it is not, or does not answer within 2 s
 */
export async function healthcheck(port: number): Promise<void> {
  const request = get({ host: '127.0.0.1', port, path: '/healthz', agent: false, signal: AbortSignal.timeout(2000) });
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  request.destroy();
  if (response.statusCode !== 200) throw new Error(`unhealthy: status ${response.statusCode}`);
}
