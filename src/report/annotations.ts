import type { Report } from '../verify/types.ts';
import { inert } from '../ui/inert.ts';
import { printable } from '../ui/printable.ts';

const commands = { fail: 'error', warn: 'warning' } as const;

/**
 * Workflow commands that put what was found beside the Dockerfile's lines on GitHub
 * (https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands#setting-an-error-message). What comes from
 * the image is escaped as the runner undoes it (actions/runner:src/Runner.Common/ActionCommand.cs): no text can end a command or begin another.
 */
export function annotations({ checks }: Report): readonly string[] {
  return checks.flatMap(({ id, status, message, hint, at }) => {
    if (status !== 'fail' && status !== 'warn') return [];
    const place = at ? `file=${property(at.file)},line=${at.line},` : '';
    const text = data(hint === undefined ? message : `${message}\n${hint}`);
    return [`::${commands[status]} ${place}title=${property(`verify: ${id}`)}::${text}`];
  });
}

function data(text: string): string {
  return inert(printable(text)).replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
