import type { Start } from './start.ts';

/**
 * A program in place of a shell: commands before the server, the port from the environment. Undefined where Python can be
 * started with the arguments as they are.
 */
export function launcher({ argv, before, program, port }: Start, chosenPort: number): string | undefined {
  if (program !== undefined) return runner(program, argv[0] ?? '', chosenPort);
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

/** The file is run as its authors do, but what it starts is Waitress and no server for developers. */
function runner(framework: string, file: string, port: number): string {
  const serve = `waitress.serve(APP, host="0.0.0.0", port=int(os.environ.get("PORT", "${port}")))`;
  const [module, target] =
    framework === 'bottle'
      ? [
          'bottle',
          `bottle.run = lambda app=None, **_: ${serve.replace('APP', 'app or bottle.default_app()')}`,
        ]
      : ['flask', `flask.Flask.run = lambda app, *_, **__: ${serve.replace('APP', 'app')}`];
  return lines(
    'import os\nimport runpy\nimport sys\n',
    `import ${module}\nimport waitress\n`,
    'sys.path.insert(0, os.getcwd())',
    target,
    `runpy.run_path(${text(file)}, run_name="__main__")`,
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
