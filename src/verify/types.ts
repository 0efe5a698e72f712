/**
 * The stages of `verify`:
 *
 *   VerifyRequest ──▶ Settings ──▶ Image ──▶ Checks ──▶ Report
 *        cli.ts     settings.ts  image/    checks/    report/
 *                     (disk)     (engine   (engine)   (terminal)
 *                                or disk)
 */
import type { BuildReceipt } from '../engine/build.ts';
import type { EngineRequest } from '../engine/choice.ts';
import type { Sandbox } from '../engine/sandbox.ts';
import type { Image } from './image/types.ts';
import type { Rebuild } from './rebuild/rebuild.ts';
import type { Settings } from './settings.ts';

export type VerifyRequest = EngineRequest & {
  /** As typed; relative to the current directory. */
  readonly dir: string;
  /** An image to check instead of building one; with an archive, which of its images. */
  readonly image?: string | undefined;
  /** An archive or a layout directory to read the image from, without an engine; `-` is stdin. */
  readonly archive?: string | undefined;
  /** Such as `linux/arm64`: which image of an archive that has several. */
  readonly platform?: string | undefined;
  /** The port to probe, over what distroless.yaml and the image say. */
  readonly port?: number | undefined;
  /** Also build the naive single-stage image and weigh it. */
  readonly compare: boolean;
  /** Run also the checks that build again. */
  readonly thorough?: boolean;
};

export type Status = 'pass' | 'fail' | 'warn' | 'skip';

/** What in the Dockerfile a finding is about; `report/locate.ts` makes a line of it. */
export type Blame =
  /** The last such instruction that the image was made by; its FROM where there is none. */
  | 'FROM'
  | 'COPY'
  | 'RUN'
  | 'USER'
  | 'ENV'
  | 'EXPOSE'
  | 'LABEL'
  | 'STOPSIGNAL'
  | 'HEALTHCHECK'
  /** ENTRYPOINT or CMD, whichever comes last. */
  | 'ENTRYPOINT'
  | 'CMD'
  /** The instruction that brought this file, an absolute path in the image. */
  | { readonly path: string }
  /** What the builder said, from 1. */
  | { readonly line: number };

export type Finding = {
  readonly status: Status;
  /** One line: what was found. */
  readonly message: string;
  /** Why it matters and what to change. */
  readonly hint?: string;
  /** For machines; what `--json` consumers rely on is listed in docs/architecture.md. */
  readonly data?: Readonly<Record<string, unknown>>;
  readonly blame?: Blame;
};

/** What a check must have before it can say anything. */
export type Need =
  /** The image was built here. */
  | 'build'
  /** It may be built again, which was asked for. */
  | 'rebuild'
  /** Containers can be started. */
  | 'container'
  /** The boot check has passed: without an answer nothing that follows can be told apart. */
  | 'booted';

/** What is under test when it is only read, and as much of every other. */
export type ImageSubject = {
  readonly image: Image;
  readonly settings: Settings;
  readonly build: BuildReceipt | undefined;
  /** Text of the Dockerfile that it was built from; undefined when the image was given. */
  readonly dockerfile: string | undefined;
  /** Absent for an image that was not built here, and where nobody asked for it. */
  readonly rebuild?: Rebuild | undefined;
  readonly signal: AbortSignal;
};

/** What is under test when containers of it can be started. */
export type Subject = ImageSubject & { readonly sandbox: Sandbox };

type Asked = {
  readonly id: string;
  /** What holds when it passes. */
  readonly title: string;
  /** What the image alone tells: said also when the service does not boot. Undefined when nothing is wrong with it. */
  readonly glance?: (image: Image) => Finding | undefined;
};

/** One that reads the image, so that an archive is enough. */
export type Check = Asked & {
  readonly needs: readonly Extract<Need, 'build' | 'rebuild'>[];
  readonly run: (subject: ImageSubject) => Finding | Promise<Finding>;
};

/** One that runs the image. */
export type ContainerCheck = Asked & {
  readonly needs: readonly ['container', ...Need[]];
  readonly run: (subject: Subject) => Finding | Promise<Finding>;
};

export type AnyCheck = Check | ContainerCheck;

/** A line of the Dockerfile. */
export type SourceLine = {
  /** Relative to the workspace of a CI, else to the current directory; with slashes. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly text: string;
};

export type CheckResult = Finding & {
  readonly id: string;
  /** The line to blame, where one is known. */
  readonly at?: SourceLine;
};

export type Comparison =
  | { readonly sizeBytes: number; readonly ratio: number; readonly buildMs: number }
  /** Why there is nothing to compare with: the last lines of its build. */
  | { readonly error: string };

export type Report = {
  readonly ok: boolean;
  /** As given or built; the path of an archive. */
  readonly image: string;
  /** The engine's id of the image; of an archive the digest of its configuration, which is the id in most engines. */
  readonly digest: string;
  readonly sizeBytes: number;
  readonly compressedBytes: number;
  /** What ran it, such as `podman 5.4.2 (linux/amd64)`. */
  readonly engine?: string;
  /** Of the image, such as `linux/arm64`; absent when it was not built. */
  readonly platform?: string;
  readonly timings: { readonly buildMs?: number; readonly bootMs?: number; readonly stopMs?: number };
  readonly checks: readonly CheckResult[];
  /** The naive image beside this one, when it was asked for. */
  readonly compare?: Comparison;
};
