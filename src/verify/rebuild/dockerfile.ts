/** An instruction of a Dockerfile (https://docs.docker.com/reference/dockerfile/#format). */
export type Instruction = {
  /** Its first line, from 1. */
  readonly line: number;
  /** In upper case. */
  readonly keyword: string;
  /** Such as `--from=build`, in front of the rest. */
  readonly flags: readonly string[];
  /** All else, its lines joined; of a here-document the text too. */
  readonly rest: string;
};

export type Stage = {
  /** As BuildKit calls it: in lower case, `stage-2` where it has none, empty where it is the only one. */
  readonly name: string;
  /** The image or stage that it goes on from. */
  readonly from: string;
  /** FROM is the first. */
  readonly instructions: readonly Instruction[];
};

/** The stages of a Dockerfile. What is in front of the first FROM is left out; a line that is not understood is an instruction all the same. */
export function parseDockerfile(text: string): readonly Stage[] {
  const stages: { name: string; from: string; instructions: Instruction[] }[] = [];
  for (const instruction of instructionsOf(text)) {
    if (instruction.keyword === 'FROM') {
      const [from = '', , name] = instruction.rest.split(/\s+/);
      stages.push({ name: (name ?? `stage-${stages.length}`).toLowerCase(), from, instructions: [] });
    }
    stages.at(-1)?.instructions.push(instruction);
  }
  const [only] = stages;
  if (only && stages.length === 1 && only.name === 'stage-0') only.name = '';
  return stages;
}

function* instructionsOf(text: string): Generator<Instruction> {
  const lines = text.split(/\r?\n/);
  const goesOn = /^#\s*escape\s*=\s*`/im.test(text.slice(0, 500)) ? /`\s*$/ : /\\\s*$/;
  for (let at = 0; at < lines.length; at++) {
    if (isNothing(lines[at])) continue;
    const line = at + 1;
    let joined = lines[at] as string;
    while (goesOn.test(joined) && at + 1 < lines.length) {
      const next = lines[++at] as string;
      // Comments between the lines of an instruction are no part of it.
      joined = isNothing(next) ? joined : joined.replace(goesOn, ' ') + next.trim();
    }
    joined = joined.replace(goesOn, '');
    for (const [, dash, word] of joined.matchAll(/<<(-?)["']?(\w+)["']?/g)) {
      if (!/^\s*(RUN|COPY|ADD)\s/i.test(joined)) break;
      const isEnd = (each: string) => (dash ? each.trimStart() : each) === word;
      while (at + 1 < lines.length && !isEnd(lines[at + 1] as string)) joined += `\n${lines[++at]}`;
      at++;
    }
    yield toInstruction(joined.trim(), line);
  }
}

function isNothing(line: string | undefined): boolean {
  return line === undefined || /^\s*(#|$)/.test(line);
}

function toInstruction(text: string, line: number): Instruction {
  const [, keyword = '', flags = '', rest = ''] = /^(\S+)\s*((?:--\S+\s+)*)([\s\S]*)$/.exec(text) ?? [];
  return { line, keyword: keyword.toUpperCase(), flags: flags.split(/\s+/).filter(Boolean), rest };
}
