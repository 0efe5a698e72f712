import { toPort } from '../../detect/names.ts';
import { place } from '../../inventory/types.ts';
import { dashStart } from './dash-start.ts';
import { fletStart } from './flet-start.ts';
import { hasOwnApp } from './own-app.ts';
import { placeOf, portOf, serve } from './servers.ts';
import { servedScript } from './served-script.ts';
import { wants, type Sight } from './sight.ts';
import { moduleOf } from './sources.ts';
import { high, medium, plain, type Start } from './start.ts';

/** Frameworks whose own program runs a script and serves what it draws. */
export function interactiveStart(sight: Sight): Start | undefined {
  return (
    streamlitStart(sight) ??
    gradioStart(sight) ??
    chainlitStart(sight) ??
    niceguiStart(sight) ??
    fletStart(sight) ??
    mesopStart(sight) ??
    dashStart(sight) ??
    servedScript(sight) ??
    functionsStart(sight)
  );
}

/** https://docs.streamlit.io/develop/api-reference/configuration/config.toml; its health route: streamlit/streamlit:lib/streamlit/web/server/server.py */
export function streamlitStart(sight: Sight, given?: string): Start | undefined {
  const { repo, sources, hints, project } = sight;
  if (given === undefined && !wants(sight, 'streamlit')) return undefined;
  const users = repo.search(
    sources.filter((path) => !/(?:^|\/)pages\//.test(path)),
    /^\s*(?:import streamlit|from streamlit)/,
    20,
  );
  const names = ['streamlit_app', 'app', 'main', 'home', 'index', 'hello', 'dashboard'];
  const rank = (path: string) => {
    const name = names.indexOf((path.split('/').pop() ?? '').replace(/\.py$/, '').toLowerCase());
    return path.split('/').length * 20 + (name < 0 ? names.length : name);
  };
  const [hit] =
    given === undefined ? users.toSorted((a, b) => rank(a.path) - rank(b.path)) : [{ path: given, line: 1 }];
  if (!hit || !repo.has(hit.path)) return undefined;
  const file = project.dir === '' ? hit.path : hit.path.slice(project.dir.length + 1);
  const [set] = repo.search(
    [`${project.dir === '' ? '' : `${project.dir}/`}.streamlit/config.toml`],
    /^\s*port\s*=\s*(\d+)/,
  );
  const port = toPort(set?.match[1] ?? '');
  return {
    ...plain,
    framework: high('streamlit', place(hit)),
    kind: 'server',
    entry: high(file, place(hit)),
    argv: [
      '-m',
      'streamlit',
      'run',
      file,
      '--server.address=0.0.0.0',
      '--server.port=$PORT',
      '--server.headless=true',
      '--browser.gatherUsageStats=false',
    ],
    port:
      hints.port ??
      (port === undefined ? medium('8501', 'default of Streamlit') : high(port, set ? place(set) : '')),
    portByEnv: true,
    health: high('/_stcore/health', 'Streamlit'),
    servers: ['streamlit'],
    rank: 0.9,
  };
}

/** https://www.gradio.app/guides/environment-variables */
function gradioStart(sight: Sight): Start | undefined {
  const [hit] = sight.repo.search(sight.sources, /\.launch\(/);
  if (!hit || !wants(sight, 'gradio')) return undefined;
  const module = moduleOf(sight.repo, sight.project.dir, hit.path);
  const { base, workdir } = placeOf(sight, module?.base ?? '');
  const port = portOf({ ...sight, sources: [] }, hit.path, medium('7860', 'default of Gradio'));
  // What the file says goes before the variables.
  const isLocal = /\bserver_name\s*=\s*['"](?:127\.0\.0\.1|localhost)['"]/.test(
    sight.repo.read(hit.path) ?? '',
  );
  return {
    ...plain,
    framework: high('gradio', place(hit)),
    kind: 'server',
    entry: high(hit.path, place(hit)),
    argv: [inside(sight, workdir, hit.path)],
    program: isLocal ? 'socket' : 'plain',
    port,
    bases: base,
    workdir,
    ...(isLocal && {
      notes: [`${hit.path} listens on this machine only: in the image it does on every address`],
    }),
    env: { GRADIO_SERVER_NAME: '0.0.0.0', GRADIO_SERVER_PORT: port.value, GRADIO_ANALYTICS_ENABLED: 'False' },
    rank: 0.9,
  };
}

/** It writes its settings, translations and what is sent to it where it is started: chainlit/chainlit:backend/chainlit/config.py */
export function chainlitStart(sight: Sight, given?: string): Start | undefined {
  const found = sight.repo.search(sight.sources, /^\s*import chainlit/);
  const [hit] = given === undefined ? found : [{ path: given, line: 1 }];
  if (!hit || !sight.repo.has(hit.path) || !wants(sight, 'chainlit')) return undefined;
  const from = place(hit);
  const file = inside(sight, '', hit.path);
  return {
    ...plain,
    framework: high('chainlit', from),
    kind: 'server',
    entry: high(hit.path, from),
    argv: ['-m', 'chainlit', 'run', file, '--headless', '--host', '0.0.0.0', '--port', '$PORT'],
    port: sight.hints.port ?? medium('8000', 'default of Chainlit'),
    portByEnv: true,
    writes: [
      { path: '.chainlit', directory: true, from },
      { path: '.files', directory: true, from },
      { path: 'chainlit.md', directory: false, from },
    ],
    rank: 0.9,
  };
}

function niceguiStart(sight: Sight): Start | undefined {
  const [hit] = sight.repo.search(sight.sources, /\bui\.run\(/);
  if (!hit || !wants(sight, 'nicegui')) return undefined;
  const [stored] = sight.repo.search(sight.sources, /\bapp\.storage\.|\bstorage_secret\s*=/, 1);
  return {
    ...plain,
    framework: high('nicegui', place(hit)),
    kind: 'server',
    entry: high(hit.path, place(hit)),
    argv: [inside(sight, '', hit.path)],
    program: 'nicegui',
    port: portOf({ ...sight, sources: [] }, hit.path, medium('8080', 'default of NiceGUI')),
    portByEnv: true,
    // https://nicegui.io/documentation/storage
    ...(stored && { writes: [{ path: '.nicegui', directory: true, from: place(stored) }] }),
    rank: 0.9,
  };
}

/** The module itself is the application: https://mesop-dev.github.io/mesop/guides/deployment */
function mesopStart(sight: Sight): Start | undefined {
  const { repo, project, sources } = sight;
  const pages = repo.search(sources, /^@\w+\.page\(/, 20).map(({ path }) => path);
  // One imports the others.
  const first = pages.find((path) => /(?:^|\/)(?:main|app)\.py$/.test(path)) ?? pages[0];
  const [hit] =
    first !== undefined && wants(sight, 'mesop') ? repo.search([first], /^import mesop as (\w+)/, 1) : [];
  if (!hit || hasOwnApp(sight)) return undefined;
  const module = moduleOf(repo, project.dir, hit.path);
  return (
    module &&
    serve(sight, {
      framework: 'mesop',
      speaks: 'wsgi',
      module,
      object: hit.match[1] as string,
      factory: false,
      hit,
    })
  );
}

/** https://github.com/GoogleCloudPlatform/functions-framework-python: the function is named in project.toml or decorated. */
function functionsStart(sight: Sight): Start | undefined {
  const { repo, project, sources, hints } = sight;
  if (!wants(sight, 'functions-framework')) return undefined;
  const path = (name: string) => (project.dir === '' ? name : `${project.dir}/${name}`);
  const named = /GOOGLE_FUNCTION_TARGET"?\s*\n?\s*(?:value)?\s*=\s*"(\w+)"/.exec(
    repo.read(path('project.toml')) ?? '',
  )?.[1];
  const text = repo.read(path('main.py')) ?? '';
  const decorated = /@functions_framework\.\w+(?:\([^)]*\))?\s*\ndef (\w+)/.exec(text)?.[1];
  const [plainly] = repo.search(
    sources.filter((each) => each === path('main.py')),
    /^def (\w+)\(\s*req(?:uest)?\b/,
  );
  const target = named ?? hints.env.FUNCTION_TARGET?.value ?? decorated ?? plainly?.match[1];
  if (target === undefined || text === '') return undefined;
  return {
    ...plain,
    framework: high('functions-framework', project.from),
    kind: 'server',
    entry: high(`main.py: ${target}`, named === undefined ? path('main.py') : path('project.toml')),
    argv: ['-m', 'functions_framework', '--target', target],
    port: hints.port ?? medium('8080', 'default of the Functions Framework'),
    portByEnv: true,
    servers: ['functions-framework'],
    rank: 0.9,
  };
}

/** A file of the project, relative to where it runs. */
export function inside({ project }: Sight, workdir: string, path: string): string {
  const file = project.dir === '' ? path : path.slice(project.dir.length + 1);
  return workdir !== '' && file.startsWith(`${workdir}/`) ? file.slice(workdir.length + 1) : file;
}
