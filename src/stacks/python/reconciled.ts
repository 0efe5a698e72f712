import { compareVersions, startsFrom } from './versions.ts';

/**
 * What Flask asks of its own from a version on, and Werkzeug 2.2 of MarkupSafe beneath it; the last that fits counts:
 * https://flask.palletsprojects.com/en/stable/changes/ and the `Requires-Dist` of its releases.
 */
const flaskNeeds: readonly (readonly [from: string, least: Readonly<Record<string, string>>])[] = [
  ['2.0', { werkzeug: '2.0', jinja2: '3.0', itsdangerous: '2.0', markupsafe: '2.0', click: '7.1.2' }],
  ['2.1', { click: '8.0' }],
  ['2.2', { werkzeug: '2.2', markupsafe: '2.1.1' }],
  ['2.3', { werkzeug: '2.3.3', jinja2: '3.1.2', itsdangerous: '2.1.2', click: '8.1.3' }],
  ['3.0', { werkzeug: '3.0' }],
];

/**
 * Limits of ours (`werkzeug<2.1`) without those that the project's own requirements contradict, as nothing could be installed
 * then; the narrowest for each name.
 */
export function reconciled(
  limits: readonly string[],
  specOf: (name: string) => string | undefined,
): readonly string[] {
  const flask = specOf('flask') ?? '';
  const least = Object.assign(
    {},
    ...flaskNeeds.filter(([from]) => startsFrom(flask, from)).map(([, needs]) => needs),
  ) as Record<string, string>;
  const isOpen = (name: string, below: string) => {
    const spec = specOf(name) ?? '';
    // What the project limits itself is its own affair.
    if (/<|=/.test(spec.replaceAll('>=', '')) || startsFrom(spec, below)) return false;
    const needed = least[name];
    return needed === undefined || compareVersions(needed, below) < 0;
  };
  const narrowest = new Map<string, string>();
  for (const limit of limits) {
    const [name = '', below = ''] = limit.split('<');
    // Flask 2.2 does not go with Werkzeug 2.1, nor with Werkzeug 3.
    const fitting = [below, ...(name === 'werkzeug' ? ['3'] : [])].find((each) => isOpen(name, each));
    const known = narrowest.get(name);
    if (fitting !== undefined && (known === undefined || compareVersions(fitting, known) < 0))
      narrowest.set(name, fitting);
  }
  return [...narrowest].map(([name, below]) => `${name}<${below}`);
}
