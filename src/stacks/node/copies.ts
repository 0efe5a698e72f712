import type { Runtime } from '../../recipe/types.ts';
import type { App } from './app.ts';
import { inImage } from './in-image.ts';
import { hasPackages, prunes } from './prunes.ts';

/** What the last stage has of the packages, of the build and of the sources. */
export function copies(app: App, built: boolean): Runtime['steps'] {
  const { shape, install, beside } = app;
  const workdir = inImage(app);
  const owner = beside ? { owner: '65532:0' } : {};
  if (shape.kind === 'output')
    return shape.copies.flatMap(({ from, to, why }) => [
      ...(why === undefined ? [] : [{ comment: why }]),
      { copy: [from], to, from: 'build' },
    ]);
  const modules = built && prunes(app) ? 'production' : 'dependencies';
  const workspace = install.workspace.members.length > 0;
  const packages: Runtime['steps'] = !hasPackages(app)
    ? []
    : workspace
      ? [{ copy: ['/app/'], to: '/app/', from: modules }]
      : [{ copy: ['/app/node_modules'], to: '/app/node_modules', from: modules }];
  if (shape.only !== undefined)
    return [
      ...packages,
      ...shape.only.map((path) => ({
        copy: [`${workdir}/${path}`],
        to: `${workdir}/${path}`,
        from: 'build',
      })),
    ];
  const program: Runtime['steps'][number] =
    built || !hasPackages(app)
      ? { copy: ['/app/'], to: '/app/', from: 'build', ...owner }
      : { copy: ['.'], to: '/app/', ...owner };
  return [...packages, program];
}
