import { argumentsAt } from './arguments.ts';

/** What a framework gives by itself, and what depends on something that is no question of who asks. */
const given =
  /^(?:self|request|response|background_tasks)$|:\s*(?:\w+\.)?(?:Request|Response|BackgroundTasks)\b|\w*Dep(?:s|endency)?$/;
const asks = /\b(?:Security|Header|Query|Cookie|Body|Form|File|Path)\(\s*(?:\.\.\.|\)|alias\b)/;
const who = /\bDepends\(\s*[\w.]*(?:user|auth|token|key|verify|admin|login|permission)/i;
const closed = /^[ \t]*@\w*[.\w]*(?:login|auth|token|jwt|permission|roles?)\w*/im;

/**
 * Does a route answer everybody who asks for it by GET, without a parameter?
 * @param start where the arguments of its decorator begin, behind the parenthesis
 */
export function answersAll(text: string, start: number): boolean {
  const told = argumentsAt(text, start);
  const methods = /\bmethods\s*=\s*[[({]([^\])}]*)/.exec(told)?.[1];
  if (methods !== undefined && !/\b(?:GET|HEAD)\b/i.test(methods)) return false;
  if (isGuarded(told)) return false;
  const below = text.slice(start + told.length, start + told.length + 1000);
  const head = /\bdef \w{1,80}\(/.exec(below);
  if (!head) return true;
  if (closed.test(below.slice(0, head.index))) return false;
  return partsOf(argumentsAt(below, head.index + head[0].length)).every(
    (part) =>
      !asks.test(part) &&
      !who.test(part) &&
      (given.test(part) || /=|\bDepends\(/.test(part) || /^[*/]/.test(part)),
  );
}

/** Has an application, a router or a route something that every request has to get past? */
export function isGuarded(told: string): boolean {
  return /\bdependencies\s*=\s*(?!\[\s*\]|None)/.test(told);
}

/** The parts between commas that are in no brackets. */
function partsOf(list: string): readonly string[] {
  const parts = [''];
  let depth = 0;
  for (const letter of list) {
    if (/[[({]/.test(letter)) depth++;
    if (/[\])}]/.test(letter)) depth--;
    if (letter === ',' && depth === 0) parts.push('');
    else parts.push(`${parts.pop() ?? ''}${letter}`);
  }
  return parts.map((part) => part.trim()).filter((part) => part !== '');
}
