// What a script of any shell seems to set its variables to. Weaker than `PosixVariables`: it reads signs, not commands.

/** A text with the values that a script may set its variables to. */
export type FilledTexts = (text: string) => readonly string[];

/** The texts that a script may set a variable to, as they are written, without quotes. */
type AssignedTexts = (variable: string) => readonly string[];

/** Characters of a value that are read. */
const maxValue = 300;
/** The same of a value whose first line has open brackets. */
const maxOpenValue = 2_000;

/** Values of a variable, and texts with values. */
const maxTexts = 50;

/** Characters of a text that is filled further. */
const maxFilled = 1_000;

const comments = /^[ \t]*(?:#|@?rem\b|::).*$/gim;

/** `NAME=`, `NAME+=`, `NAME[key]=`, `${NAME:=`, `$name =`, `$env:NAME ??=`, `set "NAME=`. */
const assignment = /(?<![\w-])(\w+)(?:\[[^\]\n]{0,60}\]|\})?[ \t]*(?:[+:]|\?\?)?=(?![=~])[ \t]*/g;

/** `for NAME in`, `foreach ($name in`, `for %%n in`. */
const loop = /\b(?:for(?:each)?|select)[ \t(]{1,20}[$%]{0,2}(\w+)[ \t]+in[ \t(]/gi;

/** An expansion of sh, PowerShell or cmd, also as a variable of `commandTarget`: `{{$name}}`. */
const expansion = /\{\{[$%!]*(?:\w+:)?(\w+)[%!]*\}\}|\$\{?(?:\w+:)?(\w+)\}?|%%?(\w+)%?|!(\w+)!/g;

/** A text in quotes, or a word, if the shell changes nothing but variables in it. */
const plainValue =
  /^(?:"((?:[^"$`]|\$(?!\())*)"|'([^']*)'|((?:[^\s"'`(){};&|@$\\^]|\$(?![({])|\$\{\w+\})+))(?=[\s"';&|)}]|$)/;

/**
 * Puts into texts what a script may set their variables to: each combination, those with the most values first. The script
 * may never execute an assignment. Names that differ only in case are the same. Reads the script once, and each text once.
 */
export function readAssignedTexts(script: string): FilledTexts {
  const textsOf = assignedTexts(script.replace(comments, ''));
  const known = new Map<string, readonly string[]>();
  return text => {
    const filled = known.get(text) ?? filledTexts(text, textsOf);
    known.set(text, filled);
    return filled;
  };
}

function assignedTexts(script: string): AssignedTexts {
  const found = new Map<string, string[]>();
  const textsOf = (name: string): string[] => {
    const texts = found.get(name.toLowerCase()) ?? [];
    found.set(name.toLowerCase(), texts);
    return texts;
  };
  for (const { 0: sign, 1: name = '', index } of script.matchAll(assignment)) {
    const texts = textsOf(name);
    if (texts.length < maxTexts) texts.push(valueAt(script, index + sign.length));
  }
  for (const { 0: sign, 1: name = '', index } of script.matchAll(loop)) {
    const texts = textsOf(name);
    const [list = ''] = lineAt(script, index + sign.length).split(/[;){]|\bdo\b/, 1);
    const words = list.split(/[\s,("'@]+/);
    texts.push(...words.slice(0, maxTexts - texts.length));
  }
  return variable => found.get(variable.toLowerCase()) ?? [];
}

function lineAt(script: string, start: number): string {
  const [line = ''] = script.slice(start, start + maxValue).split(/\r?\n/, 1);
  return line;
}

/** A value without its quotes; an expression with all that follows it on the line, or up to its brackets. */
function valueAt(script: string, start: number): string {
  const line = lineAt(script, start);
  const [, double, single, word] = plainValue.exec(line) ?? [];
  const isOpen = /[({[`\\^|,][ \t]*$/.test(line);
  return double ?? single ?? word ?? (isOpen ? script.slice(start, start + maxOpenValue) : line);
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
