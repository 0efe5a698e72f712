/** Exit codes of the command contract. */
export const ExitCode = {
  done: 0,
  failed: 1,
  usage: 2,
  answerNeeded: 3,
  noEngine: 4,
  nothingToDo: 5,
  bug: 70,
  interrupted: 130,
} as const;

export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];

/** Something the user can act on: printed as one line and a hint, never with a stack trace. Anything else thrown is a bug. */
export class UserError extends Error {
  readonly exitCode: ExitCode;
  readonly hint: string | undefined;
  /** More lines to show after the message, such as the end of a log. */
  readonly detail: string | undefined;

  constructor(message: string, options: { exitCode: ExitCode; hint?: string | undefined; detail?: string }) {
    super(message);
    this.name = 'UserError';
    this.exitCode = options.exitCode;
    this.hint = options.hint;
    this.detail = options.detail;
  }
}

/** Ctrl-C, or a signal to stop. */
export class Interrupted extends Error {
  constructor() {
    super('interrupted');
    this.name = 'Interrupted';
  }
}
