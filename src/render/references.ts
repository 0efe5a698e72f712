import { splitImage } from '../answers/kinds.ts';

/** The images that a Dockerfile names: no stages of its own, not scratch, nothing with a variable in it. */
export function referencesIn(dockerfile: string): readonly string[] {
  const found = new Set<string>();
  eachReference(dockerfile, (ref) => {
    found.add(ref);
    return ref;
  });
  return [...found];
}

/** `golang:1.26` -> `docker.io/library/golang:1.26`: the name that a mirror of several registries has it under. */
export function fullName(ref: string): string {
  const { registry, repository } = splitImage(ref);
  return registry === '' ? `docker.io/library/${ref}` : `${registry}/${repository}`;
}

/** The digests that a Dockerfile pins, by full name. */
export function pinsIn(dockerfile: string): ReadonlyMap<string, string> {
  const lines = dockerfile.split('\n').filter((line) => !line.trimStart().startsWith('#'));
  const pins = lines.flatMap((line) => [...line.matchAll(/([^\s=,]+)@(sha256:[0-9a-f]{64})(?=[\s,]|$)/g)]);
  return new Map(
    pins.map(([, ref = '', digest = '']) => [fullName(ref.replace(/^\$\{REGISTRY\}\//, '')), digest]),
  );
}

export type Sources = {
  /** What every name begins with; empty: images come from where they are named. */
  readonly registry: string;
  /** By full name; an image that is not in it goes by its tag. */
  readonly digests: ReadonlyMap<string, string>;
};

/**
 * Writes every image of a Dockerfile as it is to be fetched: through a mirror, by digest. FROM takes the mirror from a
 * build argument; `--from=` takes no variable (https://docs.docker.com/reference/dockerfile/#copy---from), so an image
 * there becomes a stage.
 */
export function resolveReferences(dockerfile: string, { registry, digests }: Sources): string {
  const stages = new Map<string, string>();
  const text = eachReference(dockerfile, (ref, place) => {
    const digest = digests.get(fullName(ref));
    const pinned = digest === undefined ? ref : `${ref}@${digest}`;
    if (registry === '') return pinned;
    const mirrored = `\${REGISTRY}/${fullName(pinned)}`;
    if (place === 'stage') return mirrored;
    const alias = splitImage(ref).repository.replace(/^.*\//, '').replace(/:.*$/, '');
    stages.set(alias, `FROM ${mirrored} AS ${alias}`);
    return alias;
  });
  return registry === '' ? text : insertBeforeStages(text, headerOf(registry, [...stages.values()]));
}

function headerOf(registry: string, stages: readonly string[]): string {
  const text = `# Every image comes from this mirror, under its full name; --build-arg REGISTRY=… takes another.\nARG REGISTRY=${registry}\n\n`;
  return stages.length === 0 ? text : `${text}${stages.join('\n')}\n\n`;
}

/** Before the first FROM and what is said of it; after the directives that a Dockerfile may begin with. */
function insertBeforeStages(dockerfile: string, header: string): string {
  const lines = dockerfile.split('\n');
  let at = lines.findIndex((line) => /^FROM\s/i.test(line));
  while (at > 0 && isRemark(lines[at - 1] as string)) at--;
  return [...lines.slice(0, at), header + lines.slice(at).join('\n')].join('\n');
}

function isRemark(line: string): boolean {
  return line.startsWith('#') && !/^#\s*(syntax|escape|check)\s*=|^#\s*hadolint\s+global/i.test(line);
}

type Replace = (ref: string, place: 'stage' | 'option') => string;

const patterns = [
  [/^(FROM\s+(?:--platform=\S+\s+)?)(\S+)/i, 'stage'],
  [/^((?:COPY|ADD)\s(?:.*\s)?--from=)(\S+)/i, 'option'],
  [/(--mount=(?:[^\s,]+,)*from=)([^\s,]+)/g, 'option'],
] as const;

/** Lines of comments and of here-documents name no images. */
function eachReference(dockerfile: string, replace: Replace): string {
  const stages = new Set(['scratch']);
  let heredoc: string | undefined;
  const lines = dockerfile.split('\n').map((line) => {
    if (heredoc !== undefined) {
      if (line.trim() === heredoc) heredoc = undefined;
      return line;
    }
    if (line.trimStart().startsWith('#')) return line;
    heredoc = /<<-?["']?(\w+)["']?/.exec(line)?.[1];
    const changed = patterns.reduce(
      (text, [pattern, place]) =>
        text.replace(pattern, (whole: string, before: string, ref: string) =>
          stages.has(ref.toLowerCase()) || /^\d+$|\$/.test(ref) ? whole : before + replace(ref, place),
        ),
      line,
    );
    const [, stage] = /^FROM\s.*\sAS\s+(\S+)/i.exec(line) ?? [];
    if (stage !== undefined) stages.add(stage.toLowerCase());
    return changed;
  });
  return lines.join('\n');
}
