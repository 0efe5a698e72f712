import { whyNoTarget } from '../bases/refuse.ts';
import type { AnswerId, QuestionId } from '../pipeline.ts';
import type { StackManifest } from '../stacks/schema.ts';
import { checkHealth, checkImage, checkName, checkPort } from './kinds.ts';

type Values = Readonly<Partial<Record<AnswerId, string>>>;
export type Choice = {
  readonly value: string;
  readonly label: string;
  /** What else means the same. */
  readonly aliases?: readonly string[];
};

/** One thing that must be known before anything is planned. Prompts, flags, `--help` and the JSON derive from it. */
export type Question = {
  readonly id: QuestionId;
  readonly message: string;
  readonly help: string;
  readonly placeholder: string;
  /**
   * What may be chosen, given the answers so far; all that any answer may lead to when they are left out. No choice at
   * all: the question is not asked.
   */
  readonly choices?: (stacks: readonly StackManifest[], values?: Values) => readonly Choice[];
  /** Absent: of both. */
  readonly of?: 'new' | 'add';
  /** The choices follow from the language. */
  readonly ofLanguage?: true;
  /** Why a value is none of the choices, where more can be said than that. */
  readonly whyNot?: (value: string, stacks: readonly StackManifest[], values: Values) => string | undefined;
  readonly fallback: (stacks: readonly StackManifest[], values: Values) => string;
  /** What is wrong with a value; undefined when nothing is. */
  readonly check?: (value: string) => string | undefined;
};

/** Asked in this order: a later one may use the earlier values. */
export const questions: readonly Question[] = [
  {
    id: 'lang',
    message: 'Language',
    help: 'language',
    placeholder: 'ID',
    choices: (stacks) =>
      stacks.map(({ id, label, summary }) => ({ value: id, label: `${label}: ${summary}` })),
    fallback: (stacks) => first(stacks).id,
  },
  {
    id: 'target',
    message: 'Runtime target',
    help: 'runtime base of the image',
    placeholder: 'ID',
    ofLanguage: true,
    choices: (stacks, values) =>
      unique(
        stacks
          .filter(({ id }) => values?.lang === undefined || id === values.lang)
          .flatMap(({ targets }) => Object.entries(targets))
          .map(([value, { label, aliases }]) => ({ value, label: `${value}: ${label}`, aliases })),
      ),
    whyNot: (value, stacks, { lang }) => {
      const stack = stacks.find(({ id }) => id === lang);
      return stack && whyNoTarget(stack, value);
    },
    fallback: (stacks, { lang }) =>
      Object.keys(first(stacks.filter(({ id }) => id === lang)).targets)[0] as string,
  },
  {
    id: 'manager',
    of: 'new',
    message: 'Package manager',
    help: 'package manager',
    placeholder: 'ID',
    ofLanguage: true,
    ...oneOf('managers'),
  },
  {
    id: 'dialect',
    of: 'new',
    message: 'Dialect',
    help: 'dialect',
    placeholder: 'ID',
    ofLanguage: true,
    ...oneOf('dialects'),
  },
  {
    id: 'name',
    message: 'Name of the service',
    help: 'name of the service; the directory’s name by default',
    placeholder: 'NAME',
    fallback: () => 'my-service',
    check: checkName,
  },
  {
    id: 'port',
    message: 'Port it listens on',
    help: 'port it listens on',
    placeholder: 'N',
    fallback: () => '8080',
    check: checkPort,
  },
  {
    id: 'health',
    of: 'add',
    message: 'Path that answers while it is well (none: just ask whether it answers)',
    help: 'path that answers 2xx while the service is well, or none',
    placeholder: 'PATH',
    fallback: () => 'none',
    check: checkHealth,
  },
  {
    id: 'image',
    message: 'Image name to push to',
    help: 'image name to push to, such as ghcr.io/acme/my-svc',
    placeholder: 'REF',
    fallback: (_, { name }) => name as string,
    check: checkImage,
  },
  {
    id: 'ci',
    message: 'CI workflow',
    help: 'CI workflow',
    placeholder: 'ID',
    choices: () => [
      { value: 'github', label: 'github: GitHub Actions (test, build, verify, push)' },
      { value: 'none', label: 'none' },
    ],
    fallback: () => 'github',
  },
];

export function questionsOf(command: 'new' | 'add'): readonly Question[] {
  return questions.filter(({ of = command }) => of === command);
}

/** The one question that can be asked before the directory is known: the name decides it. */
export const nameQuestion = questions.find(({ id }) => id === 'name') as Question;

/** A choice that only the stacks have which list something under this name; the first is the default. */
function oneOf(kind: 'managers' | 'dialects'): Pick<Question, 'choices' | 'fallback'> {
  return {
    choices: (stacks, values) =>
      unique(
        stacks
          .filter(({ id }) => values === undefined || id === values.lang)
          .flatMap((stack) => Object.entries(stack[kind]))
          .map(([value, { label }]) => ({ value, label: `${value}: ${label}` })),
      ),
    fallback: (stacks, { lang }) =>
      Object.keys(first(stacks.filter(({ id }) => id === lang))[kind])[0] as string,
  };
}

function first<T>(items: readonly T[]): T {
  const [item] = items;
  if (item === undefined) throw new Error('no stack is there to choose from');
  return item;
}

function unique(choices: readonly Choice[]): readonly Choice[] {
  return [...new Map(choices.map((choice) => [choice.value, choice])).values()];
}
