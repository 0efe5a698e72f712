import { lineNumber } from '../../inventory/line-number.ts';
import { aboutOf, isElsewhere, portOf, settle, type Setting } from './setting.ts';
import { ownerOf } from './owner.ts';
import { placeOf, type Source } from './sources.ts';

/** A field that asks a function for its default: `#[serde(default = "default_port")] pub port: u16`. https://serde.rs/attr-default.html */
const asks =
  /\bdefault\s{0,9}=\s{0,9}"(?:\w{1,60}::){0,4}(\w{1,60})"[^\]\n]{0,200}\]\s{0,200}(?:#\[[^\]\n]{0,200}\]\s{0,200}){0,4}(?:pub(?:\([^)\n]{0,40}\))?\s{1,9})?(\w{1,60})\s{0,9}:/g;
/** `fn default_port() -> u16 { 8080 }`, `fn listen_addr() -> String { "127.0.0.1:8080".to_string() }` */
const functions =
  /\bfn (\w{1,60})\(\)\s{0,40}->\s{0,40}[\w:&'<> ]{1,60}\{\s{0,200}(?:(?:\w{1,60}::){0,4}(?:from|new)\(\s{0,200}|Some\(\s{0,200})?"?([\w.:[\]]{1,100}?)(?:_?u16)?"?(?:\)|\.(?:into|to_string|to_owned|parse|unwrap)\(\)|\s){0,200}\}/g;
/** What speaks mail or is a database listens there, and so do protocols below 80: https://www.iana.org/assignments/service-names-port-numbers */
const ofOthers =
  /^(?:\d|[1-46-7]\d|5[0-24-9]|110|143|443|465|587|99[35]|1433|1521|3306|5432|5672|6379|9042|9092|11211|27017)$/;

/** A field, and the struct that it is of. */
type User = { readonly field: string; readonly owner: string };

/** What functions say that serde asks for a default, each by the fields that ask it: a function of any name is that of another part where only its fields are. */
export function defaultFunctions(sources: readonly Source[]): (source: Source) => readonly Setting[] {
  const users = new Map<string, User[]>();
  for (const { text } of sources)
    for (const { index, 1: name = '', 2: field = '' } of text.matchAll(asks))
      users.set(name, [...(users.get(name) ?? []).slice(-9), { field, owner: ownerOf(text, index) }]);
  return (source) =>
    [...source.text.matchAll(functions)].flatMap((match): readonly Setting[] => {
      const [whole, name = '', value = ''] = match;
      const asked = users.get(name) ?? [{ field: name, owner: ownerOf(source.text, match.index) }];
      const user = asked.find(({ field, owner }) => !isElsewhere(field) && !isElsewhere(owner));
      const about = user && !isElsewhere(name) ? (aboutOf(user.field) ?? aboutOf(name)) : undefined;
      if (about === undefined || ofOthers.test(portOf(value) ?? '')) return [];
      // What is changed stands on one line.
      const before = whole.slice(0, whole.lastIndexOf(value));
      const line = lineNumber(source.text, match.index + before.length);
      const text = (whole.split('\n').findLast((each) => each.includes(value)) ?? '').trim();
      const isAlone = source.text.indexOf(text) === source.text.lastIndexOf(text);
      const set = { by: 'edit', path: source.path, text, ...(!isAlone && { line }) } as const;
      return [{ what: settle(about, value), value, from: placeOf(source, match.index), set }];
    });
}
