import { t } from '../../../core/common/l10n';
import { parseUrl } from '../../../core/common/parseUrl';
import { encodedForms } from '../../../core/masking/redaction';
import { isLoopback } from '../../../core/profile/profile';
import type { SentRequest } from '../../../core/requestAnalysis/matchProfiles';
import { shortenTarget } from '../../../core/requests/doubtReasons';
import { call, isObject, member } from './httpyacObjects';

/** A request of httpYac just before it is sent. */
export interface OutgoingRequest extends SentRequest {
  readonly method: string;
}

/** The options of got that change neither where a request goes nor who can read it. */
const harmlessOptions = new Set(
  (
    'method headers body timeout retry decompress throwHttpErrors allowGetBody followRedirect maxRedirects http2 ' +
    'hooks cookieJar ignoreInvalidCookies methodRewriting responseType encoding https followRedirects rejectUnauthorized'
  ).split(' '),
);
const harmlessHttpsOptions = new Set(['certificate', 'key', 'passphrase', 'pfx', 'rejectUnauthorized']);

/** The request after all hooks of httpYac; `context` is that of its processor. */
export function toOutgoingRequest(request: Record<string, unknown>, context: unknown): OutgoingRequest {
  const { method, proxy } = request;
  const url = textOf(request['url']);
  const options = optionsOf(request, context);
  return {
    url,
    method: textOf(method).toUpperCase() || 'GET',
    // httpYac merges the headers of the options over the others.
    hosts: [request, ...options].flatMap(each => hostsIn(member(each, 'headers'))),
    proxy: typeof proxy === 'string' && proxy !== '' ? proxy : undefined,
    doubt: doubtIn(request, options, url),
  };
}

/** The hosts that headers name. Over HTTP/2, `:authority` takes the place of that in the URL (RFC 9113, 8.3.1). */
function hostsIn(headers: unknown): readonly string[] {
  if (!isObject(headers)) return [];
  return Object.entries(headers)
    .filter(([name]) => /^(?:host|:authority)$/i.test(name))
    .flatMap(([, value]) => (Array.isArray(value) ? value.map(textOf) : [textOf(value)]));
}

function doubtIn(
  request: Record<string, unknown>,
  options: readonly unknown[],
  url: string,
): string | undefined {
  if (request['protocol'] !== 'HTTP') return t('it is not sent over HTTP');
  if (hostnameOf(url) === '') return t('its URL names no host');
  const odd = [
    ...namesIn(options).filter(name => !harmlessOptions.has(name)),
    ...namesIn(options.map(each => member(each, 'https'))).filter(name => !harmlessHttpsOptions.has(name)),
  ][0];
  if (odd !== undefined) return t('the option {0} may change where it goes', shortenTarget(odd));
  const pseudoHeader = namesIn([request, ...options].map(each => member(each, 'headers'))).find(name =>
    /^:(?!authority$)/i.test(name),
  );
  if (pseudoHeader !== undefined)
    return t('its header {0} may change where it goes', shortenTarget(pseudoHeader));
  const isUnchecked =
    Boolean(request['noRejectUnauthorized']) ||
    options.some(each =>
      [each, member(each, 'https')].some(of => member(of, 'rejectUnauthorized') === false),
    ) ||
    process.env['NODE_TLS_REJECT_UNAUTHORIZED'] === '0';
  // Only this machine can read a request to it without a proxy.
  const isAtHome = !request['proxy'] && isLoopback(hostnameOf(url));
  return isUnchecked && !isAtHome ? t('the certificate of the host is not checked') : undefined;
}

/** The names of options that are set. */
function namesIn(options: readonly unknown[]): readonly string[] {
  return options.flatMap(each =>
    isObject(each) ? Object.keys(each).filter(name => each[name] !== undefined) : [],
  );
}

function hostnameOf(url: string): string {
  try {
    return new URL(url).hostname;
  } catch {
    return '';
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** Whether one of the sent texts matches: the URL, names and values of headers and cookies, the body. */
export function someText(request: Record<string, unknown>, isOfKind: (text: string) => boolean): boolean {
  let isThere = false;
  changeTexts(request, text => {
    isThere ||= isOfKind(text);
    return text;
  });
  return isThere;
}

/**
 * Replaces text in the URL, in names and values of headers and cookies, and in the body. Leaves members without a change
 * alone.
 */
export function changeTexts(request: Record<string, unknown>, change: (text: string) => string): void {
  const { url, body, headers, options } = request;
  changeCookies(member(options, 'cookieJar'), url, change);
  if (typeof url === 'string') request['url'] = change(url);
  if (typeof body === 'string') request['body'] = change(body);
  else if (Buffer.isBuffer(body)) {
    // latin1 maps each byte to one character, so bytes that are not text stay as they are.
    const before = body.toString('latin1');
    const after = change(before);
    if (after !== before) request['body'] = Buffer.from(after, 'latin1');
  }
  changeHeaders(headers, change);
}

function changeHeaders(headers: unknown, change: (text: string) => string): void {
  if (!isObject(headers)) return;
  const changed = (value: unknown) => (typeof value === 'string' ? change(value) : value);
  for (const [name, value] of Object.entries(headers)) {
    const newName = change(name);
    if (newName !== name) Reflect.deleteProperty(headers, name);
    // A header without a name cannot be sent.
    if (newName === '') continue;
    headers[newName] = Array.isArray(value) ? (value as readonly unknown[]).map(changed) : changed(value);
  }
}

/** httpYac moves a `Cookie` header into its cookie jar, from which got writes the header again. */
function changeCookies(jar: unknown, url: unknown, change: (text: string) => string): void {
  if (typeof url !== 'string' || !parseUrl(url)) return;
  const cookies = call(jar, 'getCookiesSync', url);
  for (const cookie of Array.isArray(cookies) ? (cookies as readonly unknown[]) : []) {
    if (!isObject(cookie)) continue;
    for (const name of ['key', 'value']) {
      const text = cookie[name];
      if (typeof text === 'string') cookie[name] = change(text);
    }
  }
}

/**
 * Tokens in each form that a request may contain, the longest first: as httpYac writes them, in base64 for a Basic
 * authorization, and in lowercase, as got writes the names of headers.
 */
export function formsInRequest(tokens: readonly string[]): readonly string[] {
  const forms = tokens.flatMap(encodedForms).flatMap(form => [form, form.toLowerCase()]);
  return [...new Set(forms)].sort((one, other) => other.length - one.length);
}

/** A text without any of these tokens. */
export function withoutTokens(forms: readonly string[], text: string): string {
  return forms.reduce((cleaned, form) => cleaned.replaceAll(form, ''), text);
}

/** The headers that httpYac adds to those of a request when it sends it. */
export function addedHeaders(
  request: Record<string, unknown>,
  context: unknown,
): readonly { headers: unknown }[] {
  return optionsOf(request, context).map(each => ({ headers: member(each, 'headers') }));
}

function optionsOf(request: Record<string, unknown>, context: unknown): readonly unknown[] {
  return [member(member(context, 'config'), 'request'), request['options']];
}

/**
 * Makes sure that `own` tokens are sent only to the origin of the request, and `forbidden` ones nowhere. Removes them from the
 * headers when got is about to send these, for example after a redirect to http, or from an option of the configuration.
 * Rejects a request elsewhere whose body contains one.
 */
export function restrictTokens(
  request: Record<string, unknown>,
  own: readonly string[],
  forbidden: readonly string[],
): void {
  const never = formsInRequest(forbidden);
  const forms = formsInRequest([...own, ...forbidden]);
  const origin = parseUrl(textOf(request['url']))?.origin;
  const options = objectAt(request, 'options');
  const hooks = objectAt(options, 'hooks');
  const before: unknown = hooks['beforeRequest'];
  hooks['beforeRequest'] = [
    ...(Array.isArray(before) ? (before as readonly unknown[]) : []),
    (sent: unknown) => {
      const url = member(sent, 'url');
      if (url instanceof URL && url.origin === origin) {
        changeHeaders(member(sent, 'headers'), text => withoutTokens(never, text));
        return;
      }
      if (someText({ body: member(sent, 'body') }, text => forms.some(form => text.includes(form)))) {
        throw new Error(
          t('It is redirected to another host, which must not get the access token in its body.'),
        );
      }
      changeHeaders(member(sent, 'headers'), text => withoutTokens(forms, text));
    },
  ];
}

function objectAt(object: Record<string, unknown>, name: string): Record<string, unknown> {
  const found = object[name];
  if (isObject(found)) return found;
  const made = {};
  object[name] = made;
  return made;
}
