import { UserError } from '../errors.ts';
import type { Answer, AnswerId, Answers, NewRequest, OptionId, QuestionId, Repo } from '../pipeline.ts';
import type { StackManifest } from '../stacks/schema.ts';
import { tool } from '../tool.ts';
import { didYouMean } from '../ui/suggest.ts';
import { shellCommand } from '../ui/shell.ts';
import { detectName } from './detect.ts';
import {
  flagOfNothing,
  flagsOf,
  isNothing,
  options as allOptions,
  optionsOf,
  type Option,
} from './options.ts';
import { questions, questionsOf, type Choice, type Question } from './questions.ts';
import { valuesOf } from './values.ts';

/** Asks one question in the terminal; rejects on Ctrl-C. Absent when nobody is there to answer. */
export type Ask = (question: {
  readonly message: string;
  readonly choices: readonly Choice[] | undefined;
  readonly fallback: string;
  readonly check: (value: string) => string | undefined;
}) => Promise<string>;

type Known = Partial<Record<AnswerId, Answer>>;
type Command = 'new' | 'add';

export type ResolveOptions = {
  readonly request: Pick<NewRequest, 'dir' | 'flags' | 'yes'>;
  readonly repo: Pick<Repo, 'saved'>;
  readonly stacks: readonly StackManifest[];
  readonly ask: Ask | undefined;
  /** Answers that are resolved already. */
  readonly known?: Known;
  /** What the repository tells; only `add` looks. */
  readonly detected?: Known;
  /** `new` unless said. */
  readonly command?: Command;
};

/**
 * Finds every answer: flag, then what an earlier run saved, then what the directory tells, then the prompt, then the default.
 * @throws UserError (usage) for a value that is not allowed, (answerNeeded) when one is missing and nobody can be asked.
 */
export async function resolveAnswers(options: ResolveOptions): Promise<Answers> {
  const known: Known = { ...options.known };
  const missing: QuestionId[] = [];
  const command = options.command ?? 'new';
  for (const question of questionsOf(command)) {
    if (known[question.id] || !applies(question, known, options)) continue;
    const answer = await resolveOne(question, known, options);
    if (answer) known[question.id] = answer;
    else missing.push(question.id);
  }
  if (missing.length > 0) throw answersNeeded(missing, known, options);
  for (const option of optionsOf(command)) {
    const answer = resolveOption(option, known, options);
    if (answer) known[option.id] = answer;
  }
  return inOrder(known as Answers);
}

/** In the questions' order, whichever was resolved first: so they are printed and recorded. */
export function inOrder(known: Answers): Answers {
  const ordered = [...questions, ...allOptions].flatMap(({ id }) => (known[id] ? [[id, known[id]]] : []));
  return Object.fromEntries(ordered) as Answers;
}

/** Resolves a single question on its own, such as the name that decides the directory. */
export async function resolveOne(
  question: Question,
  known: Known,
  { request, repo, stacks, ask, detected: told = {} }: ResolveOptions,
): Promise<Answer | undefined> {
  const values = valuesOf(known);
  const { id } = question;
  const choices = question.choices?.(stacks, values);
  const check = (value: string) =>
    choices ? checkChoice(choices, value, question.whyNot?.(value, stacks, values)) : question.check?.(value);

  const given = request.flags[id];
  if (given !== undefined) {
    const value = meantBy(accept(given, check, `--${id}`), choices);
    return { value, source: 'flag', from: `--${id}`, confidence: 'high' };
  }
  const saved = repo.saved[id];
  // Another language was chosen: what only the saved one has binds nobody.
  const strange = choices && values.lang !== undefined && values.lang !== repo.saved.lang;
  if (saved !== undefined && !(strange && check(saved) !== undefined)) {
    return {
      value: meantBy(accept(saved, check, `distroless.yaml: ${id}`), choices),
      source: 'saved',
      from: 'distroless.yaml',
      confidence: 'high',
    };
  }
  const found = told[id];
  const sure = found !== undefined && (found.confidence !== 'low' || !ask || request.yes);
  if (sure && check(found.value) === undefined) return { ...found, value: meantBy(found.value, choices) };
  if (id === 'name' && request.dir !== undefined && !found) {
    const detected = detectName(request.dir);
    if (check(detected) === undefined) {
      return { value: detected, source: 'detected', from: 'directory name', confidence: 'high' };
    }
    // Turning `My Svc` into some other name would be a guess about what the user calls it.
    if (!ask || request.yes) {
      const hint = `give the name apart from the directory: --name ${exampleName}`;
      throw unusable(detected, check(detected) as string, 'the directory’s name', hint);
    }
  }
  const fallback = missingDependency(question, values)
    ? undefined
    : (found?.value ?? question.fallback(stacks, values));
  if (ask && !request.yes) {
    const value = await ask({ message: question.message, choices, fallback: fallback as string, check });
    return { value, source: 'prompt', from: 'prompt', confidence: 'high' };
  }
  if (!request.yes || fallback === undefined) return undefined;
  return { value: fallback, source: 'default', from: 'default', confidence: 'medium' };
}

/** An option by its flag, or as it was saved; undefined when there is none or it is taken back. */
function resolveOption(option: Option, known: Known, { request, repo, stacks }: ResolveOptions) {
  const { id } = option;
  const given = request.flags[id];
  const value = given ?? repo.saved[id];
  if (value === undefined || isNothing(option, value)) return undefined;
  const { needs } = option;
  const needed = needs === undefined || known[needs] ? undefined : needs;
  // A flag took back what it was saved with.
  if (given === undefined && needed !== undefined && request.flags[needed] !== undefined) return undefined;
  const from = given === undefined ? `distroless.yaml: ${id}` : `--${id}`;
  const values = valuesOf(known);
  const target = stacks.find((stack) => stack.id === values.lang)?.targets[values.target ?? ''];
  const check = (text: string) =>
    option.placeholder === undefined && text !== 'true'
      ? 'a switch is true or false'
      : (option.check?.(text) ?? lacking(needed) ?? (target && option.misfit?.(target)));
  accept(value, check, from, given === undefined ? `take it back with ${flagOfNothing(option)}` : undefined);
  const answer: Answer = {
    value,
    source: given === undefined ? 'saved' : 'flag',
    from: given === undefined ? 'distroless.yaml' : from,
    confidence: 'high',
  };
  return answer;
}

function lacking(needed: OptionId | undefined): string | undefined {
  const option = allOptions.find(({ id }) => id === needed);
  return (
    option && `it needs --${option.id}${option.placeholder === undefined ? '' : ` ${option.placeholder}`}`
  );
}

/**
 * Not every stack has every question.
 * @throws UserError (usage) when a flag answers one that this stack lacks
 */
function applies(
  { id, help, choices }: Question,
  known: Known,
  { request, stacks, detected }: ResolveOptions,
): boolean {
  // A command line has neither.
  if (detected && (id === 'port' || id === 'health') && !detected.port)
    return request.flags[id] !== undefined;
  if (!choices || choices(stacks, valuesOf(known)).length > 0) return true;
  const given = request.flags[id];
  const stack = stacks.find((candidate) => candidate.id === known.lang?.value);
  if (stack && given !== undefined)
    throw unusable(given, `${stack.label} has no ${help} to choose`, `--${id}`);
  return false;
}

/** The image's default is made of the name, the target's of the language. */
function missingDependency({ id }: Question, values: Partial<Record<AnswerId, string>>): boolean {
  return (id === 'image' && values.name === undefined) || (id === 'target' && values.lang === undefined);
}

function accept(
  value: string,
  check: (value: string) => string | undefined,
  where: string,
  hint?: string,
): string {
  const problem = check(value);
  if (problem !== undefined) throw unusable(value, problem, where, hint);
  return value;
}

function unusable(value: string, problem: string, where: string, hint?: string): UserError {
  const shown = value.length > 60 ? `${value.slice(0, 60)}…` : value;
  const what = value === 'true' ? where : `${where} ${JSON.stringify(shown)}`;
  return new UserError(`${what}: ${problem}`, { exitCode: 2, hint });
}

const exampleName = 'my-svc';

function checkChoice(choices: readonly Choice[], value: string, whyNot?: string): string | undefined {
  const known = choices.map((choice) => choice.value);
  if (known.includes(meantBy(value, choices))) return undefined;
  return `${whyNot ?? `there is no such choice${didYouMean(value, known)}`}; known: ${known.join(', ')}`;
}

function meantBy(value: string, choices: readonly Choice[] = []): string {
  if (choices.some((choice) => choice.value === value)) return value;
  return choices.find(({ aliases }) => aliases?.includes(value))?.value ?? value;
}

function answersNeeded(missing: readonly QuestionId[], known: Known, options: ResolveOptions): UserError {
  const defaults: Partial<Record<AnswerId, string>> = valuesOf(known);
  const command = options.command ?? 'new';
  for (const { id, fallback } of questionsOf(command)) defaults[id] ??= fallback(options.stacks, defaults);
  const dir = options.request.dir ?? defaults.name ?? exampleName;
  const flags = missing.flatMap((id) => [`--${id}`, defaults[id] as string]);
  const given = flagsOf(options.request.flags);
  return new UserError(
    `no terminal to ask on, and these answers are missing: ${missing.map((id) => `--${id}`).join(' ')}`,
    {
      exitCode: 3,
      hint: `${shellCommand([tool.name, command, dir, ...given, ...flags])}\n       or take the defaults: ${shellCommand([tool.name, command, dir, ...given, '--yes'])}`,
    },
  );
}
