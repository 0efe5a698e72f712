const option = /['"](--data[-_]?dir(?:ectory)?)['"]\s*,((?:"[^"\n]*"|'[^'\n]*'|[^()"']){0,400})\)/;
/** What it says of itself; what `is stored` there may be only read, data to serve say. */
const writes =
  /\b(?:writ(?:e|es|ing|able|eable)|store|storing|saves?|saving|persist(?:s|ent|ing)?|(?:to|will|can|must|should) be (?:written|stored|saved|persisted)|(?:is|are) written)\b/i;
/** os.makedirs(args.data_dir), Path(data_dir).mkdir(): https://docs.python.org/3/library/os.html#os.makedirs */
const makes =
  /\b(?:makedirs|mkdir)\(\s*(?:[\w.]{1,40}\(\s*){0,2}(?:\w{1,40}\.){0,3}data_?dir(?:ectory)?\b|\bdata_?dir(?:ectory)?\)?\.mkdir\(/i;

/** The option of a program that stores what it knows beside its source where it is told no directory. */
export function dataOption(text: string): string | undefined {
  const [, name, rest = ''] = option.exec(text) ?? [];
  const [, help = ''] = rest.split(/\bhelp[ \t]*=/);
  const isWritten = writes.test(help) || makes.test(text);
  return isWritten && !/\b(?:default\s*=(?!\s*None\b)|(?:required|action|type)\s*=)/.test(rest)
    ? name
    : undefined;
}
