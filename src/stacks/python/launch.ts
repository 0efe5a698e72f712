import type { Program, Start } from './start.ts';

/**
 * A program in place of a shell: commands before the server, the port from the environment. Undefined where Python can be
 * started with the arguments as they are.
 */
export function launcher({ argv, before, program, port }: Start, chosenPort: number): string | undefined {
  if (program !== undefined) return runner(program, argv, chosenPort);
  if (before.length === 0 && !argv.some((word) => word.includes('$PORT'))) return undefined;
  const usesPort = port !== undefined && argv.some((word) => word.includes('$PORT'));
  return lines(
    before.length > 0 ? 'import os\nimport subprocess\nimport sys\n' : 'import os\nimport sys\n',
    usesPort ? `port = os.environ.get("PORT", "${chosenPort}")` : '',
    ...before.map(
      (each) =>
        `subprocess.run([sys.executable, ${wordsOf(each.argv)}], check=${each.must ? 'True' : 'False'})`,
    ),
    `os.execv(sys.executable, [sys.executable, ${wordsOf(argv)}, *sys.argv[1:]])`,
  );
}

/** What each kind of program changes before the file is run as its authors do. */
const runners: Readonly<Record<Program, (port: string) => readonly string[]>> = {
  flask: (port) => [
    'import flask\nimport waitress\n',
    '# In place of the server for developers.',
    `flask.Flask.run = lambda app, *_, **__: waitress.serve(app, host="0.0.0.0", port=${port})`,
  ],
  bottle: (port) => [
    'import bottle\nimport waitress\n',
    '# In place of the server for developers.',
    `bottle.run = lambda app=None, **_: waitress.serve(app or bottle.default_app(), host="0.0.0.0", port=${port})`,
  ],
  uvicorn: (port) => [
    'import uvicorn\n',
    'run = uvicorn.run',
    `uvicorn.run = lambda app, **options: run(app, **{**options, "host": "0.0.0.0", "port": ${port}, "reload": False})`,
  ],
  // https://nicegui.io/documentation/run: it looks for changes of the source unless it is told not to.
  nicegui: (port) => [
    'from nicegui import ui\n',
    'run = ui.run',
    `ui.run = lambda *args, **options: run(*args, **{**options, "host": "0.0.0.0", "port": ${port}, "reload": False, "show": False})`,
  ],
  plain: () => [],
  socket: () => [
    'import socket\n',
    '# It listens on this machine only, where nobody reaches it in a container.',
    'bind = socket.socket.bind',
    'local = ("127.0.0.1", "localhost")',
    'socket.socket.bind = lambda self, to: bind(self, ("0.0.0.0", *to[1:]) if to[0] in local else to)',
  ],
};

function runner(program: Program, argv: readonly string[], port: number): string {
  const [first = '', module = ''] = argv;
  const run =
    first === '-m'
      ? `runpy.run_module(${text(module)}, run_name="__main__", alter_sys=True)`
      : `runpy.run_path(${text(first)}, run_name="__main__")`;
  const words = argv.slice(first === '-m' ? 2 : 1);
  return lines(
    'import os\nimport runpy\nimport signal\nimport sys\n',
    ...runners[program](`int(os.environ.get("PORT", "${port}"))`),
    '# The first process of a container is not ended by a signal unless it says so.',
    'signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))',
    'sys.path.insert(0, os.getcwd())',
    words.some((word) => word.includes('$PORT')) ? `port = os.environ.get("PORT", "${port}")` : '',
    words.length === 0 ? '' : `sys.argv[1:1] = [${wordsOf(words)}]`,
    run,
  );
}

function wordsOf(words: readonly string[]): string {
  return words.map(wordOf).join(', ');
}

/** `0.0.0.0:$PORT` -> "0.0.0.0:" + port */
function wordOf(word: string): string {
  const parts = word.split('$PORT');
  const pieces = parts.flatMap((part, at) => [
    ...(at > 0 ? ['port'] : []),
    ...(part === '' ? [] : [text(part)]),
  ]);
  return pieces.length === 0 ? '""' : pieces.join(' + ');
}

/** A string of Python: JSON's are, but for the characters beyond the basic plane, which stand as they are. */
function text(value: string): string {
  return JSON.stringify(value);
}

function lines(...all: readonly string[]): string {
  return all.filter((line) => line !== '').join('\n');
}
