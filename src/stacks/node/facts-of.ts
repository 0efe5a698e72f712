import type { Fact, Service } from '../../detect/types.ts';
import type { App } from './app.ts';
import type { ChosenStart } from './choose-start.ts';
import type { Framework } from './framework.ts';

type Found = {
  /** Of what runs it. */
  readonly version: Fact;
  readonly framework: Framework | undefined;
  /** Pages of a package below it. */
  readonly frontend: Fact | undefined;
};

/** What else was found of a service, each with where that stands, in the order to print it. */
export function factsOf(
  { own, install, build, entry }: App,
  chosen: ChosenStart,
  { version, framework, frontend }: Found,
): Service['facts'] {
  return {
    version,
    ...(framework && { framework: { value: framework.label, from: own.path, confidence: 'high' } }),
    manager: install.manager.fact,
    ...(build.commands.length > 0 && {
      build: {
        value: build.commands.join(' && '),
        from: build.fact?.from ?? own.path,
        confidence: 'high',
      },
    }),
    ...(frontend && { frontend }),
    start: chosen.fact,
    entry: { value: entry, from: chosen.fact.from, confidence: chosen.fact.confidence },
    ...(install.native.names.length > 0 && {
      native: {
        value: install.native.names.join(', '),
        from: install.manager.lock ?? own.path,
        confidence: 'medium',
      },
    }),
  };
}
