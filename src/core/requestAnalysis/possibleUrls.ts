// What a script of any shell, or a request file, may set the host of a request to. Weaker than `PosixVariables` and
// `fileVariables`: it reads signs, not commands. That is enough for a question.
import { addToList } from '../common/collections';
import type { RequestTarget } from './readTarget';

/** What a file may make of the beginning of a URL, up to its host, that has variables. */
export type PossibleUrls = (url: string) => readonly string[];

/** Characters of a value that are read. */
const maxValue = 2_000;

/** Values of a variable, and texts with values. */
const maxTexts = 50;

/** Values that are read for one text. */
const maxSources = 200;

const comments = /^[ \t]*(?:#|\/\/|@?rem\b|::).*$/gim;

/**
 * `NAME=`, `NAME+=`, `NAME[key]=`, `${NAME:=`, `@NAME =`, `exports.NAME =`, `$name =`, `$env:NAME ??=`, `$a['name'] =`,
 * `set "NAME=`. What is before the name, and whether there are blanks, says how the value is written.
 */
const assignment =
  /(\bset[ \t]+(?:\/[pa][ \t]+)?"?|[$@.])?(?<![\w-])(?:(?:env|script|global|local|private):)?(\w+)(?:\[[^\]\n]{0,60}\]|["']\]|\})?([ \t]*)(?:[+:]|\?\?)?=(?![=~])/gi;

/** `client.global.set("NAME",` and `bru.setVar("NAME",` of scripts in request files. */
const setter = /\bset\w{0,20}\([ \t]*["'](\w+)["'][ \t]*,/g;

/** `for NAME in`, `foreach ($name in`, `for %%n in`. */
const loop = /\b(?:for(?:each)?|select)[ \t(]{1,20}[$%]{0,2}(\w+)[ \t]+in\b/gi;

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
  /** Whether words without quotes are commands, as in PowerShell. */
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

/** What is assigned to variables, by name in lower case. */
type Assignments = ReadonlyMap<string, readonly Value[]>;

/** Finds what a file may set variables to. A script may never execute an assignment. Reads the file once, and each URL once. */
export function readPossibleUrls(file: string): PossibleUrls {
  const assignments = readAssignments(file.replace(comments, ''));
  const known = new Map<string, readonly string[]>();
  return url => {
    const urls = known.get(url) ?? filledUrls(url, assignments);
    known.set(url, urls);
    return urls;
  };
}

function readAssignments(file: string): Assignments {
  const assignments = new Map<string, Value[]>();
  const add = (name: string, read: () => Value) => {
    const key = name.toLowerCase();
    if ((assignments.get(key)?.length ?? 0) < maxTexts) addToList(assignments, key, read());
  };
  for (const { 0: sign, 1: before = '', 2: name = '', 3: blanks, index } of file.matchAll(assignment)) {
    // `set /p` asks for the value.
    if (/\/p/i.test(before)) continue;
    add(name, () => {
      const text = valueAt(file, index + sign.length, before === '' && blanks === '');
      return { text, isCode: before === '$' && !/^\s*(?:["']|@?\()/.test(text) };
    });
  }
  for (const { 0: sign, 1: name = '', index } of [...file.matchAll(setter), ...file.matchAll(loop)])
    add(name, () => ({ text: valueAt(file, index + sign.length, false), isCode: false }));
  for (const { index } of file.matchAll(piped))
    add('_', () => ({ text: valueBefore(file, index), isCode: true }));
  return assignments;
}

/** A value up to the end of its line or command, outside of brackets; a word also up to a blank, outside of quotes. */
function valueAt(file: string, start: number, isWord: boolean): string {
  let [depth, quote] = [0, ''];
  const last = Math.min(file.length, start + maxValue);
  for (let at = start; at < last; at++) {
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
    text
      .replace(/(?<!\S)#.*$/gm, '')
      // What the shell says if the variable is not set.
      .replace(/(\$\{\w+):?\?[^{}]*(?=\})/g, '$1')
      // A default is another value.
      .replace(/(?<![^\s"'(,={])\$\{(\w+):?[-=+]([^{}]*)\}/g, ' $$$1 $2 ')
      .replace(isCode ? /\$(\w+)((?:\.\w+)+)/g : /(?!)/, (_, name: string, members: string) =>
        [name, ...members.split('.')].map(each => ` $${each}`).join(''),
      ),
  );
  const rest = written.replace(wholeUrl, ' ');
  const named = (rest.match(hostName) ?? []).filter(name => !fileName.test(name));
  // Its parts may be joined.
  const hosts = named.map(name => (written.includes('://') ? `https://${name}` : name));
  const standard = [...rest.matchAll(/(?<=\w):?[-=]([\w-]+)(?=\})/g)].map(([, word = '']) => word);
  const plain = rest.replace(slots, ' ');
  const isList = !isCode && /^[\s"'(),@{}]*[\w-]+(?:[\s"',]+[\w-]+)*[\s"'(),@{}]*$/.test(plain);
  return {
    hosts: [...(written.match(urlStart) ?? []), ...hosts],
    words: [...standard, ...(isList ? (plain.match(/[\w-]+/g) ?? []) : [])],
    names: [...rest.matchAll(slots)].flatMap(([, inside = '']) => inside.match(/\w+/g) ?? []),
  };
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
function filledUrls(url: string, assignments: Assignments): readonly string[] {
  const filled = new Set([url]);
  for (const each of filled) {
    if (filled.size > maxTexts) break;
    for (const further of filledOnce(each, assignments)) filled.add(further);
  }
  filled.delete(url);
  return [...filled].reverse();
}

/** A text with each value of its first variable that has one. */
function filledOnce(url: string, assignments: Assignments): readonly string[] {
  const isPartOfHost = /[a-z\d]/i.test(url.replace(/^\w+:\/\//, '').replace(slots, ''));
  for (const { 0: written, 1: inside = '', index } of url.matchAll(slots)) {
    const { hosts, words } = valuesOf(inside, assignments);
    const values = isPartOfHost ? [...hosts, ...words] : hosts;
    if (values.length > 0) {
      const [before, after] = [url.slice(0, index), url.slice(index + written.length)];
      return values.map(value => (value.includes('://') ? value : before + value + after));
    }
  }
  return [];
}

/** What a variable may be, also by other variables. */
function valuesOf(variable: string, assignments: Assignments): Pick<Said, 'hosts' | 'words'> {
  const hosts = new Set<string>();
  const words = new Set<string>();
  const names = new Set(variable.toLowerCase().match(/\w+/g));
  // A default value, `${name:-default}`: targets have no braces of the shell.
  const [, standard] = /^\$(\w+:?[-=+?].*)$/s.exec(variable) ?? [];
  const own = standard === undefined ? variable : `\${${standard}}`;
  const sources: Value[] = [{ text: own, isCode: standard === undefined }];
  for (const name of names) sources.push(...(assignments.get(name) ?? []));
  for (const source of sources) {
    const said = readValue(source);
    for (const host of said.hosts) hosts.add(host);
    for (const word of said.words) words.add(word);
    for (const name of said.names.map(each => each.toLowerCase())) {
      if (!names.has(name) && sources.length < maxSources) sources.push(...(assignments.get(name) ?? []));
      names.add(name);
    }
  }
  return { hosts: [...hosts].slice(0, maxTexts), words: [...words].slice(0, maxTexts) };
}

/**
 * A target with what its file may set the variables of its host to. The scheme of a `Host` header is that of the URL.
 * @param read reads the file when it is first needed
 */
export function withPossibleUrls(target: RequestTarget, read: () => PossibleUrls): RequestTarget {
  const { text, host, readers = [] } = target;
  const scheme = /^http:/i.test(text) ? 'http' : 'https';
  const urls = [
    ...(host?.kind === 'variable' ? [text.slice(0, text.indexOf(host.written) + host.written.length)] : []),
    ...readers.flatMap(each => (each.kind === 'variable' ? [`${scheme}://${each.written}`] : [])),
  ];
  return urls.length === 0 ? target : { ...target, possibleUrls: urls.flatMap(url => read()(url)) };
}
