/**
 * Text that a CI shows and does not obey. CIs read commands out of a step's output: GitHub's runner takes lines that begin with `::`,
 * spaces apart, and `##[` anywhere in a line (actions/runner:src/Runner.Common/ActionCommand.cs), Azure Pipelines `##vso[`,
 * TeamCity `##teamcity[`. What an image prints could else set the outputs of a workflow.
 */
export function inert(text: string): string {
  return text.replaceAll(/##(?=\w*\[)/g, '# #').replaceAll(/^(\s*):(?=:)/gm, '$1: ');
}

/** The same for JSON, whose value stays what it is. */
export function inertJson(json: string): string {
  return json.replaceAll(/##(?=\w*\[)/g, String.raw`#\u0023`);
}

/** Does what runs us read commands out of our output? */
export function obeysOutput(): boolean {
  const { GITHUB_ACTIONS, TF_BUILD, TEAMCITY_VERSION } = process.env;
  return Boolean(GITHUB_ACTIONS || TF_BUILD || TEAMCITY_VERSION);
}
