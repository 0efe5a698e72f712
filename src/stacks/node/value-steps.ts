import { sh } from '../../recipe/quote.ts';
import type { Step } from '../../recipe/types.ts';
import type { BuildValues } from './build-values.ts';

/** Arguments of what is built, and why the build has values of other variables too. */
export function valueSteps({ args, given }: BuildValues): readonly Step[] {
  return [
    ...(Object.keys(args).length > 0
      ? [
          { comment: 'Part of what is built: docker build --build-arg NAME=value.' },
          ...Object.entries(args).map(([arg, value]) => ({ arg, ...(value !== '' && { default: value }) })),
        ]
      : []),
    ...(Object.keys(given).length > 0
      ? [{ comment: 'The build loads what ends without these variables; nothing of them is in the image.' }]
      : []),
  ];
}

/** A shell command that sets those of the build. */
export function exportValues({ given }: BuildValues): readonly string[] {
  const words = Object.entries(given).map(([name, value]) => sh`${`${name}=${value}`}`);
  return words.length === 0 ? [] : [`export ${words.join(' ')}`];
}
