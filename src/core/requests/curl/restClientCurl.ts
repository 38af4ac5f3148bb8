import { addToList } from '../../common/collections';

/** Where REST Client sends a request that is written as a curl command. */
export interface RestClientTarget {
  /** Undefined if it is not sent. */
  readonly url: string | undefined;
  /** Values of its `Host` headers. */
  readonly hosts: readonly string[];
}

/** A word without quotes, an option with a quoted value, or a quoted word; then a space or the end. */
const word = /(?:(--[a-z][a-z\d-]*=)?("[^"\\]*"|'[^'\\]*')|([!#-&(-[\]-~]+))(?: |$)/y;
const option = /^(?:-[A-Za-z]+|-:|--[a-z][a-z\d-]*(?:=.*)?)$/s;

/**
 * Follows REST Client's reading of a curl command: words end at spaces outside of quotes; every option takes the next
 * word as its value, unless that is an option too; the first `-XGET`, `-I` or `--head` is replaced, wherever it is.
 * Undefined unless the command consists of plain words.
 * Source: docs/request-files.md, What the clients do
 * @param text the lines of its block, variables replaced
 */
export function restClientCurl(text: string): RestClientTarget | undefined {
  const command = text
    .trim()
    .replace(/\\\n/g, '')
    .replace(/\s{2,}/g, ' ')
    .replace(/-X(?=GET|POST|PUT|DELETE|PATCH|HEAD|OPTIONS|CONNECT|TRACE)/, '-X ')
    .replace(/(?:-I|--head)(?=\s)/, '-X HEAD');
  const words = wordsOf(command);
  if (words?.[0] !== 'curl') return undefined;
  const values = new Map<string, string[]>();
  const others: string[] = [];
  for (let index = 1; index < words.length; index++) {
    const text = words[index] ?? '';
    if (!text.startsWith('-')) {
      others.push(unquoted(text));
      continue;
    }
    if (!option.test(text)) return undefined;
    const next = words[index + 1];
    const takesNext = next?.startsWith('-') === false && !/^--(?:no-|.*=)/s.test(text);
    if (takesNext) index++;
    const [, long, attached] = /^--([^=]*)(?:=(.*))?$/s.exec(text) ?? [];
    const names = long === undefined ? text.slice(1).split('') : [long];
    const last = names.pop() ?? '';
    for (const name of names) addToList(values, name, 'true');
    addToList(values, last, unquoted(attached ?? (takesNext ? next : 'true')));
  }
  const given = [
    others[0],
    ...['L', 'location', 'compressed', 'url'].map(name => values.get(name)?.join(',')),
  ];
  const url = given.find(each => each !== undefined && each !== '');
  return {
    url: url === 'true' ? undefined : url,
    hosts: hostsIn(values.get('H') ?? values.get('header') ?? []),
  };
}

/** The values of the `Host` headers among these. */
export function hostsIn(headers: readonly string[]): string[] {
  return headers.flatMap(header => {
    const [name = ''] = header.split(':', 1);
    return name.trim().toLowerCase() === 'host' ? [header.slice(name.length + 1).trim()] : [];
  });
}

/** With their quotes; undefined if the text has anything but plain words. */
function wordsOf(text: string): string[] | undefined {
  const words: string[] = [];
  word.lastIndex = 0;
  while (word.lastIndex < text.length) {
    const [found] = word.exec(text) ?? [];
    if (found === undefined) return undefined;
    words.push(found.replace(/ $/, ''));
  }
  return words;
}

function unquoted(text: string): string {
  return /^(["']).*\1$/s.test(text) ? text.slice(1, -1) : text;
}
