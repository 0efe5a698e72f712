import { foreignSystem } from '../../secrets/foreign.ts';
import { judgeKeystore, mayBeKeystore } from '../../secrets/keystore.ts';
import { judgeNamed, largestNamed, namesOf } from '../../secrets/named-files.ts';
import { isForBrowsers, isKeyFile, isTest, ownerOf, type Owner } from '../../secrets/places.ts';
import { createTextScan, type Scope } from '../../secrets/scan.ts';
import { isText, isUtf16, narrow } from '../../secrets/text.ts';
import type { Inspection, Inspector } from '../inspect.ts';
import type { Secret } from '../types.ts';

/**
 * Is there a secret in the file? What counts depends on whose file it is:
 * - of a language's packages only what proves itself, which is a token with its checksum: all else in them was public before the image was;
 * - of the distribution's directories that, and key files, as administrators put theirs there;
 * - in both, nothing below a directory of tests or examples;
 * - everywhere else tokens, keys, and the files that programs keep credentials in, each judged by what is in it.
 * Only text is searched, and key stores. Programs hold the armour of keys and the prefixes of tokens as constants; archives are not opened.
 */
export const secrets: Inspector = {
  begin({ path, size }, head) {
    const foreign = foreignSystem(path, head);
    if (foreign) return { update() {}, end: () => ({ foreign }) };
    const owner = ownerOf(path);
    if (size === 0 || (owner !== 'own' && isTest(path))) return undefined;
    const known = owner === 'own' && size <= largestNamed;
    if (!isText(head)) return known && mayBeKeystore(path, head) ? inspectKeystore() : undefined;
    const named = known ? namesOf(path) : [];
    return inspectText(isUtf16(head), named, scopeOf(path, owner));
  },
};

function scopeOf(path: string, owner: Owner): Scope {
  if (owner !== 'own') return { tokens: 'proven', keys: owner === 'system' && isKeyFile(path) };
  return { tokens: isForBrowsers(path) ? 'not-browser' : 'all', keys: !/snakeoil/i.test(path) };
}

function inspectText(utf16: boolean, named: ReturnType<typeof namesOf>, scope: Scope): Inspection {
  const scan = createTextScan(scope);
  const kept: Buffer[] = [];
  return {
    update(chunk) {
      const text = utf16 ? narrow(chunk) : chunk;
      scan.update(text);
      if (named.length > 0) kept.push(text);
    },
    end() {
      // What the file is says more than what was found in it.
      const own = named.length > 0 ? judgeNamed(named, Buffer.concat(kept).toString('utf8')) : undefined;
      const scanned = scan.end();
      return factsOf(own && !(own.doubtful && scanned.length > 0) ? [own] : scanned);
    },
  };
}

function inspectKeystore(): Inspection {
  const kept: Buffer[] = [];
  return {
    update: (chunk) => kept.push(chunk),
    end() {
      const what = judgeKeystore(Buffer.concat(kept));
      return factsOf(what === undefined ? [] : [{ rule: 'private-key', what }]);
    },
  };
}

function factsOf(found: readonly Secret[]): { secrets?: readonly Secret[] } {
  return found.length > 0 ? { secrets: found } : {};
}
