/**
 * The path that a requirement names: `shelf @ file:../shelf`, `-e ./shelf[web]`. PDM has `file:///${PROJECT_ROOT}/../shelf`:
 * https://pdm-project.org/latest/usage/dependency/#local-dependencies
 */
export function pathIn(requirement = ''): string | undefined {
  const [named = ''] = requirement.replace(/^(?:-e|--editable)[ =]?\s*|^[^@]*@\s*/, '').split(/[\s;#[]/);
  const path = named.replace(/^file:(?:\/\/\/?\$\{PROJECT_ROOT\}\/)?/, (all) =>
    all === 'file:' ? '' : './',
  );
  return /^\.\.?(?:\/|$)/.test(path) ? path : undefined;
}
