import { firstIndexWhere } from '../../common/collections';
import type { ScriptWord } from '../../shells/shellCommand';

/**
 * curl's long options that take a value. Source: `curl --help all` of 7.88.1, and the documentation of later ones. Marked
 * pure, so that bundles that do not use them leave them out.
 */
const withValue = /* @__PURE__ */ (() =>
  (
    'abstract-unix-socket alt-svc aws-sigv4 cacert capath cert cert-type ciphers config connect-timeout ' +
    'connect-to continue-at cookie cookie-jar create-file-mode crlfile curves data data-ascii data-binary ' +
    'data-raw data-urlencode delegation dns-interface dns-ipv4-addr dns-ipv6-addr dns-servers doh-url ' +
    'dump-header ech egd-file engine etag-compare etag-save expect100-timeout form form-string ftp-account ' +
    'ftp-alternative-to-user ftp-method ftp-port ftp-ssl-ccc-mode happy-eyeballs-timeout-ms haproxy-clientip ' +
    'header hostpubmd5 hostpubsha256 hsts interface ip-tos ipfs-gateway json keepalive-cnt keepalive-time key ' +
    'key-type knownhosts krb libcurl limit-rate local-port login-options mail-auth mail-from mail-rcpt max-filesize ' +
    'max-redirs max-time netrc-file noproxy oauth2-bearer output output-dir parallel-max parallel-max-host pass pinnedpubkey ' +
    'preproxy proto proto-default proto-redir proxy proxy-cacert proxy-capath proxy-cert proxy-cert-type ' +
    'proxy-ciphers proxy-crlfile proxy-header proxy-key proxy-key-type proxy-pass proxy-pinnedpubkey ' +
    'proxy-service-name proxy-tls13-ciphers proxy-tlsauthtype proxy-tlspassword proxy-tlsuser proxy-user ' +
    'proxy1.0 pubkey quote random-file range rate referer request request-target resolve retry retry-delay ' +
    'retry-max-time sasl-authzid service-name sigalgs socks4 socks4a socks5 socks5-gssapi-service ' +
    'socks5-hostname speed-limit speed-time ssl-sessions stderr telnet-option tftp-blksize time-cond tls-max tls13-ciphers ' +
    'tlsauthtype tlspassword tlsuser trace trace-ascii trace-config unix-socket upload-file upload-flags url url-query user ' +
    'user-agent variable vlan-priority write-out'
  )
    .split(' ')
    .sort())();

/**
 * Options without a value whose names are also the beginning of one with a value, or begin as only one of a later curl does:
 * `--si` is `--silent` before `--sigalgs` (8.14), and ambiguous after that.
 */
const flags = /* @__PURE__ */ (() =>
  'crlf ftp-ssl ftp-ssl-ccc haproxy-protocol head netrc parallel silent socks5-gssapi ssl'.split(' '))();

const withValueShort = 'AbcCdDeEFHKmoPQrtTuUwxXyYz';
const longNames: Readonly<Record<string, string>> = {
  ...{ H: 'header', u: 'user', X: 'request', I: 'head', G: 'get', T: 'upload-file', F: 'form', d: 'data' },
  ...{ x: 'proxy', K: 'config', k: 'insecure' },
};

/**
 * Finds an option by its name without hyphens. curl ignores case and accepts any unambiguous beginning of a name.
 * `--expand-` before a name expands variables in its value (curl 8.3).
 */
export function longOption(written: string): { readonly name: string; readonly takesValue: boolean } {
  const given = written.toLowerCase();
  const name = given.replace(/^expand-/, '');
  const at = firstIndexWhere(withValue, each => each >= name);
  const [found, next] = withValue.slice(at, at + 2);
  // curl refuses an ambiguous name.
  const isOnly =
    found?.startsWith(name) && !next?.startsWith(name) && !flags.some(each => each.startsWith(name));
  return found !== undefined && (found === name || isOnly)
    ? { name: found, takesValue: true }
    : { name, takesValue: name !== given };
}

/** What is needed of a word to read options. */
type OptionWord = Pick<ScriptWord, 'text'> & Partial<Pick<ScriptWord, 'parts'>>;

/** An option of a curl command. */
export interface CurlOption<Word extends OptionWord = ScriptWord> {
  /** The long name without hyphens, or the letter if it is not known. */
  readonly name: string;
  /** Empty for an option without value. */
  readonly value: string;
  /** Offset of the value in the text of its last word. */
  readonly valueStart: number;
  /** One (`-H"…"`) or two words. */
  readonly words: readonly Word[];
  /** The word before the option. */
  readonly before: Word;
  /** As written, up to the value: `-H`, `--header`, `--header=`. */
  readonly spelling: string;
  /** Short options in the same word: the `-s` of `-sH "…"`. */
  readonly kept: string;
}

/** In place of the name of an option that a variable in it makes unknown. */
export const unknownOption = '…';

/** Whether a word begins another transfer. */
export function isNext({ text }: Pick<ScriptWord, 'text'>): boolean {
  return text === '--next' || text === '-:';
}

/**
 * The options of a command, and the words without option, up to `--next`. The first word is its name. After `--`, which is
 * `end`, there are no options.
 */
export function curlArguments<Word extends OptionWord>(
  allWords: readonly Word[],
): { options: CurlOption<Word>[]; others: Word[]; hasNext: boolean; end: Word | undefined } {
  const next = allWords.findIndex((word, index) => index > 0 && isNext(word));
  const words = next < 0 ? allWords : allWords.slice(0, next);
  const options: CurlOption<Word>[] = [];
  const others: Word[] = [];
  for (let index = 1; index < words.length; index++) {
    const [before, word, below] = words.slice(index - 1, index + 2);
    if (!before || !word) continue;
    const { text } = word;
    /** Without an attached value, the next word is the value. */
    const add = (name: string, attached: string | undefined, spelling: string, kept = '') => {
      options.push({
        name,
        value: attached ?? below?.text ?? '',
        valueStart: attached === undefined ? 0 : text.length - attached.length,
        words: attached === undefined && below ? [word, below] : [word],
        ...{ before, spelling, kept },
      });
      if (attached === undefined) index++;
    };
    if (text === '--')
      return { options, others: [...others, ...words.slice(index + 1)], hasNext: next >= 0, end: word };
    const expansion = expansionIn(word);
    if (text.startsWith('--')) {
      const equals = text.indexOf('=');
      const end = equals < 0 ? text.length : equals;
      const written = text.slice(2, end);
      const { name, takesValue } = longOption(written);
      // Our value needs no expansion by curl.
      const spelling = `--${written.replace(/^expand-/i, '')}`;
      if (expansion < end) add(unknownOption, '', `${text.slice(0, expansion)}…`);
      else if (equals >= 0) add(name, text.slice(end + 1), `${spelling}=`);
      else add(name, takesValue ? undefined : '', spelling);
    } else if (text.startsWith('-') && text.length > 1) {
      const letters = new Set<string>();
      for (let at = 1; at < text.length; at++) {
        const letter = text.charAt(at);
        const name = longNames[letter] ?? letter;
        if (at >= expansion) {
          add(unknownOption, '', `${text.slice(0, at)}…`);
          break;
        } else if (withValueShort.includes(letter)) {
          const attached = at + 1 < text.length ? text.slice(at + 1) : undefined;
          add(name, attached, `-${letter}`, at > 1 ? text.slice(0, at) : '');
          break;
        }
        // Repeated letters mean the same. The word may have thousands of different ones.
        if (!letters.has(letter)) add(name, '', `-${letter}`);
        letters.add(letter);
      }
    } else others.push(word);
  }
  return { options, others, hasNext: next >= 0, end: undefined };
}

/** Whether a word begins with a variable, so that it may be a URL, an option or nothing. */
export function isUnknownWord(word: OptionWord): boolean {
  return expansionIn(word) === 0;
}

/** Where the first variable of a word begins in its text: of the shell, of cmd, or of a request file. */
function expansionIn({ text, parts = [] }: OptionWord): number {
  let at = 0;
  for (const part of parts) {
    if (part.expands) return at;
    at += part.text.length;
  }
  const found = text.search(/%[^%\n]+%|![^!\n]+!|\{\{/);
  return found < 0 ? Infinity : found;
}
