import type { Elf } from './elf/types.ts';
import type { LdCache } from './ld-cache.ts';
import type { Trait } from './traits.ts';

/** What an image is before anything of it runs: its configuration and the files of its layers. */
export type Image = {
  /** As given, such as `my-svc:verify`; the path of an archive. */
  readonly ref: string;
  /** The engine's id of the image, or of an archive the digest of its configuration: `sha256:…`. */
  readonly digest: string;
  readonly config: ImageConfig;
  /** How it was made, oldest step first; the steps that made a layer are in the order of `layers`. */
  readonly history: readonly HistoryStep[];
  /** Lowest first. */
  readonly layers: readonly Layer[];
  /** The root filesystem that a container sees, by absolute path. */
  readonly files: ReadonlyMap<string, FileEntry>;
};

/** The parts of an OCI image configuration that are read (https://github.com/opencontainers/image-spec/blob/main/config.md). */
export type ImageConfig = {
  readonly os: string;
  readonly architecture: string;
  readonly User: string;
  readonly Entrypoint: readonly string[];
  readonly Cmd: readonly string[];
  readonly Env: readonly string[];
  /** Such as `8080/tcp`. */
  readonly ExposedPorts: readonly string[];
  readonly Healthcheck: {
    /** `['CMD', …]`, `['CMD-SHELL', …]`, `['NONE']`; empty when there is none. */
    readonly Test: readonly string[];
    /** ns; 0 stands for the engine's default. */
    readonly Timeout: number;
  };
  readonly StopSignal: string;
  readonly WorkingDir: string;
  readonly Labels: Readonly<Record<string, string>>;
};

/** A step of the build, as the image tells it (https://github.com/opencontainers/image-spec/blob/main/config.md#properties). */
export type HistoryStep = {
  /** Such as `COPY /app /app # buildkit`; build arguments that a RUN has stand in it too. */
  readonly createdBy: string;
  readonly comment: string;
  /** It changed the configuration only. */
  readonly emptyLayer: boolean;
};

export type Layer = {
  /** Sum of the bytes of its regular files, uncompressed. */
  readonly fileBytes: number;
  /** Bytes that a registry sends; gzip's size where the engine keeps the layer uncompressed. */
  readonly compressedBytes: number;
  readonly entries: readonly FileEntry[];
};

export type FileEntry = {
  /** Absolute, without a trailing slash. */
  readonly path: string;
  readonly type: 'file' | 'directory' | 'symlink' | 'link' | 'other';
  /** Permission bits with setuid, setgid and sticky. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Bytes of content; 0 for anything but a file. */
  readonly size: number;
  /** Target of a symlink or hard link, as stored. */
  readonly target?: string;
  /** `elf`, or `script` for a `#!` line; absent for other content and for files that nobody can execute. */
  readonly executable?: 'elf' | 'script';
  /** Ids of the known programs that the content was recognised as. */
  readonly programs?: readonly string[];
  /** Of an ELF file: what its loader reads. */
  readonly elf?: Elf;
  /** Of a script that may be executed: its `#!` line, the interpreter and all that follows as one argument. */
  readonly shebang?: { readonly interpreter: string; readonly argument?: string };
  /** Of /etc/ld.so.cache: where glibc's loader finds libraries. */
  readonly ldCache?: LdCache;
  /** Of /etc/ld-musl-*.path: where musl's loader looks. */
  readonly libraryDirs?: readonly string[];
  /** What of its content should not be published. */
  readonly secrets?: readonly Secret[];
  /** A file of node_modules that runs on another system. */
  readonly foreign?: 'macOS' | 'Windows';
  /** What an ELF file reads or has compiled in. */
  readonly traits?: readonly Trait[];
  /** An ELF file that a loader starts. */
  readonly dynamic?: boolean;
  /** Of a file with certificates in PEM. */
  readonly certificates?: Certificates;
  /** Of a Java truststore. */
  readonly truststore?: { readonly format: 'JKS' | 'PKCS12' | 'unknown'; readonly empty: boolean };
  /** Time zone data: of one zone, or of all in Go's archive or Java's. */
  readonly zones?: 'TZif' | 'zip' | 'tzdb';
  /** Of an os-release file. */
  readonly osRelease?: OsRelease;
  /** Of the content, in hex; only where two images are compared. */
  readonly sha256?: string;
};

/** How many of the certificates of a file are of which kind. */
export type Certificates = {
  /** They parse and have not expired. */
  readonly valid: number;
  readonly expired: number;
  /** They do not parse, or do not end. */
  readonly broken: number;
};

/** https://www.freedesktop.org/software/systemd/man/latest/os-release.html */
export type OsRelease = {
  /** Such as `debian`. */
  readonly id: string;
  /** Such as `13`; empty for a rolling release. */
  readonly version: string;
  readonly name: string;
};

/** A secret that was found: never the secret itself. */
export type Secret = {
  /** The rule that found it, for machines: `npm-token`. */
  readonly rule: string;
  /** What it is, for people: `npm token`. */
  readonly what: string;
  /** Its first characters where every one of its kind begins with them: `npm_…`. */
  readonly masked?: string;
  /** It may be meant to be public: worth a warning. */
  readonly doubtful?: true;
};
