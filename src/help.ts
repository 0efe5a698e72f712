import { options, type Option } from './answers/options.ts';
import { questions, type Question } from './answers/questions.ts';
import { formats } from './report/targets.ts';
import { loadAllStacks, loadStacks } from './stacks/load.ts';
import { tool } from './tool.ts';

/** The text of `--help`. What depends on the stacks is read from their manifests. */
export async function helpText(): Promise<string> {
  const [stacks, all] = await Promise.all([loadStacks(), loadAllStacks()]);
  const onlyAdd = all
    .map(({ id, label, targets }) => {
      const known = stacks.find((stack) => stack.id === id)?.targets ?? {};
      return { id, label, targets: Object.keys(targets).filter((target) => known[target] === undefined) };
    })
    .filter(({ targets }) => targets.length > 0);
  const answers = (of: Question['of']) =>
    questions
      .filter((question) => question.of === of)
      .map(({ id, placeholder, help, ofLanguage, choices }) => {
        const among = ofLanguage
          ? 'see below'
          : choices?.(stacks)
              .map(({ value }) => value)
              .join(', ');
        return row(`--${id} ${placeholder}`, help + (among === undefined ? '' : ` (${among})`));
      })
      .join('\n');
  const languages = stacks.map(({ id: lang, label }) => {
    const offers = questions
      .filter(({ ofLanguage }) => ofLanguage)
      .map(({ id, choices }) => ({ id, values: choices?.(stacks, { lang }).map(({ value }) => value) ?? [] }))
      .filter(({ values }) => values.length > 0);
    const texts = offers.map(({ id, values }) => `--${id} ${values.join('|')}`);
    return `  ${lang.padEnd(8)}${label.padEnd(9)}${texts.join('  ')}`;
  });
  const added = onlyAdd.map(
    ({ id, label, targets }) =>
      `  ${id.padEnd(8)}${label.padEnd(9)}--target ${targets.join('|')}  (of add only)`,
  );
  const given = (of: Option['of']) =>
    options
      .filter((option) => option.of === of)
      .map(({ id, placeholder, help }) =>
        row(placeholder === undefined ? `--${id}` : `--${id} ${placeholder}`, help),
      )
      .join('\n');
  return `${tool.name} ${tool.version}
From source to a verified scratch or distroless image in one command.

Usage
  ${tool.name} [new] [dir] [flags]      a new service: sample app, Dockerfile, CI;
                                             again with other answers: changes only what they change
  ${tool.name} add [dir] [flags]        an existing repository: finds how it builds and starts, says where
                                             each value came from, and writes a Dockerfile and CI beside it
  ${tool.name} verify [dir] [flags]     build the image, run it and prove it
  ${tool.name} bases                    the base images: libc, entrypoint, user, end of support; and their pairs

Answers of new and add (asked for in a terminal when they are missing; add finds most of them in the repository)
${answers(undefined)}

Answers of new
${answers('new')}

Answers of add
${answers('add')}

Languages (the first of each list is the default; --target distroless means the first on a distroless base)
${[...languages, ...added].join('\n')}

Options of new and add (never asked for; a later run keeps them until it is told \`none\`, or --no-… for those without a value)
${given(undefined)}

Options of add (for what it does not find, or finds wrong)
${given('add')}

Flags of new and add
${row('--yes', 'take what was found or the default for every answer that is missing')}
${row('--dry-run', 'show what would be written, write nothing')}
${row('--force', 'overwrite managed files that differ (Dockerfile, workflow); never your code')}
${row('--verify', 'of add: build and check it afterwards; what is known how to repair is repaired, at most three times')}

Flags of verify
${row('--image REF', 'check this image instead of building one from [dir]; with --archive, which of its images')}
${row('--archive FILE', 'check an archive (docker save, OCI) or an OCI layout directory, without an engine; - is stdin')}
${row('--platform OS/ARCH', 'which image of an archive for several; this machine’s unless said')}
${row('--port N', 'port to probe, where the image does not tell')}
${row('--thorough', 'also the checks that build again: cache, reproducible')}
${row('--report FORMAT=FILE', `write a report: ${formats.join(', ')}; - is stdout; may be given several times`)}
${row('--engine ID', 'container engine (auto, docker, podman); auto: docker, else podman')}
${row('--builder NAME', 'builder of buildx to build with, such as one on Kubernetes')}
${row('--platform OS/ARCH', 'platform to build for and run as, emulated where the engine can; the engine’s own by default')}
${row('--compare', 'also build the naive single-stage image and print before -> after')}

Flags of every command
${row('--json', 'one JSON object on stdout')}
${row('--no-color', 'no colours (NO_COLOR works too)')}
${row('--debug', 'a stack trace when the tool itself fails')}
${row('--help, --version', '')}

Exit codes
  0 done   1 a check failed or you declined   2 usage   3 an answer is needed and there is no terminal
  4 no container engine   5 nothing here to containerize   70 a bug of ours   130 interrupted
`;
}

function row(flag: string, text: string): string {
  return `  ${flag.padEnd(22)}${text}`.trimEnd();
}
