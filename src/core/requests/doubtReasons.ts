// Why a request may go elsewhere, as parts of sentences.
import { t } from '../common/l10n';
import { parseUrl } from '../common/parseUrl';
import { withoutUserInfo } from './host';

export const expressionReason = (): string => t('an expression of the file may change where it goes');
export const collectionReason = (): string =>
  t('its collection may add scripts, headers, variables or a proxy');
export const scriptReason = (): string => t('a script of the file may change where it goes');
export const unknownHeaderReason = (name: string): string =>
  t('only the client knows the name of its header {0}', shortenTarget(name));

/** Shortens a text of a file for a message: one line, limited length. */
export function shorten(text: string, maxLength = 100): string {
  const line = text.replace(/[\p{C}\s]+/gu, ' ').trim();
  return line.length > maxLength ? `${line.slice(0, maxLength - 1)}…` : line;
}

/** In braces, more than the name of a variable: `{{name}}`, `{{$processEnv NAME}}`. */
const expressionInBraces = /\{\{(?!\s*[$\w.%-]+(?:\s+[\w.-]+)?\s*\}\})[^{}]*\}\}/g;

/**
 * As `shorten`, for a URL, a host or another text from elsewhere that is not in quotes: without user name and password,
 * without expressions, which may hold a secret, and up to the first space, so that it is not read as a sentence of ours.
 */
export function shortenTarget(text: string, maxLength?: number): string {
  const line = withoutUserInfo(text.replace(/[\p{C}\s]+/gu, ' ').trim()).replace(expressionInBraces, '{{…}}');
  const [start = ''] = /^(?:\{\{[^{}]*\}\}|[^\s\u2800\p{Default_Ignorable_Code_Point}])*/u.exec(line) ?? [];
  return shorten(start.length < line.length ? `${start} …` : start, maxLength);
}

/** Why a request is not certain because of a proxy. Names only the host of the proxy: the rest may hold a secret. */
export function proxyReason(proxy: string): string {
  const url = parseUrl(proxy);
  const isPlain = /^(?:[\w.-]+:\d+|\{\{[\w.-]+\}\})$/.test(proxy);
  const host = url && url.host !== '' ? `${url.protocol}//${url.host}` : undefined;
  return isPlain || host !== undefined
    ? t('it is sent through the proxy {0}', shortenTarget(host ?? proxy))
    : t('it is sent through a proxy');
}
