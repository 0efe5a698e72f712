const reference =
  /\\(.)|\$\{([A-Za-z_]\w*)(?:(:?[-+?])((?:[^{}$]|\$\{[^{}]*\}|\$\w+)*))?\}|\$([A-Za-z_]\w*)|\$\{[^}]*\}?/g;

/**
 * Replaces the variables in a word of a Dockerfile (https://docs.docker.com/reference/dockerfile/#environment-replacement).
 * Undefined when one has no value, or is changed by a pattern that is not read here.
 */
export function expand(word: string, values: ReadonlyMap<string, string>): string | undefined {
  let known = true;
  const text = word.replace(
    reference,
    (_, escaped?: string, braced?: string, operator?: string, alternative = '', plain?: string) => {
      if (escaped !== undefined) return escaped;
      const name = braced ?? plain;
      const value = name === undefined ? undefined : values.get(name);
      const isSet = value !== undefined && (value !== '' || !operator?.startsWith(':'));
      if (operator?.endsWith('+')) return isSet ? other(alternative) : '';
      if (isSet) return value;
      if (operator?.endsWith('-')) return other(alternative);
      known = false;
      return '';
    },
  );
  function other(alternative: string): string {
    const expanded = expand(alternative, values);
    known &&= expanded !== undefined;
    return expanded ?? '';
  }
  return known ? text : undefined;
}

/** What an ARG or ENV line sets, in order: `A=1 B="two words" C` gives C no value. */
export function parseAssignments(text: string): readonly (readonly [string, string | undefined])[] {
  return [...text.matchAll(/([A-Za-z_]\w*)(?:=((?:"(?:\\.|[^"\\])*"|'[^']*'|\\.|[^\s"'\\])*))?/g)].map(
    ([, name = '', value]) => [name, value?.replaceAll(/(["'])((?:\\.|(?!\1)[^\\])*)\1/g, '$2')] as const,
  );
}
