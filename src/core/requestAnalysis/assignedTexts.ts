// What a script of any shell, or a request file, seems to set its variables to. Weaker than `PosixVariables` and
// `fileVariables`: it reads signs, not commands.
import type { RequestTarget } from './readTarget';

/** A text with the values that a file may set its variables to. */
export type FilledTexts = (text: string) => readonly string[];

/** The texts that a file may set a variable to, as they are written, without quotes. */
type AssignedTexts = (variable: string) => readonly string[];

/** Characters of a value that are read. */
const maxValue = 300;
/** The same of a value whose first line has open brackets. */
const maxOpenValue = 2_000;

/** Values of a variable, and texts with values. */
const maxTexts = 50;

/** Characters of a text that is filled further. */
const maxFilled = 1_000;

const comments = /^[ \t]*(?:#|\/\/|@?rem\b|::).*$/gim;

/** `NAME=`, `@NAME =`, `exports.NAME =`, `NAME+=`, `NAME[key]=`, `${NAME:=`, `$name =`, `$env:NAME ??=`, `set "NAME=`. */
const assignment = /(?<![\w-])(\w+)(?:\[[^\]\n]{0,60}\]|\})?[ \t]*(?:[+:]|\?\?)?=(?![=~])[ \t]*/g;

/** `client.global.set("NAME",`, `bru.setVar("NAME",` of scripts in request files. */
const setter = /\bset\w{0,20}\([ \t]*["'](\w+)["'][ \t]*,[ \t]*/g;

/** `for NAME in`, `foreach ($name in`, `for %%n in`. */
const loop = /\b(?:for(?:each)?|select)[ \t(]{1,20}[$%]{0,2}(\w+)[ \t]+in[ \t(]/gi;

/** An expansion of sh, PowerShell or cmd, or `{{name}}`; in the targets of commands it is `{{$name}}`. */
const expansion = /\{\{[ \t]*[$%!]*(?:\w+:)?(\w+)[%!]*[ \t]*\}\}|\$\{?(?:\w+:)?(\w+)\}?|%%?(\w+)%?|!(\w+)!/g;

/** A text in quotes, or a word, if the shell changes nothing but variables in it. */
const plainValue =
  /^(?:"((?:[^"$`]|\$(?!\())*)"|'([^']*)'|((?:[^\s"'`(){};&|@$\\^]|\$(?![({])|\$\{\w+\})+))(?=[\s"';&|)}]|$)/;

/**
 * Puts into texts what a file may set their variables to: each combination, those with the most values first. A script
 * may never execute an assignment. Names that differ only in case are the same. Reads the file once, and each text once.
 */
export function readAssignedTexts(file: string): FilledTexts {
  const textsOf = assignedTexts(file.replace(comments, ''));
  const known = new Map<string, readonly string[]>();
  return text => {
    const filled = known.get(text) ?? filledTexts(text, textsOf);
    known.set(text, filled);
    return filled;
  };
}

function assignedTexts(text: string): AssignedTexts {
  const all = new Map<string, string[]>();
  const textsOf = (name: string): string[] => {
    const texts = all.get(name.toLowerCase()) ?? [];
    all.set(name.toLowerCase(), texts);
    return texts;
  };
  for (const sign of [assignment, setter])
    for (const { 0: found, 1: name = '', index } of text.matchAll(sign)) {
      const texts = textsOf(name);
      if (texts.length < maxTexts) texts.push(valueAt(text, index + found.length));
    }
  for (const { 0: sign, 1: name = '', index } of text.matchAll(loop)) {
    const texts = textsOf(name);
    const [list = ''] = lineAt(text, index + sign.length).split(/[;){]|\bdo\b/, 1);
    const words = list.split(/[\s,("'@]+/);
    texts.push(...words.slice(0, maxTexts - texts.length));
  }
  return variable => all.get(variable.toLowerCase()) ?? [];
}

function lineAt(text: string, start: number): string {
  const [line = ''] = text.slice(start, start + maxValue).split(/\r?\n/, 1);
  return line;
}

/** A value without its quotes; an expression with all that follows it on the line, or up to its brackets. */
function valueAt(text: string, start: number): string {
  const line = lineAt(text, start);
  const [, double, single, word] = plainValue.exec(line) ?? [];
  const isOpen = /[({[`\\^|,][ \t]*$/.test(line);
  return double ?? single ?? word ?? (isOpen ? text.slice(start, start + maxOpenValue) : line);
}

function filledTexts(text: string, textsOf: AssignedTexts): readonly string[] {
  const filled = new Set([text]);
  for (const each of filled) {
    if (filled.size > maxTexts) break;
    for (const further of each.length > maxFilled ? [] : filledOnce(each, textsOf)) filled.add(further);
  }
  filled.delete(text);
  return [...filled].reverse();
}

/** A text with each value of its first variable that has one. */
function filledOnce(text: string, textsOf: AssignedTexts): readonly string[] {
  for (const found of text.matchAll(expansion)) {
    const [variable, ...names] = found;
    // Only one of the groups has a name.
    const values = textsOf(names.join(''));
    if (values.length > 0) {
      const [before, after] = [text.slice(0, found.index), text.slice(found.index + variable.length)];
      return values.map(value => before + value + after);
    }
  }
  return [];
}

/** A text with `{{…}}` for the expansions of any shell. */
export function withoutExpansions(text: string): string {
  return text.replace(expansion, '{{}}');
}

/**
 * A target with what its file may set the variables of its host to. The scheme of a `Host` header is that of the URL.
 * @param read reads the file when it is first needed
 */
export function withPossibleUrls(target: RequestTarget, read: () => FilledTexts): RequestTarget {
  const { text, host, readers = [] } = target;
  const scheme = /^http:/i.test(text) ? 'http' : 'https';
  const urls = [
    ...(host?.kind === 'variable' ? [text.slice(0, text.indexOf(host.written) + host.written.length)] : []),
    ...readers.flatMap(each => (each.kind === 'variable' ? [`${scheme}://${each.written}`] : [])),
  ];
  return urls.length === 0 ? target : { ...target, possibleUrls: urls.flatMap(url => read()(url)) };
}
