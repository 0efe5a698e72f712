import { allowedBy } from '../secrets/allow.ts';
import type { Found } from '../secrets/found.ts';
import { hintFor } from '../secrets/hint.ts';
import { findInLayers } from '../secrets/in-layers.ts';
import { findInRecord } from '../secrets/in-record.ts';
import type { Check } from '../types.ts';

/** Shown of a long list: an image may be written to flood the report. */
const mostListed = 100;

/** What it prints of a secret is its kind, its place, and of a token the four characters that all of its kind begin with. */
export const secrets: Check = {
  id: 'secrets',
  title: 'no .env, key, token, .git or host node_modules in any layer or the history',
  needs: [],
  run({ image, settings }) {
    const all = [...findInLayers(image), ...findInRecord(image)];
    const found = all.filter((one) => !allowedBy(settings.allowedSecrets, one));
    const allowed = all.flatMap((one) => {
      const entry = allowedBy(settings.allowedSecrets, one);
      return entry ? [`${one.path ?? one.variable} (${entry.reason})`] : [];
    });
    const note = allowed.length > 0 ? `; allowed in distroless.yaml: ${allowed.slice(0, 3).join(', ')}` : '';
    const data = { found: found.slice(0, mostListed), allowed: allowed.slice(0, mostListed) };
    const certain = found.filter(({ doubtful }) => !doubtful);
    if (found.length === 0) {
      const { layers, history } = image;
      return {
        status: 'pass',
        message: `none in ${layers.length} layers and ${history.length} steps of the history${note}`,
        data,
      };
    }
    const [listed, status] = certain.length > 0 ? ([certain, 'fail'] as const) : ([found, 'warn'] as const);
    const shown = listed.slice(0, 3).map(describe).join('; ');
    const more = listed.length > 3 ? `; and ${listed.length - 3} more` : '';
    return { status, message: `${shown}${more}${note}`, hint: hintFor(listed), data };
  },
};

function describe({ what, masked, where }: Found): string {
  return `${what}${masked === undefined ? '' : ` ${masked}`} in ${where}`;
}
