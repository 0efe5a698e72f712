import { parseArgv } from './cli.ts';
import { ExitCode, Interrupted, UserError } from './errors.ts';
import { tool } from './tool.ts';
import { createUi, type Ui } from './ui/ui.ts';

/** Runs one command line. Resolves to the exit code; never rejects. */
export async function main(argv: readonly string[], signal: AbortSignal): Promise<ExitCode> {
  const json = argv.includes('--json');
  const ui = createUi({ color: !argv.includes('--no-color'), json });
  try {
    const command = await parseArgv(argv, ui);
    return command ? await command({ ui, signal }) : ExitCode.done;
  } catch (error) {
    return report(signal.aborted ? new Interrupted() : error, ui, argv.includes('--debug'));
  } finally {
    ui.close();
  }
}

function report(error: unknown, ui: Ui, debug: boolean): ExitCode {
  // @inquirer throws these by name when Ctrl-C is pressed at a prompt.
  if (error instanceof Interrupted || (error instanceof Error && error.name === 'ExitPromptError')) {
    ui.json({ ok: false, error: { code: ExitCode.interrupted, message: 'interrupted' } });
    ui.say('');
    ui.say(`${ui.color.warn('interrupted')}: nothing was left half-done`);
    return ExitCode.interrupted;
  }
  if (error instanceof UserError) {
    const { message, hint, detail, exitCode } = error;
    ui.json({
      ok: false,
      error: { code: exitCode, message, ...(hint && { hint }), ...(detail && { detail }) },
    });
    if (detail) ui.say(detail);
    ui.say(`${ui.color.error('error')}: ${message}`);
    if (hint) ui.say(`${ui.color.dim('hint')}:  ${hint}`);
    return exitCode;
  }
  const bug = error instanceof Error ? error : new Error(String(error));
  const hint = debug ? undefined : 'run it again with --debug for the stack, and please report it';
  ui.json({ ok: false, error: { code: ExitCode.bug, message: bug.message, ...(hint && { hint }) } });
  ui.say(`${ui.color.error('bug')} in ${tool.name} ${tool.version}: ${debug ? bug.stack : bug.message}`);
  if (hint) ui.say(`${ui.color.dim('hint')}:  ${hint}`);
  return ExitCode.bug;
}
