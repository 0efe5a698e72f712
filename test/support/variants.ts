import type { AnswerValues } from '../../src/pipeline.ts';
import { loadStacks } from '../../src/stacks/load.ts';

/** Something that ships: a target, a package manager or a dialect, each with the defaults of the rest. */
export type Variant = {
  readonly answers: Pick<AnswerValues, 'lang' | 'target' | 'manager' | 'dialect'>;
  /** Its golden tree, and how tests call it. */
  readonly name: string;
  /** Of the command line. */
  readonly flags: readonly string[];
};

/** Every variant, as the manifests have them; the first of each stack has its defaults. */
export async function listVariants(): Promise<readonly Variant[]> {
  return (await loadStacks()).flatMap(({ id: lang, targets, managers, dialects }) => {
    const [target = '', ...targetsBeside] = Object.keys(targets);
    const [manager, ...managersBeside] = Object.keys(managers);
    const [dialect, ...dialectsBeside] = Object.keys(dialects);
    const defaults = {
      lang,
      target,
      ...(manager !== undefined && { manager }),
      ...(dialect !== undefined && { dialect }),
    };
    return [
      variant(target, defaults),
      ...targetsBeside.map((other) => variant(other, { ...defaults, target: other })),
      ...managersBeside.map((other) => variant(other, { ...defaults, manager: other })),
      ...dialectsBeside.map((other) => variant(other, { ...defaults, dialect: other })),
    ];
  });
}

function variant(name: string, answers: Variant['answers']): Variant {
  const flags = Object.entries(answers).flatMap(([id, value]) => [`--${id}`, value]);
  return { answers, name: `${answers.lang}-${name}`, flags };
}
