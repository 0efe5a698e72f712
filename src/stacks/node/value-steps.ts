import type { Step } from '../../recipe/types.ts';
import type { BuildValues } from './build-values.ts';

/** Arguments of what is built, and why the build has values of other variables too. */
export function valueSteps({ args, given, secrets }: BuildValues): readonly Step[] {
  return [
    ...(Object.keys(args).length > 0
      ? [
          { comment: 'Part of what is built: docker build --build-arg NAME=value.' },
          ...Object.entries(args).map(([arg, value]) => ({ arg, ...(value !== '' && { default: value }) })),
        ]
      : []),
    ...(secrets.length > 0
      ? [{ comment: 'Part of what is built, too, and secret: docker build --secret id=NAME,env=NAME.' }]
      : []),
    ...(Object.keys(given).length > 0
      ? [{ comment: 'The build loads what ends without these variables; the container gets real ones.' }]
      : []),
  ];
}

/** Shell commands that set those of the build; their names and values hold nothing that a shell expands. */
export function exportValues({ given, secrets }: BuildValues): readonly string[] {
  const words = [
    ...secrets.map((name) => `${name}="$(cat /run/secrets/${name})"`),
    ...Object.entries(given).map(([name, value]) => `${name}="\${${name}:-${value}}"`),
  ];
  return words.length === 0 ? [] : [`export ${words.join(' ')}`];
}
