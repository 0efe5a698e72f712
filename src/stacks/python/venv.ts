import type { Step } from '../../recipe/types.ts';

/** Where the packages of the virtual environment are. */
export const sitePackages = '/venv/lib/python3.13/site-packages';

/** An environment that uv installs into: https://docs.astral.sh/uv/pip/environments/ */
export function venv(tools: readonly string[]): readonly Step[] {
  return [
    { copy: tools, to: '/usr/local/bin/', from: 'uv' },
    { comment: 'An environment without pip, of the Python that is here and never another one.' },
    {
      env: {
        VIRTUAL_ENV: '/venv',
        PATH: '/venv/bin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
        UV_LINK_MODE: 'copy',
        UV_PYTHON_DOWNLOADS: 'never',
      },
    },
    { run: ['python -m venv --without-pip /venv'] },
  ];
}

/** What of uv these steps run. */
export function toolsOf(steps: readonly Step[]): readonly string[] {
  const lines = steps.flatMap((step) => ('run' in step ? step.run : []));
  return ['/uv', '/uvx'].filter((tool) =>
    lines.some((line) => new RegExp(`(?:^|[ &])${tool.slice(1)} `).test(line)),
  );
}
