/**
 * Is it an SPDX licence expression, by its grammar (https://spdx.github.io/spdx-spec/v2.3/SPDX-license-expressions/)? Whether an
 * identifier is on SPDX's list is not asked: the list grows every few months, and ours would be older than the image.
 */
export function isSpdxExpression(text: string): boolean {
  const tokens = text.match(/[()]|[^\s()]+/g) ?? [];
  let depth = 0;
  let wantsLicence = true;
  for (const [index, token] of tokens.entries()) {
    if (token === '(' ? !wantsLicence : token === ')' && (wantsLicence || depth === 0)) return false;
    if (token === '(') depth++;
    else if (token === ')') depth--;
    else if (wantsLicence) {
      if (operators.has(token) || !identifier.test(token)) return false;
      wantsLicence = false;
    } else {
      // WITH takes an exception, and only after a licence: not after a parenthesis.
      if (!operators.has(token) || (token.toUpperCase() === 'WITH' && tokens[index - 1] === ')'))
        return false;
      wantsLicence = true;
    }
  }
  return depth === 0 && !wantsLicence;
}

const operators = new Set(['AND', 'OR', 'WITH', 'and', 'or', 'with']);
const identifier = /^(?:DocumentRef-[\w.-]+:)?[A-Za-z0-9][A-Za-z0-9.-]*\+?$/;
