import type { Image } from '../image/types.ts';
import { isSecretAssignment, unquote, type Assignment } from './assignments.ts';
import type { Found } from './found.ts';
import { isPlaceholder } from './placeholder.ts';
import { scanText } from './scan.ts';
import { hasUrlWithPassword } from './urls.ts';

/** Characters of the history that are read: an image may be written to keep us busy. */
const mostRead = 500_000;

/**
 * The secrets in what an image says of itself: its variables, its labels, and the history, where the build arguments of every
 * RUN of the last stage and of its base images stand with their values. A variable is reported once.
 */
export function findInRecord({ config, history }: Image): readonly Found[] {
  const variables = config.Env.flatMap((line) =>
    judge(splitAssignment(line), (name) => `the variable ${name} of the image`),
  );
  const labels = Object.entries(config.Labels).flatMap(([name, value]) =>
    judge({ name, value }, (label) => `the label ${label}`),
  );
  const said = [...variables, ...labels];
  const seen = new Set(said.map(({ variable }) => variable));
  let left = mostRead;
  const steps = history.flatMap(({ createdBy }, index) => {
    const step = createdBy.slice(0, left);
    left -= step.length;
    const where = `step ${index + 1} of the history`;
    const named = assignmentsIn(step).flatMap((one) =>
      judge(one, (name) => `${one.isArgument ? 'the build argument' : 'the value of'} ${name}, ${where}`),
    );
    if (named.length === 0) return inCommand(step, where);
    const fresh = named.filter(({ variable }) => !seen.has(variable));
    for (const { variable } of fresh) seen.add(variable);
    return fresh;
  });
  return [...said, ...steps];
}

function judge(assignment: Assignment, whereOf: (name: string) => string): readonly Found[] {
  const { name, value } = assignment;
  const place = { from: 'record', variable: name, where: whereOf(name) } as const;
  const tokens = scanText(value, { tokens: 'all', keys: true }).map((secret) => ({ ...secret, ...place }));
  if (tokens.length > 0) return tokens;
  return isSecretAssignment(assignment) ? [{ rule: 'variable', what: 'secret', ...place }] : [];
}

function splitAssignment(line: string): Assignment {
  const at = line.indexOf('=');
  return at < 0 ? { name: line, value: '' } : { name: line.slice(0, at), value: line.slice(at + 1) };
}

/** `NAME=value` wherever it stands as a word: of ARG, ENV and LABEL, of build arguments (`|2 A=b C=d /bin/sh -c …`), and in commands. */
function assignmentsIn(createdBy: string): readonly (Assignment & { readonly isArgument: boolean })[] {
  const words = /(?<=^|[\s|;&(])([A-Za-z_][\w.-]{0,99})=("[^"]{0,4096}"|'[^']{0,4096}'|[^\s;&|)]{0,4096})/g;
  const command = createdBy.indexOf(' /bin/');
  const argumentsEnd = /^(?:RUN )?\|\d+ /.test(createdBy) ? (command < 0 ? createdBy.length : command) : 0;
  return [...createdBy.matchAll(words)].map(({ 1: name = '', 2: value = '', index }) => ({
    name,
    value: unquote(value),
    isArgument: index < argumentsEnd,
  }));
}

const passwordFlag =
  /\s--?(?:password|passwd|pass|token|auth-token|secret|api-?key|access-token|private-token)[= ](\S{1,4096})/gi;
const passwordOfTool = [
  /\b(?:curl|wget)\b.{0,999}?\s(?:-u|--user|--proxy-user)[= ]?["']?[^\s:"']{0,200}:([^\s"']{1,999})/g,
  /\bauthorization: ?(?:bearer|basic|token) ([^\s"']{1,4096})/gi,
  /\b(?:docker|podman|skopeo|helm|oras|az)\b.{0,200}?\blogin\b.{0,400}?\s-p[= ]?["']?([^\s"']{1,999})/g,
  /(?:_authToken|_auth|_password|npmAuthToken)["']?[= ]["']?([^\s"']{1,4096})/g,
  /\bsshpass\s+-p ?["']?([^\s"']{1,999})/g,
  /\becho\s+["']?[\w-]{1,32}:([^\s"'|]{1,999})["']?\s*\|\s*chpasswd/g,
];

/** A secret that a command of the history was given. */
function inCommand(command: string, where: string): readonly Found[] {
  const place = { from: 'record', where } as const;
  const tokens = scanText(command, { tokens: 'all', keys: true });
  if (tokens.length > 0) return tokens.map((secret) => ({ ...secret, ...place }));
  if (hasUrlWithPassword(command)) return [{ rule: 'url-password', what: 'URL with a password', ...place }];
  const given = [passwordFlag, ...passwordOfTool].some((pattern) =>
    [...command.matchAll(pattern)].some(([, value = '']) => isGiven(value.replaceAll(/["']/g, ''))),
  );
  return given ? [{ rule: 'command', what: 'password in a command', ...place }] : [];
}

/** Not what a shell puts there at run time, and not the next flag. */
function isGiven(value: string): boolean {
  return !/^[-$`/<]/.test(value) && !value.includes('$') && !isPlaceholder(value);
}
