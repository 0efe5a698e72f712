import { basename, join } from 'node:path';
import { runInThisContext } from 'node:vm';
import type { Context } from '../pipeline.ts';
import { layerDir } from '../stacks/load.ts';
import { helpers } from './helpers.ts';
import { listSources, readSource, type SourceFile } from './sources.ts';

export type Render = (context: Context) => string;

/** A name that the context lacks throws instead of vanishing; nothing is escaped for HTML. */
export const compileOptions = { noEscape: true, strict: true } as const;

/** Makes a template ready to render. */
export async function prepareTemplate(path: string): Promise<Render> {
  const template = await readSource(path);
  return (await engineFor(template)).ready(template);
}

type Engine = { readonly ready: (file: SourceFile) => HandlebarsTemplateDelegate };
type Kind = 'code' | 'text';

/** Each is made once, as all templates share the helpers and the parts. */
const engines = new Map<Kind, Promise<Engine>>();

function engineFor(template: SourceFile): Promise<Engine> {
  const kind = 'code' in template ? 'code' : 'text';
  const engine = engines.get(kind) ?? makeEngine(kind);
  engines.set(kind, engine);
  return engine;
}

/** With the parts that templates include by name (`{{> labels}}`): each a file of the shared layer. */
async function makeEngine(kind: Kind): Promise<Engine> {
  const handlebars = await createHandlebars(kind);
  handlebars.registerHelper(helpers);
  const ready = (file: SourceFile) =>
    'text' in file
      ? handlebars.compile(file.text, compileOptions)
      : // What `compile` does as its last step, with an expression that the build made.
        (handlebars.template(
          runInThisContext(`(${file.code})`) as TemplateSpecification,
        ) as HandlebarsTemplateDelegate);
  for (const partial of await listSources(join(layerDir(), 'partials'))) {
    const file = await readSource(partial);
    handlebars.registerPartial(
      basename(partial, '.hbs'),
      onFirstUse(() => ready(file)),
    );
  }
  return { ready };
}

/** Most templates include few of the parts, and making one ready takes as long as rendering it. */
function onFirstUse(make: () => HandlebarsTemplateDelegate): HandlebarsTemplateDelegate {
  let made: HandlebarsTemplateDelegate | undefined;
  return (context, options) => (made ??= make())(context, options);
}

/** One of our own: helpers of the shared one leak between users (plop registers its own there). The compiler is loaded only for texts. */
async function createHandlebars(kind: Kind): Promise<typeof Handlebars> {
  if (kind === 'text') return (await import('handlebars')).default.create();
  const runtime = (await import('handlebars/runtime.js')) as unknown as { default: typeof Handlebars };
  return runtime.default.create();
}
