// Reads the options of a curl command.
import { t } from '../../common/l10n';
import type { LineRange, Lines } from '../../common/lines';
import { requestFileWords } from '../../shells/posixWords';
import { Script, type ScriptWord, unplacedWord } from '../../shells/shellCommand';
import { type Authorization, authorizationName, isAuthorizationName, schemeOf } from '../authorization';
import { headerIn, looksLikeUrl } from '../lineSyntax';
import { curlArguments, type CurlOption, isNext, isUnknownWord, unknownOption } from './curlOptions';

/** An option of a curl command that decides the `Authorization` header. */
export interface CurlAuthorization
  extends Omit<Authorization, 'words'>, Pick<CurlOption, 'words' | 'before' | 'spelling' | 'kept'> {
  /** The header's name as written; undefined for other options (`-u`, `--oauth2-bearer`). */
  readonly headerName: string | undefined;
}

/** A curl command of a request file. */
export interface CurlCommand {
  readonly method: string;
  readonly url: string;
  readonly rerouting: CurlRerouting;
  readonly words: readonly ScriptWord[];
  readonly authorizations: readonly CurlAuthorization[];
  readonly style: CurlStyle;
  /** A new option goes after this word: the URL, or `curl` itself. */
  readonly anchor: ScriptWord;
  readonly lastLine: number;
}

/** How a command writes options, so that a new header looks like its others. */
export interface CurlStyle {
  /** `-H`, `--header`, or `--header=`. If the command has several, the only one that REST Client reads. */
  readonly header: string;
  /** The header's name in the case of the other headers. */
  readonly authorization: string;
  readonly quote: ScriptWord['quote'];
}

/** What can lead a command elsewhere than its URL says. */
export interface CurlRerouting {
  /** Options, as written, or a description. */
  readonly by: readonly string[];
  /** Values of its `Host` headers. */
  readonly hosts: readonly string[];
  /** Whether it is one of several transfers, which REST Client does not separate. */
  readonly isOneOfSeveral?: boolean;
  /** Whether its URL has quotes or escapes in it, which clients read differently. */
  readonly hasQuotesInUrl?: boolean;
}

/** Options that send a request to or through another host, or to a host that is not verified. */
const reroutingOptions = /* @__PURE__ */ (() =>
  new Set(
    (
      'next config insecure location-trusted proxy proxy1.0 preproxy socks4 socks4a socks5 socks5-hostname resolve ' +
      'connect-to unix-socket abstract-unix-socket doh-url dns-servers dns-interface alt-svc request-target proto-default'
    ).split(' '),
  ))();
/** Those without a value. curl accepts any unambiguous beginning of them. */
const reroutingFlags = ['next', 'insecure', 'location-trusted'];

/** Reads the curl command of a request file that begins at the range's first line. */
export function curlAt(lines: Lines, range: LineRange): CurlCommand {
  const script = new Script(lines, range);
  const { words, end } = requestFileWords(script.text);
  const placed = words.map(word => script.placed(word));
  return { ...curlOf(placed), lastLine: script.lineAt(end) };
}

/** Each transfer is compared with the whole command. */
const maxTransfers = 50;

/**
 * The transfers of a command, which `--next` separates. Each has its own URL, options and headers, but the words of the
 * whole command. After `--next`, a transfer needs a URL. Of too many, if `--` ends the options, or if `--next` may be the value
 * of an option, only the first one, with a doubt.
 */
export function transfersOf(words: readonly ScriptWord[]): Omit<CurlCommand, 'lastLine'>[] {
  const starts = words.flatMap((word, index) => (index > 0 && isNext(word) ? [index] : []));
  const parts = [0, ...starts].map((start, index) => words.slice(start, starts[index]));
  const isUnclear =
    starts.length >= maxTransfers ||
    (starts.length > 0 && words.some(({ text }) => text === '--')) ||
    parts.slice(0, -1).some(lacksValue);
  if (isUnclear) return [{ ...curlOf(words), words }];
  return parts
    .map(part => ({ ...curlOf(part), words }))
    .filter(({ url }, index, all) => url !== '' || (index === 0 && all.every(each => each.url === '')))
    .map((transfer, _, { length }) => ({
      ...transfer,
      rerouting: { ...transfer.rerouting, isOneOfSeveral: length > 1 },
    }));
}

/** Whether the value of the last option is the next word. */
function lacksValue(words: readonly ScriptWord[]): boolean {
  const last = curlArguments(words).options.at(-1);
  return last?.words.length === 1 && last.valueStart === 0;
}

/** Reads the words of a command, the first of which is `curl`, up to `--next`. */
export function curlOf(words: readonly ScriptWord[]): Omit<CurlCommand, 'lastLine'> {
  const { options, others, hasNext, end } = curlArguments(words);
  const urlWord = others.find(({ text }) => looksLikeUrl(text)) ?? others[0];
  const urlOption = options.find(({ name }) => name === 'url');
  const url = urlWord?.text ?? urlOption?.value ?? '';
  // The next word would be the value of an option without one.
  const urlValue = urlOption?.value === '' ? undefined : urlOption?.words.at(-1);
  const anchor = [end ? undefined : urlWord, urlValue].find(word => word && !word.isOpen);
  return {
    method: methodOf(options),
    url,
    rerouting: {
      by: [
        ...furtherUrls(others, options),
        ...(hasNext ? ['--next'] : []),
        ...options.flatMap(reroutedBy),
        ...options.flatMap(unknownHeader),
      ],
      hosts: options.flatMap(({ name, value }) => {
        const header = name === 'header' ? curlHeaderIn(value) : undefined;
        return header?.name.toLowerCase() === 'host' ? [header.value] : [];
      }),
      ...(hasQuotesWithin(urlWord ?? urlOption?.words.at(-1), url) && { hasQuotesInUrl: true }),
    },
    words,
    style: styleOf(options, urlWord),
    authorizations: options.flatMap(option => authorizationIn(option) ?? []),
    anchor: anchor ?? words[0] ?? unplacedWord('curl'),
  };
}

/** Characters of a word around its URL: `--url="…"`. */
const maxAround = 20;

/** Whether a word has quotes or escapes in its URL, not only around it. Its length comes first: V8 searches for a long text slowly. */
function hasQuotesWithin(word: ScriptWord | undefined, url: string): boolean {
  return word !== undefined && (word.source.length > url.length + maxAround || !word.source.includes(url));
}

/** What else is a URL of the command, or may be one. */
function furtherUrls(others: readonly ScriptWord[], options: readonly CurlOption[]): readonly string[] {
  const inOptions = options.filter(({ name }) => name === 'url').length;
  if (others.length + inOptions < 2) return [];
  const known = others.filter(word => !isUnknownWord(word)).length + inOptions;
  return [known > 1 ? t('several URLs') : t('a word that is known only when it runs')];
}

/** The option as written, if it can send the request elsewhere. An empty proxy is none (curl(1), `--proxy`). */
function reroutedBy({ name, spelling, value, words }: CurlOption): readonly string[] {
  if (name === unknownOption) return [spelling];
  if (name === 'proxy' && value === '' && words.length === 2) return [];
  const isFlag = name.length > 2 && name !== 'location' && reroutingFlags.some(flag => flag.startsWith(name));
  return isFlag || reroutingOptions.has(name) ? [spelling.replace(/=$/, '')] : [];
}

/** Options whose values curl writes into the head of the request as they are. */
const inHead = /^(?:A|user-agent|b|cookie|e|referer|r|range|request)$/;

/** A header that may be `Host`: its name or further lines are known only later. */
function unknownHeader({ name, value, spelling }: CurlOption): readonly string[] {
  if (inHead.test(name) && /[\r\n]/.test(value)) return [`${spelling.replace(/=$/, '')} …`];
  if (name !== 'header') return [];
  const [before = ''] = value.split(/[:;]/, 1);
  if (/^\s*@/.test(value)) return [`${spelling.replace(/=$/, '')} @…`];
  return /[\r\n]/.test(value) || /[$`%!{]/.test(before) ? [`${spelling.replace(/=$/, '')} …`] : [];
}

/** Long options that usually are written as a letter. */
const hasLetter =
  /^(?:cookie|data|fail|form|get|head|include|insecure|location|max-time|output|proxy|referer|request|show-error|silent|upload-file|user|user-agent|verbose)$/;

/** As the other headers are written; if there are none, as the options and the URL are. */
function styleOf(options: readonly CurlOption[], urlWord: ScriptWord | undefined): CurlStyle {
  const headers = options.flatMap(({ name, value, spelling, words }) => {
    const header = name === 'header' ? curlHeaderIn(value) : undefined;
    return header ? [{ name: header.name, spelling, quote: words.at(-1)?.quote }] : [];
  });
  const others = headers.filter(({ name }) => !isAuthorizationName(name));
  const spellings = (others.length > 0 ? others : headers).map(({ spelling }) => spelling);
  const isLong =
    options.some(({ name, spelling }) => spelling.startsWith('--') && hasLetter.test(name)) &&
    options.every(({ spelling }) => spelling.startsWith('--'));
  const long = spellings[0]?.replace(/^--[^=]*/, '--header') ?? '--header';
  const isShort = spellings.includes('-H') || (spellings.length === 0 && !isLong);
  return {
    header: isShort ? '-H' : long,
    authorization: authorizationName(others.map(({ name }) => name)),
    quote: others[0]?.quote ?? urlWord?.quote ?? '',
  };
}

function authorizationIn(option: CurlOption): CurlAuthorization | undefined {
  const { name, value } = option;
  const isUser = name === 'user';
  const isBearer = name === 'oauth2-bearer';
  const header = name === 'header' ? curlHeaderIn(value) : undefined;
  if (!isUser && !isBearer && !(header && isAuthorizationName(header.name))) return undefined;
  const { words, before, spelling, kept } = option;
  const last = words.at(-1);
  // A quote that never closes: do not replace the text below that it took in, or that continues there.
  if (last?.isOpen && (last.endLine > last.startLine || continuesBelow(last))) return undefined;
  return {
    line: words[0]?.startLine ?? 0,
    foldedLines: [],
    scheme: header ? schemeOf(header.value) : isUser ? 'Basic' : 'Bearer',
    value: header ? header.value : value,
    headerName: header?.name,
    words,
    before,
    spelling,
    kept,
  };
}

/** Whether a word with an open quote ends in a line continuation. */
function continuesBelow({ text, parts }: ScriptWord): boolean {
  const part = parts.at(-1);
  return /[\\^`]\s*$/.test(text) || (part?.text === '' && part.end > part.start);
}

/** `Name: value`, or `Name;` for curl's header without a value. */
function curlHeaderIn(text: string): { name: string; value: string } | undefined {
  const [, empty] = /^\s*([\w-]+)\s*;\s*$/.exec(text) ?? [];
  return empty === undefined ? headerIn(text) : { name: empty, value: '' };
}

function methodOf(options: readonly CurlOption[]): string {
  const has = (...names: string[]): boolean => options.some(({ name }) => names.includes(name));
  const asked = options.findLast(({ name }) => name === 'request')?.value;
  if (asked) return asked.toUpperCase();
  if (has('head')) return 'HEAD';
  if (has('get')) return 'GET';
  if (has('upload-file')) return 'PUT';
  return options.some(({ name }) => /^(?:data|form|json)(?:-|$)/.test(name)) ? 'POST' : 'GET';
}
