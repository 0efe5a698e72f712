import type { Inventory } from '../../inventory/types.ts';
import { parseRequirement, type Requirement } from './requirements.ts';
import type { Script } from './project.ts';

/** What setup.py and setup.cfg say, as far as their texts tell it without running them. */
export type Setup = {
  readonly found: boolean;
  readonly text: string;
  readonly from: string;
  readonly name?: string;
  readonly python?: string;
  readonly requirements: readonly Requirement[];
  readonly scripts: readonly Script[];
  /** Files that are commands themselves: https://setuptools.pypa.io/en/latest/deprecated/distutils/setupscript.html#installing-scripts */
  readonly commands: readonly string[];
};

/** Does this setup.py install something? One may also be a module of that name. */
export function isSetup(text: string): boolean {
  return /(?<!def )\bsetup\s*\(/.test(text);
}

export function readSetup(repo: Inventory, path: (name: string) => string): Setup {
  const [python = '', settings = ''] = ['setup.py', 'setup.cfg'].map((name) => repo.read(path(name)) ?? '');
  // Many a setup.cfg is only there for tools, and a setup.py that installs nothing is not of setuptools.
  const found = isSetup(python) || /^\[options[\].]/m.test(settings);
  const from = path(/\[options/.test(settings) ? 'setup.cfg' : 'setup.py');
  const name =
    /^name\s*=\s*([\w.-]+)/m.exec(settings)?.[1] ?? /\bname\s*=\s*['"]([\w.-]+)['"]/.exec(python)?.[1];
  const requires = /python_requires\s*=\s*['"]?([^'"\n]+)/.exec(settings + python)?.[1]?.trim();
  const installed = [
    ...sectionOf(settings, 'install_requires'),
    ...quotedIn(listAfter(python, 'install_requires')),
  ];
  const entries = [
    ...sectionOf(settings, 'console_scripts'),
    ...quotedIn(/console_scripts['"]?\s*[:=]\s*[[(]([^\])]*)[\])]/.exec(python)?.[1] ?? ''),
    // One by itself.
    ...quotedIn(/console_scripts['"]?\s*[:=]\s*('[^'\n]*'|"[^"\n]*")/.exec(python)?.[1] ?? ''),
    // The text of an INI file in place of a table.
    ...(/\[console_scripts\]([^[]*?)(?:\[|['"]{3})/.exec(python)?.[1] ?? '').split('\n'),
  ];
  return {
    found,
    text: `${python}${settings}`.slice(0, 20_000),
    from,
    ...(name !== undefined && { name }),
    ...(requires !== undefined && { python: requires }),
    requirements: installed.map((line) => parseRequirement(line, from)).filter((each) => each !== undefined),
    scripts: entries.flatMap((line) => {
      const script = /^([\w.-]+)\s*=\s*([\w.]+)\s*:\s*([\w.]+)/.exec(line.trim());
      return script
        ? [{ name: script[1] as string, module: script[2] as string, call: script[3] as string, from }]
        : [];
    }),
    commands: quotedIn(/\bscripts\s*=\s*\[([^\]]*)\]/.exec(python)?.[1] ?? '')
      .map(path)
      .filter((file) => /^#!.*python/.test(repo.read(file) ?? '')),
  };
}

/** The indented lines below `key =` of an INI file. */
function sectionOf(text: string, key: string): readonly string[] {
  const found = new RegExp(`^${key}\\s*=[ \\t]*(.*(?:\\n[ \\t]+.*)*)`, 'm').exec(text)?.[1] ?? '';
  return found
    .split('\n')
    .map((line) => line.replace(/#.*$/, '').trim())
    .filter((line) => line !== '');
}

/** `key=[...]`, `options['key'] = [...]`, or the list of the name that it is given. */
function listAfter(text: string, key: string): string {
  const list = String.raw`['"]?\]?\s*[:=]\s*\[((?:[^\][]|\[[^\]]*\])*)\]`;
  const own = new RegExp(`${key}${list}`).exec(text)?.[1];
  const name = new RegExp(`${key}['"]?\\]?\\s*[:=]\\s*(\\w+)\\b`).exec(text)?.[1];
  return own ?? (name === undefined ? '' : (new RegExp(`^\\s*${name}${list}`, 'm').exec(text)?.[1] ?? ''));
}

function quotedIn(text: string): readonly string[] {
  return [...text.matchAll(/'([^'\n]+)'|"([^"\n]+)"/g)].map(([, single, double]) => single ?? double ?? '');
}
