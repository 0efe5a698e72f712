import type { App } from './app.ts';

/** Does the image get packages of a stage of their own? */
export function prunes(app: App): boolean {
  return app.shape.kind === 'tree' && !app.everything && app.install.prune.length > 0 && hasPackages(app);
}

/** Something is installed that the program runs with. */
export function hasPackages({ own, install, everything }: App): boolean {
  const { root, members } = install.workspace;
  if (everything || members.length > 0) return true;
  return [root, own].some(
    (one) => Object.keys({ ...one.dependencies, ...one.optionalDependencies }).length > 0,
  );
}
