import type { Fact } from '../../detect/types.ts';
import { bindsLiteral } from './binds-literal.ts';
import { fromArguments } from './listen-arguments.ts';
import { fromEnvironment } from './listen-environment.ts';
import { fromLiterals } from './listen-literals.ts';
import { isLoopback, portOf, reached, type Setting } from './setting.ts';
import type { Source } from './sources.ts';

/** Where a program listens, and what makes it listen where it can be reached. */
export type Listening = {
  readonly port?: Fact;
  readonly env: Readonly<Record<string, string>>;
  readonly args: readonly string[];
  readonly edits: readonly Edit[];
};

/** Text of a source that is replaced in the build stage; on one line alone (from 1), where that is said. */
export type Edit = {
  readonly path: string;
  readonly text: string;
  readonly by: string;
  readonly line?: number;
};

/** What files of settings say: those that the compiler puts into the program, and those that it reads while it runs. */
type Settings = { readonly compiledIn: readonly Setting[]; readonly read: readonly Setting[] };

export function listeningOf(
  sources: readonly Source[],
  { compiledIn, read }: Settings,
  hinted?: string,
): Listening {
  const settings = [
    ...fromArguments(sources),
    ...fromEnvironment(sources),
    // Defaults that are written down as such go before what the source may do without any.
    ...(bindsLiteral(sources) ? [] : compiledIn),
    ...fromLiterals(sources),
    ...read,
  ];
  const first = settings.find(({ what, value }) => what !== 'host' && portOf(value) !== undefined);
  const port = first && portOf(first.value);
  const confidence = first?.set.by === 'edit' ? 'medium' : 'high';
  const wanted = settings.filter((each) => isOf(each, port));
  // Where another port is wanted, what has it is set, whatever it is without.
  const isKept = (what: Setting['what'], value: string) =>
    isReached(what, value) && (what === 'host' || hinted === undefined || portOf(value) === hinted);
  return {
    ...(first && port !== undefined && { port: { value: port, from: first.from, confidence } }),
    // PORT is what platforms set; anything else only where the default is of no use.
    env: Object.assign(
      {},
      ...wanted.map(({ set, ...each }) =>
        set.by === 'env' && (set.name === 'PORT' || !isKept(each.what, each.value))
          ? { [set.name]: valueFor(each.what, each.value) }
          : {},
      ),
    ) as Record<string, string>,
    args: wanted.flatMap(({ set, what, value }) =>
      set.by === 'flag' && !isKept(what, value) ? [set.flag, valueFor(what, value)] : [],
    ),
    edits: wanted.flatMap(({ set, what, value }) =>
      set.by === 'edit' && !isReached(what, value) ? [{ ...set, by: reached(set.text) }] : [],
    ),
  };
}

/** An address of another port is something else. */
function isOf({ what, value }: Setting, port: string | undefined): boolean {
  return what !== 'address' || value === '' || port === undefined || portOf(value) === port;
}

function valueFor(what: Setting['what'], value: string): string {
  if (what === 'port') return '{port}';
  if (what === 'host') return '0.0.0.0';
  return value === ''
    ? '0.0.0.0:{port}'
    : value.replace(/^.*:(?=\d+$)/, '0.0.0.0:').replace(/\d+$/, '{port}');
}

function isReached(what: Setting['what'], value: string): boolean {
  return value !== '' && (what === 'port' || !isLoopback(value));
}
