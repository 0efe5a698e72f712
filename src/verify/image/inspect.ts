import { certificates } from './inspectors/certificates.ts';
import { osRelease } from './inspectors/os-release.ts';
import { truststore } from './inspectors/truststore.ts';
import { zones } from './inspectors/zones.ts';
import { secrets } from './inspectors/secrets.ts';
import { elf } from './inspectors/elf.ts';
import { loaderFiles } from './inspectors/loader-files.ts';
import { programs } from './inspectors/programs.ts';
import { shebang } from './inspectors/shebang.ts';
import type { FileEntry } from './types.ts';

/** What is known of a file before its content is. */
export type FileHeader = Pick<FileEntry, 'path' | 'mode' | 'size'>;

/** What one inspector has to say of a file. */
export type FileFacts = Partial<Omit<FileEntry, keyof FileHeader | 'type' | 'uid' | 'gid' | 'target'>>;

/** Looks at the content of a file as it streams by; files are never kept as a whole. */
export type Inspector = {
  /**
   * @param head the first bytes of the content: 512 or more, or all of a shorter file
   * @returns undefined when the file is of no interest to it
   */
  readonly begin: (file: FileHeader, head: Buffer) => Inspection | undefined;
};

export type Inspection = {
  /** Every chunk of the content in order, the head included. */
  readonly update: (chunk: Buffer) => void;
  readonly end: () => FileFacts;
};

/** Begins to look at a file; what is looked for is its own matter. */
export type Begin = (file: FileHeader) => Inspection;

/** At least what tells an ELF file, a `#!` line or a PEM block. */
const headBytes = 512;

const inspectors: readonly Inspector[] = [
  programs,
  elf,
  shebang,
  loaderFiles,
  secrets,
  certificates,
  truststore,
  zones,
  osRelease,
];

/** Looks for everything that the inspectors find in a file's content. */
export function beginInspection(file: FileHeader): Inspection {
  let head: Buffer = Buffer.alloc(0);
  let inspections: readonly Inspection[] | undefined;
  const begin = () => {
    inspections = inspectors.flatMap((each) => each.begin(file, head) ?? []);
    for (const inspection of inspections) inspection.update(head);
  };
  return {
    update(chunk) {
      if (inspections) {
        for (const inspection of inspections) inspection.update(chunk);
        return;
      }
      // A chunk may end anywhere, also within the head.
      head = head.length === 0 ? chunk : Buffer.concat([head, chunk]);
      if (head.length >= headBytes) begin();
    },
    end() {
      if (!inspections) begin();
      return Object.assign({}, ...(inspections ?? []).map((inspection) => inspection.end()));
    },
  };
}
