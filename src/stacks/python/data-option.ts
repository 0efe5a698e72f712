const option = /['"](--data[-_]?dir(?:ectory)?)['"]\s*,((?:"[^"\n]*"|'[^'\n]*'|[^()"']){0,400})\)/;

/** The option of a program that stores what it knows beside its source where it is told no directory. */
export function dataOption(text: string): string | undefined {
  const [, name, rest = ''] = option.exec(text) ?? [];
  // What is only read, data to serve say, is there before it is started.
  const isWritten = /\bwrit(?:e|able|eable)\b/i.test(text);
  return isWritten && !/\b(?:default|required|action|type)\s*=/.test(rest) ? name : undefined;
}
