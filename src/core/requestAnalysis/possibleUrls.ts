// What a script of any shell, or a request file, may set the host of a request to. Weaker than `PosixVariables` and
// `fileVariables`: it reads signs, not commands. That is enough for a question.
import { addToList } from '../common/collections';
import { type Lines, readOnce } from '../common/lines';
import { bareHost } from './matchProfiles';
import type { RequestTarget } from './readTarget';

/** What a file may make of the beginning of a URL, up to its host, that has variables. */
export type PossibleUrls = (url: string) => readonly string[];

/** Characters of a value that are read. */
const maxValue = 2_000;

/** Values of a variable, and texts with values. */
const maxTexts = 50;

/** Assignments of a variable that are read. */
const maxReads = 100;

/** Values that are read for one text. */
const maxSources = 200;

/** Lines that set nothing; `# @loop` does. */
const comments = /^[ \t]*(?:#|\/\/|@?rem\b|::)(?!.*@loop\b).*$/gim;

/**
 * `NAME=`, `NAME+=`, `NAME[key]=`, `${NAME:=`, `exports.NAME =`, `$name =`, `$env:NAME ??=`, `$a['name'] =`, `set "NAME=`. What
 * is before the name, and whether there are blanks, says how the value is written.
 */
const assignment =
  /(\bset[ \t]+(?:\/[pa][ \t]+)?"?|\b(?:const|let|var)[ \t]+|[$.])?(?<![\w?&@-])(?:(?:env|script|global|local|private):)?(\w+)(?:\[[^\]\n]{0,60}\]|["']\]|\})?([ \t]*)(?:[+:]|\?\?)?=(?![=~>])/gi;

/** `@NAME = value` of request files. */
const fileVariable = /^[ \t]*@(?:global\.)?([^\s=:]+)[ \t:=]*/gm;

/** `client.global.set("NAME",` and `bru.setVar("NAME",` of scripts in request files. */
const setter = /\bset\w{0,20}\(\s*["']([^"'\n]{1,100})["']\s*,/g;

/** `for NAME in`, `foreach ($name in`, `for %%n in`. */
const loop = /\b(?:for(?:each)?|select)[ \t(]{1,20}[$%]{0,2}(\w+)[ \t]+in\b/gi;

/** `# @loop for name of`, and loops of JavaScript. */
const loopOf = /\bfor[ \t(]{1,20}(?:(?:const|let|var)[ \t]+)?(\w+)[ \t]+of\b/g;

/** A block of PowerShell whose `$_` is what is before it. */
const piped = /\|[ \t]*(?:%|foreach(?:-object)?)[ \t]*\{/gi;

/** An expansion of sh, PowerShell or cmd. */
const expansion =
  /\$\{([^{}]*)\}|\$\((\$[\w.]+)\)|\$((?:\w+:)?\w+(?:\[[^\]\s]{0,60}\])?)|%%?~?(\w+)%?|!(\w+)!/g;

/** A variable of a REST client, and how an expansion is written here. */
const slots = /\{\{([^{}]*)\}\}/g;

/** A URL up to its host; what is only the beginning of a host does not count. */
const urlStart = /\bhttps?:\/\/(?:\{\{[^{}]*\}\}|[^\s"'`{}()$%!/?#<>,;|\\])+(?=[/?#"'`\s)},;|\\]|$)/gi;

/** A URL with what follows its host. */
const wholeUrl = /\bhttps?:\/\/(?:\{\{[^{}]*\}\}|[^\s"'`,;|){}])*/gi;

/** The name of a host: no member of a variable, no path of a file. */
const hostName =
  /(?<![\w.$/}@\\-])(?:localhost|(?:(?:[a-z\d-]|\{\{[^{}]*\}\})+\.){1,9}[a-z\d-]+\.[a-z]{2,}|[a-z\d-]+\.[a-z]{2,}|(?:\d{1,3}\.){3}\d{1,3})(?::\d+)?(?![\w.(\\-])/gi;

const fileName =
  /\.(?:json|txt|env|ya?ml|toml|sh|ps1|psm1|psd1|bat|cmd|ini|conf|cfg|csv|xml|md|log|py|js|ts|http|rest)$/i;

/** A value, as it is written. */
interface Value {
  readonly text: string;
  /** Whether words without quotes are commands or names, as in PowerShell and JavaScript. */
  readonly isCode: boolean;
}

/** What a value says about hosts. */
interface Said {
  /** URLs up to their hosts, and names of hosts. */
  readonly hosts: readonly string[];
  /** Words that may be parts of a host. */
  readonly words: readonly string[];
  /** Variables whose values may be the whole value. */
  readonly names: readonly string[];
}

/** The values that are assigned to a variable. */
type ValuesOf = (name: string) => readonly Value[];

/**
 * Finds what a file may set variables to. A script may never execute an assignment. Reads the file once, and each URL once.
 * @param isScript whether it is a script of a shell, where `NAME=value` sets a variable
 */
export function readPossibleUrls(file: string, isScript: boolean): PossibleUrls {
  const valuesOf = readAssignments(file.replace(comments, ''), isScript);
  const known = new Map<string, readonly string[]>();
  return url => {
    const urls = known.get(url) ?? filledUrls(url, valuesOf);
    known.set(url, urls);
    return urls;
  };
}

/** Finds the assignments of a file, and reads the values of a variable when it is asked for. */
function readAssignments(file: string, isScript: boolean): ValuesOf {
  const places = new Map<string, (() => Value)[]>();
  const add = (name: string, read: () => Value) => {
    addToList(places, name.toLowerCase(), read);
  };
  const addAll = (sign: RegExp, isCode: boolean) => {
    for (const { 0: found, 1: name = '', index } of file.matchAll(sign))
      add(name, () => ({ text: valueAt(file, index + found.length, false), isCode }));
  };
  for (const { 0: sign, 1: before = '', 2: name = '', 3: blanks, index } of file.matchAll(assignment)) {
    const isWord = before === '' && blanks === '';
    // `set /p` asks for the value. In a request file, `name=value` is a part of a URL or a body.
    if (/\/p/i.test(before) || (isWord && !isScript)) continue;
    const isCode = !isScript || before === '$' || before === '.';
    add(name, () => ({ text: valueAt(file, index + sign.length, isWord), isCode }));
  }
  if (!isScript) addAll(fileVariable, false);
  addAll(setter, true);
  addAll(loop, false);
  addAll(loopOf, true);
  for (const { index } of file.matchAll(piped))
    add('_', () => ({ text: valueBefore(file, index), isCode: true }));
  const known = new Map<string, readonly Value[]>();
  return name => {
    const values =
      known.get(name) ?? distinct((places.get(name) ?? []).slice(0, maxReads).map(read => read()));
    known.set(name, values);
    return values;
  };
}

function distinct(values: readonly Value[]): readonly Value[] {
  return [...new Map(values.map(value => [value.text, value])).values()].slice(0, maxTexts);
}

/** A value up to the end of its line or command, outside of brackets; a word also up to a blank, outside of quotes. */
function valueAt(file: string, start: number, isWord: boolean): string {
  let [depth, quote] = [0, ''];
  const last = Math.min(file.length, start + maxValue);
  const first = isWord
    ? start
    : start + (/^[ \t]*(?:\r?\n[ \t]*(?=["'`]))?/.exec(file.slice(start, last))?.[0].length ?? 0);
  for (let at = first; at < last; at++) {
    const char = file.charAt(at);
    if (char === '\n' && !isWord) quote = '';
    if (quote !== '') {
      if (char === quote) quote = '';
    } else if (char === '"' || char === "'") quote = char;
    else if (/[([{]/.test(char)) depth++;
    else if (/[)\]}]/.test(char) && --depth < 0) return file.slice(start, at);
    else if (depth === 0 && endsValue(file, at, start, isWord)) return file.slice(start, at);
  }
  return file.slice(start, last);
}

function endsValue(file: string, at: number, start: number, isWord: boolean): boolean {
  const char = file.charAt(at);
  // The line goes on.
  if (/\s/.test(char) && /[\\^`,|+][ \t\r]*$/.test(file.slice(Math.max(start, at - 9), at))) return false;
  return /[\n;&|]/.test(char) || (isWord && /\s/.test(char));
}

/** The line before an offset; the lines since the bracket that is closed there. */
function valueBefore(file: string, end: number): string {
  let depth = 0;
  for (let at = end - 1; at >= Math.max(0, end - maxValue); at--) {
    const char = file.charAt(at);
    if (/[)\]}]/.test(char)) depth++;
    else if (/[([{]/.test(char)) depth--;
    if (depth < 0 || (depth === 0 && /[\n;]/.test(char))) return file.slice(at + 1, end);
  }
  return file.slice(Math.max(0, end - maxValue), end);
}

function readValue({ text, isCode }: Value): Said {
  const written = withSlots(
    (isCode ? withNames(text) : text)
      .replace(/(?<!\S)#.*$/gm, '')
      // What the shell says if the variable is not set.
      .replace(/(\$\{\w+):?\?[^{}]*(?=\})/g, '$1')
      // A default is another value.
      .replace(/(?<![^\s"'(,={])\$\{(\w+):?[-=+]([^{}]*)\}/g, ' $$$1 $2 '),
  );
  const rest = written.replace(wholeUrl, ' ');
  const named = (rest.match(hostName) ?? []).filter(name => !fileName.test(name));
  // Its parts may be joined.
  const hosts = named.map(name => (written.includes('://') ? `https://${name}` : name));
  const standard = [...rest.matchAll(/(?<=\w):?[-=]([\w-]+)(?=\})/g)].map(([, word = '']) => word);
  const plain = rest.replace(slots, ' ');
  const isList =
    (!isCode || /^\s*(?:["'`]|@\()/.test(text)) &&
    /^[\s"'(),@{}]*[\w-]+(?:[\s"',]+[\w-]+)*[\s"'(),@{}]*$/.test(plain);
  return {
    hosts: [...(written.match(urlStart) ?? []), ...hosts],
    words: [...standard, ...(isList ? (plain.match(/[\w-]+/g) ?? []) : [])],
    names: [...rest.matchAll(slots)].flatMap(([, inside = '']) => namesIn(inside)),
  };
}

/** An expression of code with a `$` in front of each name and member that is not in quotes. */
function withNames(code: string): string {
  return code.replace(/"[^"]*"|'[^']*'|`[^`]*`|\$?[\w-]+(?:\.\w+)*/g, part =>
    /^["'`]/.test(part)
      ? part
      : part
          .replace(/^\$/, '')
          .split('.')
          .map(name => ` $${name} `)
          .join(''),
  );
}

/** The names in a variable, in lower case: of REST clients with any sign, and all words of an expression. */
function namesIn(variable: string): readonly string[] {
  const text = variable.toLowerCase();
  return [
    text.trim().replace(/^\$global\./, ''),
    ...(text.match(/[\w-]+/g) ?? []),
    ...(text.match(/\w+/g) ?? []),
  ];
}

/** A text with `{{…}}` for the expansions of any shell. */
function withSlots(text: string): string {
  const simple = text.replace(/\$\{(\w+)\}/g, '$$$1');
  return simple.replace(expansion, (_, ...inside: (string | undefined)[]) => {
    const name = inside.slice(0, 5).find(each => each !== undefined) ?? '';
    return `{{${name}}}`;
  });
}

/** A text with each combination of values for its variables, those with the most values first. */
function filledUrls(url: string, valuesOf: ValuesOf): readonly string[] {
  const filled = new Set([url]);
  for (const each of filled) {
    if (filled.size > maxTexts) break;
    for (const further of filledOnce(each, valuesOf)) filled.add(further);
  }
  filled.delete(url);
  return [...filled].reverse();
}

/** A text with each value of its first variable that has one. */
function filledOnce(url: string, valuesOf: ValuesOf): readonly string[] {
  const isPartOfHost = /[a-z\d]/i.test(url.replace(/^\w+:\/\//, '').replace(slots, ''));
  for (const { 0: written, 1: inside = '', index } of url.matchAll(slots)) {
    const { hosts, words } = partsOf(inside, valuesOf);
    const values = isPartOfHost ? [...hosts, ...words] : hosts;
    if (values.length > 0) {
      const [before, after] = [url.slice(0, index), url.slice(index + written.length)];
      return values.map(value => (value.includes('://') ? value : before + value + after));
    }
  }
  return [];
}

/** What a variable may be, also by other variables. */
function partsOf(variable: string, valuesOf: ValuesOf): Pick<Said, 'hosts' | 'words'> {
  const hosts = new Set<string>();
  const words = new Set<string>();
  const names = new Set(namesIn(variable));
  // A default value, `${name:-default}`: targets have no braces of the shell.
  const [, standard] = /^\$(\w+:?[-=+?].*)$/s.exec(variable) ?? [];
  const own = standard === undefined ? variable : `\${${standard}}`;
  const sources: Value[] = [{ text: own, isCode: standard === undefined }];
  for (const name of names) sources.push(...valuesOf(name));
  for (const source of sources) {
    const said = readValue(source);
    for (const host of said.hosts) hosts.add(host);
    for (const word of said.words) words.add(word);
    for (const name of said.names) {
      if (!names.has(name) && sources.length < maxSources) sources.push(...valuesOf(name));
      names.add(name);
    }
  }
  return { hosts: [...hosts].slice(0, maxTexts), words: [...words].slice(0, maxTexts) };
}

/**
 * A target with what its file may set the variables of its host to. The scheme of a `Host` header is that of the URL, or
 * https.
 * @param read reads the file when it is first needed
 */
export function withPossibleUrls(target: RequestTarget, read: () => PossibleUrls): RequestTarget {
  const urls = unknownUrls(target);
  return urls.length === 0 ? target : { ...target, possibleUrls: urls.flatMap(url => read()(url)) };
}

/** `withPossibleUrls` for a request file. */
export function withUrlsOfFile(target: RequestTarget, lines: Lines): RequestTarget {
  return withPossibleUrls(target, () =>
    readOnce(lines, 'possible URLs', () => {
      const all = Array.from({ length: lines.lineCount }, (_, line) => lines.line(line));
      return readPossibleUrls(all.join('\n'), false);
    }),
  );
}

/** The beginnings of URLs, up to hosts that variables name. */
function unknownUrls({ text, host, readers = [] }: RequestTarget): readonly string[] {
  const isPath = text.startsWith('/');
  if (!host && isPath) return [bareHost];
  const scheme = /^http:/i.test(text) ? 'http' : 'https';
  const own = host?.kind === 'variable' && !isPath ? host.written : undefined;
  const named = [...readers, ...(host && own === undefined ? [host] : [])];
  return [
    ...(own === undefined ? [] : [text.slice(0, text.indexOf(own) + own.length)]),
    ...named.flatMap(each => (each.kind === 'variable' ? [`${scheme}://${each.written}`] : [])),
  ];
}
