import * as v from 'valibot';

/** What a service is asked, and what it must answer. */
export type ProbeSettings = {
  /**
   * `https` takes any certificate; `tcp` is content with a connection that stays open; `none` asks nothing: it runs on, or ends
   * with exit code 0.
   */
  readonly scheme: 'http' | 'https' | 'tcp' | 'none';
  readonly path: string;
  /** Absent: anything that is not the server's failure. */
  readonly status: number | undefined;
  /** Sent with the request. */
  readonly headers: Readonly<Record<string, string>>;
  /** Of the answer, by name in lower case. */
  readonly expect: Readonly<Record<string, Wanted>>;
  readonly body: Wanted | undefined;
  /** A path whose answer takes a while: it must come although the service is told to stop meanwhile. */
  readonly slow: string | undefined;
};

/** A text that must be in it, or a pattern that must fit. */
export type Wanted = string | RegExp;

const Path = v.pipe(v.string(), v.regex(/^\/[!-~]*$/, 'a path such as /healthz, percent-encoded'));

const slashed = /^\/(.+)\/([imsu]*)$/s;

/** `ok`, or `/ok|fine/i`. */
const WantedText = v.pipe(
  v.string(),
  v.nonEmpty('a text, or a /pattern/'),
  v.check((text) => toWanted(text) !== undefined, 'not a regular expression'),
  v.transform((text) => toWanted(text) as Wanted),
);

function toWanted(text: string): Wanted | undefined {
  const [, source, flags] = slashed.exec(text) ?? [];
  if (source === undefined) return text;
  try {
    return new RegExp(source, flags);
  } catch {
    return undefined;
  }
}

const HeaderName = v.pipe(v.string(), v.regex(/^[\w!#$%&'*+.^`|~-]+$/, 'a header’s name'));
const HeaderValue = v.pipe(v.string(), v.regex(/^[\t -~\u0080-\u00FF]*$/, 'a header’s value'));

/** `verify.probe` of distroless.yaml. */
export const Probe = v.pipe(
  v.strictObject({
    scheme: v.optional(v.picklist(['http', 'https', 'tcp', 'none'], 'http, https, tcp or none'), 'http'),
    path: v.optional(Path, '/'),
    status: v.optional(v.pipe(v.number(), v.integer(), v.minValue(100), v.maxValue(599))),
    headers: v.optional(v.record(HeaderName, HeaderValue), {}),
    expect: v.optional(v.record(HeaderName, WantedText), {}),
    body: v.optional(WantedText),
    slow: v.optional(Path),
  }),
  v.check(
    ({ scheme, path, status, headers, expect, body, slow }) =>
      scheme === 'http' ||
      scheme === 'https' ||
      [path === '/', status, body, slow, ...Object.keys(headers), ...Object.keys(expect)].every(
        (value) => value === true || value === undefined,
      ),
    'with tcp or none there is nothing else to ask or to expect',
  ),
  v.transform(({ status, body, slow, expect, ...probe }): ProbeSettings => ({
    ...probe,
    status,
    body,
    slow,
    expect: Object.fromEntries(Object.entries(expect).map(([name, value]) => [name.toLowerCase(), value])),
  })),
);
