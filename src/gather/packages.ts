import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { ExitCode, Interrupted, UserError } from '../errors.ts';
import { didYouMean } from '../ui/suggest.ts';

/** The release that the distroless images are of; https://wiki.debian.org/DebianRepository/Format#A.22Packages.22_Indices */
const release = 'trixie';
const debian = {
  url: `https://deb.debian.org/debian/dists/${release}/main/binary-amd64/Packages.gz`,
  patienceMs: 30_000,
};

/**
 * Looks the names up in Debian's index (13 MB, read as far as the last of them). Where Debian is not reached the build
 * tells; the note says so.
 * @throws UserError (usage) for a name that Debian has not, Interrupted when the signal fired
 */
export async function checkPackageNames(
  names: readonly string[],
  signal: AbortSignal,
  index: typeof debian = debian,
): Promise<readonly string[]> {
  const missing = new Set(names);
  const known: string[] = [];
  const slow = AbortSignal.timeout(index.patienceMs);
  try {
    for await (const name of namesIn(index.url, AbortSignal.any([signal, slow]))) {
      known.push(name);
      if (missing.delete(name) && missing.size === 0) return [];
    }
  } catch (error) {
    if (signal.aborted) throw new Interrupted();
    const why = slow.aborted ? `not read within ${index.patienceMs / 1000} s` : reason(error);
    return [`Debian could not be asked for ${names.join(', ')} (${why}): the build tells whether they exist`];
  }
  const [wrong] = missing;
  if (wrong === undefined) return [];
  throw new UserError(
    `--packages ${wrong}: Debian ${release} has no such package${didYouMean(wrong, nearest(wrong, known))}`,
    {
      exitCode: ExitCode.usage,
      hint: 'https://packages.debian.org lists them; the name of a library ends in the version of its ABI, such as libpq5',
    },
  );
}

/** Every name as it comes; who stops reading ends the download. */
async function* namesIn(url: string, signal: AbortSignal): AsyncGenerator<string> {
  const response = await fetch(url, { signal });
  if (!response.ok || !response.body) throw new Error(`it answers ${response.status}`);
  // An error of the body comes out of the loop, and leaving the loop cancels the body: nothing is left for a callback.
  const text = pipeline(Readable.fromWeb(response.body as never), createGunzip(), () => {});
  let rest = '';
  for await (const chunk of text.setEncoding('utf8')) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line.startsWith('Package: ')) yield line.slice('Package: '.length);
  }
}

/** A name that goes on from what was typed is nearer than any typing mistake: libvips42, libvips42t64. */
function nearest(wrong: string, known: readonly string[]): readonly string[] {
  const longer = known.filter((name) => name.startsWith(wrong));
  return longer.length > 0 ? longer : known;
}

function reason(error: unknown): string {
  const { message, cause } = error as Error;
  return cause instanceof Error ? cause.message : message;
}
