/** What documentation and examples write where a secret would stand. */
const marks =
  /example|sample|placeholder|change[-_ ]?(me|it|this)|redacted|dummy|your|insert|replace|todo|fixme|x{4,}|\*{3,}|\.{3}|…|abcdefg|012345|123456|foobar|deadbeef/i;
/** It names a variable, a command or a template's field and is no value: `${TOKEN}`, `$(cat …)`, `{{ token }}`, `<token>`, `%TOKEN%`, `{DES…}` too. */
const reference = /^\$|\$\{|\$\(|\{\{|^<.*>$|^%\w+%$|^\{.*\}$|^@\w+@$|^process\.env/;
/** Words that development passwords are made of; one that is nothing else was never meant to be secret. */
const plainWords =
  /(a|my|the|some|super|very|secret|password|passwd|pass|token|key|api|test|testing|dev|development|local|default|none|null|undefined|true|false|unset|empty|fake|mock|demo|admin|root|user|guest|postgres|mysql|mariadb|redis|mongo|rabbitmq|minio|app|db|database|qwerty|letmein|hunter2|s3cr3t|p4ssw0rd|pa55word)/gi;

/** Is it nothing that could be a secret: empty, a reference, an example, a default that everybody knows? */
export function isPlaceholder(value: string): boolean {
  if (value.length < 4 || isExample(value)) return true;
  if (new Set(value).size < Math.min(4, value.length)) return true;
  return value.replaceAll(plainWords, '').replaceAll(/[-_ .!@#\d]/g, '') === '';
}

/** Is it no value at all: empty, a reference to one, or what stands for one in an example? */
export function isExample(value: string): boolean {
  return value === '' || marks.test(value) || reference.test(value);
}

/** Shannon's entropy of the characters, in bits a character: about 3.3 for words, over 4 for random letters and digits of 30 or more. */
export function entropyOf(value: string): number {
  const counts = new Map<string, number>();
  for (const char of value) counts.set(char, (counts.get(char) ?? 0) + 1);
  return [...counts.values()].reduce(
    (bits, count) => bits - (count / value.length) * Math.log2(count / value.length),
    0,
  );
}
