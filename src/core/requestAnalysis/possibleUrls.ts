// What a script of any shell, or a request file, may set the host of a request to. Weaker than `PosixVariables` and
// `fileVariables`: it reads signs, not commands. That is enough for a question.
import { joinLines, type Lines, readOnce } from '../common/lines';
import { readAssignments, type Value, type ValuesOf } from './assignedValues';
import { bareHost } from './matchProfiles';
import type { PossibleUrl, RequestTarget } from './readTarget';

/** What a file may make of the beginning of a URL, up to its host, that has variables. */
export type PossibleUrls = (url: string) => readonly PossibleUrl[];

/** Values of a variable, and texts with values. */
const maxTexts = 50;

/** Values that are read for one text. */
const maxSources = 200;

/** An expansion of sh, PowerShell or cmd. */
const expansion =
  /\$\{([^{}]*)\}|\$\((\$[\w.]+)\)|\$((?:\w+:)?\w+(?:\[[^\]\s]{0,60}\])?)|%%?~?(\w+)%?|!(\w+)!/g;

/** A variable of a REST client, and how an expansion is written here. */
const slots = /\{\{([^{}]*)\}\}/g;

/** A URL up to its host; what is only the beginning of a host does not count. */
const urlStart = /\bhttps?:\/\/(?:\{\{[^{}]*\}\}|[^\s"'`{}()$%!/?#<>,;|\\])+(?=[/?#"'`\s)},;|\\]|$)/gi;

/** A URL with what follows its host. */
const wholeUrl = /\bhttps?:\/\/(?:\{\{[^{}]*\}\}|[^\s"'`,;|){}])*/gi;

/** The name of a host, also after a user name: no member of a variable, no path of a file. */
const hostName =
  /(?<![\w.$/}\\-])(?<!\{\{[^{}]{0,200})(?:localhost|(?:(?:[a-z\d-]|\{\{[^{}]*\}\})+\.){1,9}[a-z\d-]+\.[a-z]{2,}|[a-z\d-]+\.[a-z]{2,}|[a-z][\w-]*(?=:\d{2,5}(?!\d))|(?:\d{1,3}\.){3}\d{1,3})(?::\d+)?(?![\w.(@\\-])/gi;

const fileName =
  /\.(?:json|txt|env|ya?ml|toml|sh|ps1|psm1|psd1|bat|cmd|ini|conf|config|properties|props|cfg|csv|xml|md|log|py|js|ts|http|rest)$/i;

/** Code that begins with a text, or an array of texts in PowerShell. */
const startsWithQuote = /^\s*(?:["'`]|@\()/;

/** Variables that rather hold a secret. */
const secretName = /pass|pwd|secret|token|key|cred|auth/i;

/** What a value says about hosts. */
interface Said {
  /** URLs up to their hosts, and names of hosts. */
  readonly hosts: readonly string[];
  /** Words that may be parts of a host. */
  readonly words: readonly string[];
  /** Of the hosts, URLs: whoever writes one means a host. */
  readonly urls: readonly string[];
  /** Whether the value is nothing but names of hosts and words as they are, and no argument of a call. */
  readonly isList: boolean;
  /** Variables whose values may be the whole value. */
  readonly names: readonly string[];
}

/**
 * Finds what a file may set variables to. A script may never execute an assignment. Reads the file, each
 * value, variable and URL once.
 * @param isScript whether it is a script of a shell, where `NAME=value` sets a variable
 */
export function readPossibleUrls(file: string, isScript: boolean): PossibleUrls {
  const valuesOf = readAssignments(file, isScript);
  const read = onceForEach((value: Value) => readValue(value));
  const parts = onceForEach((variable: string) => partsOf(variable, valuesOf, read));
  return onceForEach((url: string) => filledUrls(url, parts));
}

/** Calls a function once for each argument. */
function onceForEach<Key, Result>(call: (key: Key) => Result): (key: Key) => Result {
  const known = new Map<Key, Result>();
  return key => {
    const result = known.has(key) ? (known.get(key) as Result) : call(key);
    known.set(key, result);
    return result;
  };
}

function readValue({ text, isCode }: Value): Said {
  const [, choices] = /\$value:([^]*)$/.exec(text) ?? [];
  // What a person chooses from in httpYac is text.
  if (choices !== undefined) return readValue({ text: choices.replace(/,/g, ' '), isCode: false });
  const written = withSlots(
    (isCode ? withNames(text) : withOutputs(text))
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
  const others = rest.replace(hostName, ' ');
  // A variable that is only a part of a word: `api.$REGION`.
  const joined: string[] = [];
  const variables = others.replace(/(?:[\w.-]|\{\{[^{}]*\}\})+/g, word => {
    if (!word.includes('{{') || slotsIn(word).join('') === word) return word;
    joined.push(word);
    return ' ';
  });
  const inside = slotsIn(variables).map(slot => slot.slice(2, -2));
  const expressions = inside
    .filter(each => /[\s"']/.test(each))
    .map(each => readValue({ text: each, isCode: true }));
  const urls = [...(written.match(urlStart) ?? []), ...expressions.flatMap(each => each.urls)];
  return {
    hosts: [...urls, ...hosts, ...expressions.flatMap(each => each.hosts)],
    urls,
    words: [...joined, ...wordsIn(text, rest, isCode), ...expressions.flatMap(each => each.words)],
    isList: (!isCode || startsWithQuote.test(text)) && /^[\s"'`(),;@\w./:-]*$/.test(withDefaults(text)),
    names: [...inside.flatMap(namesIn), ...expressions.flatMap(each => each.names)],
  };
}

/** A text with the default values of its expansions: `${name:-default}`. */
function withDefaults(text: string): string {
  return text.replace(/\$\{\w+:?[-=+]([^{}]*)\}/g, ' $1 ');
}

function slotsIn(text: string): readonly string[] {
  return text.match(slots) ?? [];
}

/** The words of a value that may be a part of a host: a list, or texts of code that it does not compare with. */
function wordsIn(text: string, rest: string, isCode: boolean): readonly string[] {
  const standard = [...rest.matchAll(/(?<=\w):[-=]([\w-]+)(?=\})/g)].map(([, word = '']) => word);
  const plain = rest.replace(slots, ' ');
  const isList =
    (!isCode || startsWithQuote.test(text)) &&
    /^[\s"'(),@{}]*[\w-]+(?:[\s"',]+[\w-]+)*[\s"'(),@{}]*$/.test(plain);
  if (isList) return [...standard, ...(plain.match(/[\w-]+/g) ?? [])];
  // Read-Host asks for the value.
  if (!isCode || /\bread-host\b/i.test(text)) return standard;
  const texts = text.matchAll(
    /(?<!(?:-(?:c?eq|c?ne|i?like|match|contains)|[=!]=|\[)[ \t]*)(["'])([\w-]+)\1(?![ \t]*(?:\{|\]|[=!]=|-(?:c?eq|c?ne)\b))(?![ \t]*:(?<!\?[ \t]*["'][\w-]*["'][ \t]*:))/gi,
  );
  return [...standard, ...Array.from(texts, ([, , word = '']) => word)];
}

/** A value with what its commands print in place of them: their URLs, what `echo` prints, and their names. */
function withOutputs(text: string): string {
  if (!/\$\(|`/.test(text)) return text;
  return text.replace(/\$\(([^]*)\)|`([^`]*)`/g, (_, ofBracket?: string, ofQuotes?: string) => {
    const commands = ofBracket ?? ofQuotes ?? '';
    const printed = [...commands.matchAll(/\b(?:echo|printf|return|write-output)[ \t]+([^\n;&|)}]*)/gi)].map(
      ([, output = '']) => output.replace(/^-\w+[ \t]+|["']?%s(?:\\n)?["']?/g, ''),
    );
    const urls = commands.match(wholeUrl) ?? [];
    const name = /^[ \t]*([\w-]+)/.exec(commands)?.[1];
    return [' ', ...(name === undefined ? [] : [`{{${name}}}`]), ...urls, ...printed, ' '].join(' ');
  });
}

/** An expression of code with `{{…}}` for each name and member that is not in quotes. */
function withNames(code: string): string {
  return code.replace(/"[^"]*"|'[^']*'|`[^`]*`|\$?[\w-]+(?:\.\w+)*/g, part =>
    /^["'`]/.test(part)
      ? part
      : part
          .replace(/^\$/, '')
          .split('.')
          .map(name => ` {{${name}}} `)
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
function filledUrls(url: string, read: ReadParts): readonly PossibleUrl[] {
  const filled = new Map([[url, false]]);
  for (const [each, isGuess] of filled) {
    if (filled.size > maxTexts) break;
    for (const further of filledOnce(each, read)) {
      // A URL that is also written is no guess.
      const wasGuess = filled.get(further.url) ?? true;
      filled.set(further.url, wasGuess && (isGuess || further.isGuess));
    }
  }
  filled.delete(url);
  return Array.from(filled, ([each, isGuess]) => ({ url: each, isGuess })).reverse();
}

/** A text with each value of its first variable that has one. */
function filledOnce(url: string, read: ReadParts): readonly PossibleUrl[] {
  // The whole URL is more than a word.
  const isPartOfHost = url.replace(slots, '') !== '';
  for (const { 0: written, 1: inside = '', index } of url.matchAll(slots)) {
    const { hosts, words, certain } = read(inside);
    const values = isPartOfHost ? [...hosts, ...words] : hosts;
    if (values.length > 0) {
      const [before, after] = [url.slice(0, index), url.slice(index + written.length)];
      return values.map(value => ({
        url: value.includes('://') ? value : before + value + after,
        isGuess: !certain.has(value),
      }));
    }
  }
  return [];
}

/** What a variable may be. */
interface Parts extends Pick<Said, 'hosts' | 'words'> {
  /** Those that are certainly meant as a host, or a part of one. */
  readonly certain: ReadonlySet<string>;
}

type ReadParts = (variable: string) => Parts;

/** What a variable may be, also by other variables. */
function partsOf(variable: string, valuesOf: ValuesOf, read: (value: Value) => Said): Parts {
  const hosts = new Set<string>();
  const words = new Set<string>();
  const names = new Set(namesIn(variable));
  // A default value, `${name:-default}`: targets have no braces of the shell.
  const [, standard] = /^\$(\w+:?[-=+?].*)$/s.exec(variable) ?? [];
  const own = standard === undefined ? variable : `\${${standard}}`;
  const sources: { readonly value: Value; readonly name: string }[] = [
    { value: { text: own, isCode: standard === undefined }, name: '' },
  ];
  const addValues = (name: string) => {
    sources.push(...valuesOf(name).map(value => ({ value, name })));
  };
  names.forEach(addValues);
  const ofVariable = sources.length;
  const certain = new Set<string>();
  for (const [index, { value, name }] of sources.entries()) {
    const said = read(value);
    for (const host of said.hosts) hosts.add(host);
    for (const word of said.words) words.add(word);
    // A word of another variable may be anything.
    const listed = [...said.hosts, ...(index < ofVariable ? said.words : [])];
    for (const each of said.isList && !secretName.test(name) ? listed : said.urls) certain.add(each);
    for (const further of said.names) {
      if (!names.has(further) && sources.length < maxSources) addValues(further);
      names.add(further);
    }
  }
  return {
    hosts: [...hosts].slice(0, maxTexts),
    words: [...words].slice(0, maxTexts),
    certain,
  };
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
    readOnce(lines, 'possible URLs', () => readPossibleUrls(joinLines(lines), false)),
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
