import { dirOf } from '../../inventory/paths.ts';
import type { Inventory } from '../../inventory/types.ts';
import { textOf } from '../hints/values.ts';
import { tableOf } from '../../inventory/tables.ts';
import type { Refusal } from '../types.ts';

/** Before what no detector found anything in, and before libraries; see detect/choose.ts. */
const sure = 0.95;
/** Only told where nothing else is. */
const last = -2;

/** Refusals for what other files tell to be no service: apps of phones, actions, infrastructure, notebooks, documents. */
export function otherRefusals(repo: Inventory): readonly Refusal[] {
  return [
    ...phones(repo),
    ...browserExtensions(repo),
    ...actions(repo),
    ...templates(repo),
    ...onlyFiles(repo),
  ];
}

function refuse(dir: string, reason: string, hint: string, rank: number): Refusal {
  return { found: 'refusal', stack: 'app', dir, reason, hint, rank };
}

const talkedTo = 'an image can hold the server that it talks to';

function phones(repo: Inventory): readonly Refusal[] {
  const flutter = repo
    .named('pubspec.yaml')
    .slice(0, 20)
    .filter((path) => /sdk:\s*flutter/.test(repo.read(path) ?? ''))
    .map((path) =>
      refuse(dirOf(path), `${path}: an app in Flutter, which runs on a phone or a desk`, talkedTo, sure),
    );
  const android = repo
    .named('AndroidManifest.xml')
    .filter((path) => path.endsWith('src/main/AndroidManifest.xml'))
    .slice(0, 1)
    .map((path) =>
      refuse(
        dirOf(path).replace(/\/?src\/main$/, ''),
        `${path}: an app for Android, which runs on a phone`,
        talkedTo,
        sure,
      ),
    );
  const apple = repo
    .named('project.pbxproj')
    .slice(0, 1)
    .map((path) =>
      refuse('', `${path}: an app for Apple’s systems, which runs on a phone or a desk`, talkedTo, last),
    );
  return [...flutter, ...android, ...apple];
}

/** `manifest.json` is also what a web app that can be installed has; that one has no manifest_version. */
function browserExtensions(repo: Inventory): readonly Refusal[] {
  return [
    'manifest.json',
    'src/manifest.json',
    'public/manifest.json',
    'extension/manifest.json',
    'app/manifest.json',
  ]
    .filter((path) => {
      const manifest = tableOf(repo.json(path));
      return (
        'manifest_version' in manifest &&
        ('action' in manifest ||
          'background' in manifest ||
          'content_scripts' in manifest ||
          'browser_action' in manifest)
      );
    })
    .slice(0, 1)
    .map((path) => refuse('', `${path}: an extension of a browser`, talkedTo, sure));
}

/** Action metadata: https://docs.github.com/actions/reference/workflows-and-actions/metadata-syntax */
function actions(repo: Inventory): readonly Refusal[] {
  return ['action.yml', 'action.yaml'].flatMap((path) => {
    const using = textOf(tableOf(tableOf(repo.yaml(path)).runs).using);
    if (using === undefined || using === 'docker') return [];
    const rank = using === 'composite' ? 0 : sure;
    return [
      refuse(
        '',
        `${path}: an action of GitHub (${using}), which runs on its runners`,
        'an image is made of a program that runs by itself',
        rank,
      ),
    ];
  });
}

/** What is in it are placeholders: https://cookiecutter.readthedocs.io */
function templates(repo: Inventory): readonly Refusal[] {
  const filled = repo.files.some((path) => /^[^/]*\{\{[^/]*\//.test(path));
  return filled && repo.has('cookiecutter.json')
    ? [
        refuse(
          '',
          'cookiecutter.json: a template, which cookiecutter makes projects of',
          'make a project of it, and run this there',
          sure,
        ),
      ]
    : [];
}

type Only = {
  readonly what: string;
  readonly hint: string;
  readonly is: (name: string, path: string) => boolean;
};

const program = 'an image is made of a program';
const kinds: readonly Only[] = [
  {
    what: 'notebooks (Jupyter) and no app',
    hint: 'put what is to be served into a program, with FastAPI or Streamlit for example',
    is: (name) => name.endsWith('.ipynb'),
  },
  {
    what: 'infrastructure (Terraform) and no app',
    hint: program,
    is: (name) => /\.(?:tf|tofu|hcl)$/.test(name),
  },
  {
    what: 'a chart of Helm and no app',
    hint: `${program}; the chart runs images that are made elsewhere`,
    is: (name) => name === 'Chart.yaml',
  },
  {
    what: 'playbooks of Ansible and no app',
    hint: program,
    is: (name, path) => name === 'ansible.cfg' || /(?:^|\/)(?:playbooks|roles\/[^/]+\/tasks)\//.test(path),
  },
  {
    what: 'manifests of Kubernetes and no app',
    hint: `${program}; they run images that are made elsewhere`,
    is: (name) => name === 'kustomization.yaml' || name === 'kustomization.yml',
  },
  {
    what: 'a game, and no server',
    hint: program,
    is: (name) => name === 'project.godot' || name === 'ProjectVersion.txt' || name.endsWith('.uproject'),
  },
  {
    what: 'scripts of a shell and no app',
    hint: program,
    is: (name) => /\.(?:sh|bash|zsh|fish|ps1)$/.test(name),
  },
  {
    what: 'dotfiles',
    hint: program,
    is: (name) => /^\.(?:bashrc|zshrc|vimrc|tmux\.conf|gitconfig|profile)$/.test(name),
  },
];
const documents =
  /\.(?:md|mdx|rst|adoc|txt|pdf|tex|bib|png|jpe?g|gif|svg|webp|ya?ml)$|^(?:LICEN[CS]E|COPYING|NOTICE|README|CODEOWNERS|CHANGELOG|AUTHORS)/i;

/** What a repository without a service is, told by most of its files. */
function onlyFiles(repo: Inventory): readonly Refusal[] {
  const names = repo.files
    .slice(0, 5000)
    .filter((path) => !path.startsWith('.github/'))
    .map((path) => [path.slice(path.lastIndexOf('/') + 1), path] as const);
  const found = kinds.find(({ is }) => names.some(([name, path]) => is(name, path)));
  const [first] = found ? (names.find(([name, path]) => found.is(name, path)) ?? []).slice(1) : [];
  if (found && first !== undefined) return [refuse('', `${first}: ${found.what}`, found.hint, last)];
  const isPaper = names.every(([name]) => documents.test(name) || name.startsWith('.'));
  return isPaper ? [refuse('', 'there are documents here and no app', program, last)] : [];
}
