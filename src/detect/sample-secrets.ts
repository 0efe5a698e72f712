const line = /^(\s*)(?:[-\w]{1,40}\s+)?["']?([\w.-]{1,60})["']?\s*[:=]\s*["']?([^\s"',#;][^\n"']{0,200})?/;
const secret =
  /(?:secret|passw(?:or)?d|passphrase|token|(?:secret|api|private|signing|session|auth)[-_.]?key)$/i;
/** Of what the program asks, where only that server's own settings make it worth something. */
const ofOthers =
  /db|database|postgres|(?:^|[._-])pg|sql|maria|mongo|redis|smtp|mail|imap|ldap|s3|aws|minio|kafka|nats|amqp|rabbit|elastic|clickhouse|influx|client|oauth|oidc|github|google|slack|telegram|discord|twilio|stripe|upstream|remote/i;

/** A secret that an example of settings has a value for. */
export type SampleSecret = {
  /** With the part of the file that it is in: `server.jwt_secret`. */
  readonly name: string;
  /** Who knows it gets into the service, not only into what that asks. */
  readonly guards: boolean;
};

/** The secrets of an example of settings in YAML, TOML, JSON or INI, which everyone knows who has the repository. */
export function sampleSecrets(text: string): readonly SampleSecret[] {
  const found: SampleSecret[] = [];
  const parts: { readonly indent: number; readonly name: string }[] = [];
  for (const each of text.split('\n')) {
    if (/^\s*(?:#|\/\/|;|$)/.test(each)) continue;
    const section = /^\s*\[{1,2}([\w.-]{1,80})\]/.exec(each)?.[1];
    if (section !== undefined) {
      parts.splice(0, parts.length, { indent: -1, name: section });
      continue;
    }
    const [, space = '', key = '', value = ''] = line.exec(each) ?? [];
    if (key === '') continue;
    while ((parts.at(-1)?.indent ?? -1) >= space.length) parts.pop();
    const name = [...parts.map((part) => part.name), key].join('.');
    if (value === '' || /^[{[|>]/.test(value)) parts.push({ indent: space.length, name: key });
    else if (secret.test(key) && !/^(?:true|false|null|none|~|\$\{?\w+\}?)\s*,?$/i.test(value.trim()))
      found.push({ name, guards: !ofOthers.test(name) });
  }
  return found;
}
