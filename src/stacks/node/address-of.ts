import type { ChosenStart } from './choose-start.ts';

/** Programs that listen on localhost unless they are told: https://github.com/fastify/fastify-cli#options, nuxt/nuxt:packages/config/src/config/server.js of Nuxt 2 */
const variables: ReadonlyMap<string, string> = new Map([
  ['fastify', 'FASTIFY_ADDRESS'],
  ['nuxt', 'HOST'],
]);

/** The variable of a program that makes it listen on every address. */
export function addressOf({ start }: ChosenStart): Readonly<Record<string, string>> {
  const name = start.runs === 'program' ? variables.get(start.entry) : undefined;
  return name === undefined ? {} : { [name]: '0.0.0.0' };
}
