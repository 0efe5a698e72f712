import type { Service } from '../../detect/types.ts';
import { isAside } from './refusals.ts';

/** Of what is a part of another program, or the same in another way: it is there for whoever names it. */
const rankOfPart = 0.2;

/**
 * A service among those of its build: a WAR beside a program that starts by itself is another way to have the same, or a part;
 * and a command beside a WAR is a tool of it.
 * @param rankOfWar by which a WAR is told; what serves by itself is above
 */
export function besideOthers(service: Service, all: readonly Service[], rankOfWar: number): Service {
  const main = all.filter((each) => !isAside(each, each.context));
  const starts = main.some(({ rank }) => rank > rankOfWar);
  const isTool = service.kind === 'cli' && service.rank > rankOfPart;
  const isPart =
    service.rank === rankOfWar ? starts : isTool && !starts && main.some(({ rank }) => rank === rankOfWar);
  return isPart ? { ...service, rank: rankOfPart } : service;
}
