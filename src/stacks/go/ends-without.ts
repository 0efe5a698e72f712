import { enclosing } from './enclosing.ts';
import { around, block, findAll, type Found } from './lines.ts';
import type { Literal } from './literals.ts';
import type { Program } from './program.ts';

const fatal = /\.(?:Fatal|Panic)\w*\(|\bpanic\(|\bos\.Exit\(|\bFatalf?\(/;
const failed = /\breturn [^\n]*(?:\b\w*[eE]rr\b|fmt\.Errorf\(|errors\.\w+\()/;
const generic = /^(?:f|p|fp|fn|\w{0,9}[pP]ath|file|\w{0,9}[nN]ame)$/;
const settings = /conf|cfg|setting/i;

/** It takes no settings file for an answer: it would start without the one that a literal names. */
export function endsWithout(literal: Literal, { files }: Program): boolean {
  if (findAll(files, /ConfigFileNotFoundError|\bIsNotExist\(|\bErrNotExist\b/g).some(isTolerant))
    return false;
  const asks = findAll(files, /\bos\.Stat\(([^()\n]{1,80})\)/g);
  if (asks.some((found) => isOf(found, literal) && goesOn(found))) return false;
  const always = findAll(files, /\b(?:file\.Provider|ReadInConfig|ReadConfig|LoadConfig)\(/g);
  const named = findAll(files, /\b(?:ReadFile|DecodeFile|LoadFile|os\.Open)\(([^\n]{1,120})/g);
  return [...always, ...named.filter((found) => isOf(found, literal))].some((found) => ends(found, files, 0));
}

/** Not where it asks whether a file is there, nor where that is only what its last message says. */
function isTolerant(found: Found): boolean {
  const line = around(found, 0, 0);
  if (line.includes('os.Stat(')) return false;
  return /!\s*(?:os|errors)\./.test(line) || !fatal.test(around(found, 0, 1));
}

/** What is opened or asked for is the settings file: by its text, by a name of its line, by what the function is for. */
function isOf(found: Found, { text, whole }: Literal): boolean {
  const given = found.match[1] ?? '';
  if (given.includes(`"${text}"`)) return true;
  const name = /^[*&]?(?:\w+\.){0,6}(\w+)(?![\w("])/.exec(given)?.[1];
  if (name === undefined) return false;
  if (settings.test(name) || new RegExp(String.raw`\b${name}\b`).test(whole)) return true;
  return generic.test(name) && settings.test(`${enclosing(found).head} ${found.file.path}`);
}

/** `if _, err := os.Stat(path); err != nil { return defaults }` */
function goesOn({ file, match }: Found): boolean {
  const end = file.code.indexOf('{', match.index);
  const condition = end < 0 ? '' : file.code.slice(match.index, end);
  if (!/\berr\b|IsNotExist/.test(condition) || condition.length > 300) return false;
  const body = block(file.code, match.index);
  const rest = file.code.slice(end + body.length);
  const other = /^\s*else\s*\{/.test(rest) ? block(rest, 0) : '';
  return ![body, other].some((each) => fatal.test(each) || failed.test(each));
}

/** The block for its error ends the program, or gives the error to a caller that does. */
function ends({ file, match }: Found, files: Program['files'], depth: number): boolean {
  const before = file.code.slice(0, match.index).split('\n').slice(-2).join('\n').slice(-200);
  const own = /[(]\s*\n/.test(before) ? before : before.slice(before.lastIndexOf('\n') + 1);
  const { name, of } = enclosing({ file, match });
  const callers = () => depth > 2 || name === '' || isDemandedBy(name, files, depth + 1);
  if (/\breturn\b/.test(own)) return callers();
  const error = /(\w+)\s*:?=[^=]*$/.exec(own)?.[1];
  if (error === undefined || error === '_') return false;
  const after = file.code.slice(match.index).split('\n').slice(0, 6).join('\n');
  const test = new RegExp(String.raw`\b${error}\b[^\n{]*?([!=])=\s*nil`).exec(after);
  if (test?.[1] !== '!') return false;
  const body = block(file.code, match.index + test.index);
  if (fatal.test(body) || (name === 'main' && of === '' && /\breturn\s*$/m.test(body))) return true;
  return failed.test(body) && callers();
}

/** Of those that call a function one ends by its error; where none is found, that is taken for granted. */
function isDemandedBy(name: string, files: Program['files'], depth: number): boolean {
  const calls = findAll(files, new RegExp(String.raw`(?<!\bfunc [^\n]{0,80})\b${name}\(`, 'g'));
  return calls.length === 0 || calls.some((found) => ends(found, files, depth));
}
