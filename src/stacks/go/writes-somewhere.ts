import type { Program } from './program.ts';
import type { Write } from './writes.ts';

/** Makes or fills a file or a directory whose name no literal tells. */
const fills =
  /(?<![\w.])os\.(?:WriteFile|Create|Mkdir(?:All)?)\(\s*(?!["`])|\bioutil\.WriteFile\(\s*(?!["`])|\bos\.OpenFile\([^"`\n]*O_CREATE/;
/** Of what does not last, or is somebody's own. */
const elsewhere =
  /\b(?:os\.(?:TempDir|MkdirTemp|CreateTemp|User\w+Dir)|ioutil\.Temp\w+|homedir\.\w+|xdg\.\w+)\b|Getenv\("HOME"\)/;

/** A server that writes where only its settings tell: to be sure where it runs, as relative paths are from there. */
export function writesSomewhere({ files }: Program): Write | undefined {
  const found = files.find(({ code }) => fills.test(code) && !elsewhere.test(code));
  return found && { path: '', why: 'files that it makes', from: found.path, lasts: false };
}
