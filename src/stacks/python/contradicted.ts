import type { Requirement } from './requirements.ts';
import { startsFrom, stopsBelow } from './versions.ts';

/**
 * Pairs of which the first, below a version, cannot even be imported beside the second from another one on, though it does not
 * say so; tried with each. Whoever has both has them from one who moves pins by themselves. What is taken then is the last of
 * the second that fits, or the first of the first.
 */
const pairs: readonly (readonly [name: string, below: string, other: string, from: string, taken: string])[] =
  [
    ['flask', '2.2.4', 'werkzeug', '3.0', 'werkzeug==2.3.8'],
    ['flask', '2.0', 'werkzeug', '2.1', 'werkzeug==2.0.3'],
    ['flask', '2.0', 'jinja2', '3.1', 'jinja2==3.0.3'],
    ['flask', '2.0', 'itsdangerous', '2.1', 'itsdangerous==2.0.1'],
    ['jinja2', '3.0', 'markupsafe', '2.1', 'markupsafe==2.0.1'],
    ['flask-sqlalchemy', '3.0', 'sqlalchemy', '2.0', 'sqlalchemy==1.4.54'],
    ['flask-login', '0.6.3', 'werkzeug', '3.0', 'flask-login==0.6.3'],
    ['flask-wtf', '1.2', 'werkzeug', '3.0', 'flask-wtf==1.2.1'],
  ];

type Taken = { readonly name: string; readonly version: string; readonly why: string };

/** Versions in place of pins of a project that contradict each other, each name once: the lowest goes first. */
export function contradicted(wanted: readonly Requirement[]): readonly Taken[] {
  const of = (name: string) => wanted.find((each) => each.name === name);
  const all = pairs.flatMap(([name, below, other, from, taken]): readonly Taken[] => {
    const [one, two] = [of(name), of(other)];
    if (!one || !two || !stopsBelow(one.spec, below) || !startsFrom(two.spec, from)) return [];
    const [own = '', version = ''] = taken.split('==');
    return [{ name: own, version, why: `${name}${one.spec} and ${other}${two.spec} (${two.from})` }];
  });
  // Of Flask before 2 with Werkzeug 3 both hold, and the second is the narrower.
  return all.filter(({ name }, at) => all.findLastIndex((each) => each.name === name) === at);
}
