export type Instruction = {
  /** In capitals. */
  readonly keyword: string;
  /** What follows on its first line. */
  readonly rest: string;
  /** Of its first line, from 1. */
  readonly line: number;
};

/**
 * The instructions of a Dockerfile by line: comments, continuation lines and here-documents are no instructions
 * (https://docs.docker.com/reference/dockerfile/#format). A text that is no Dockerfile gives nonsense, not an error.
 */
export function readInstructions(dockerfile: string): readonly Instruction[] {
  const escape = escapeOf(dockerfile);
  const found: Instruction[] = [];
  /** Words that end the here-documents that are open. */
  let heredocs: readonly Heredoc[] = [];
  let continues = false;
  for (const [at, raw] of dockerfile
    .replace(/^\uFEFF/, '')
    .split('\n')
    .entries()) {
    const text = raw.trimEnd();
    const [open] = heredocs;
    if (open) {
      if ((open.tabs ? text.replace(/^\t+/, '') : text) === open.word) heredocs = heredocs.slice(1);
      continue;
    }
    if (text.trim() === '' || text.trimStart().startsWith('#')) continue;
    const [, keyword = '', rest = ''] = /^\s*([A-Za-z]+)\s*(.*)$/.exec(text) ?? [];
    if (!continues) found.push({ keyword: keyword.toUpperCase(), rest, line: at + 1 });
    continues = text.endsWith(escape);
    if (/^(RUN|COPY|ADD)$/.test(found.at(-1)?.keyword ?? '')) heredocs = heredocsOf(text);
  }
  return found;
}

/** `# escape=` may stand among the directives at the top. */
function escapeOf(dockerfile: string): string {
  for (const line of dockerfile.split('\n')) {
    const [, name, value] = /^#\s*(\w+)\s*=\s*(\S+)/.exec(line) ?? [];
    if (name === undefined || value === undefined) break;
    if (name.toLowerCase() === 'escape') return value;
  }
  return '\\';
}

type Heredoc = { readonly word: string; readonly tabs: boolean };

function heredocsOf(line: string): readonly Heredoc[] {
  return [...line.matchAll(/(?:^|\s)\d*<<(-?)(["']?)(\w[\w.-]*)\2(?=\s|$)/g)].map(
    ([, dash, , word = '']) => ({
      word,
      tabs: dash === '-',
    }),
  );
}
