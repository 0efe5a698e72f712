/** Whether a directory is of documentation, examples and tests of something else. */
export function isAside(dir: string): boolean {
  return dir
    .split('/')
    .some((part) =>
      /^(?:\.\w+|docs?|documentation|website|examples?|samples?|demos?|playgrounds?|sandbox|tests?|__tests__|fixtures|e2e|cypress|templates?|bench(?:marks?)?|storybook|scripts|tools)$/.test(
        part,
      ),
    );
}
