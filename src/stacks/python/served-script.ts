import { within } from '../../inventory/paths.ts';
import { place } from '../../inventory/types.ts';
import { hasOwnApp } from './own-app.ts';
import { wants, type Sight } from './sight.ts';
import { high, medium, plain, type Start } from './start.ts';

type Server = {
  readonly name: string;
  /** What a file that it serves has. */
  readonly mark: RegExp;
  readonly port: string;
  /** Where the project has an application of its own, that serves it, or what is drawn is for another purpose. */
  readonly isPart?: boolean;
  /** After `python -m NAME`, the file in its place. */
  readonly words: (file: string) => readonly string[];
};

const reachable = ['--address', '0.0.0.0', '--port', '$PORT', '--allow-websocket-origin', '*'];

/** Programs that serve a script by its name, each by its own manual. */
const servers: readonly Server[] = [
  // https://shiny.posit.co/py/docs/deploy.html
  {
    name: 'shiny',
    mark: /^(?:from|import) shiny\b/,
    port: '8000',
    words: (file) => ['run', '--host', '0.0.0.0', '--port', '$PORT', file],
  },
  // https://panel.holoviz.org/how_to/server/commandline.html
  { name: 'panel', mark: /\.servable\(/, port: '5006', words: (file) => ['serve', file, ...reachable] },
  // https://docs.bokeh.org/en/latest/docs/user_guide/server/server_introduction.html
  { name: 'bokeh', mark: /\bcurdoc\(\)/, port: '5006', words: (file) => ['serve', file, ...reachable] },
  // https://solara.dev/documentation/getting_started/deploying/self-hosted
  {
    name: 'solara',
    mark: /@solara\.component\b/,
    port: '8765',
    isPart: true,
    words: (file) => ['run', file, '--host', '0.0.0.0', '--port', '$PORT', '--production'],
  },
  // https://docs.marimo.io/guides/deploying/
  {
    name: 'marimo',
    mark: /\bmarimo\.App\(/,
    port: '2718',
    words: (file) => ['run', file, '--headless', '--host', '0.0.0.0', '--port', '$PORT'],
  },
];

const names = new Set(['app', 'main', 'index', 'server', 'dashboard', 'sol']);

/** A script that one of these serves: the one that is called as people do, else the first. */
export function servedScript(sight: Sight): Start | undefined {
  const { repo, project, sources, hints } = sight;
  for (const { name, mark, port, isPart, words } of servers) {
    if (!wants(sight, name)) continue;
    const hits = repo.search(sources, mark, 20);
    const hit = hits.find(({ path }) => names.has(path.replace(/^.*\/|\.py$/g, ''))) ?? hits[0];
    if (!hit || (isPart && hasOwnApp(sight))) continue;
    const file = within(project.dir, hit.path);
    return {
      ...plain,
      framework: high(name, place(hit)),
      kind: 'server',
      entry: high(file, place(hit)),
      argv: ['-m', name, ...words(file)],
      port: hints.port ?? medium(port, `default of ${name}`),
      portByEnv: true,
      rank: 0.88,
    };
  }
  return undefined;
}
