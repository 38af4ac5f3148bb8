import { maskRandomWords } from '../../core/common/randomWords';
import { mask } from '../../core/common/redaction';
import type { HttpRequest } from '../http';
import { SentSecretMask } from './sentSecrets';

/** As much of a body as the log gets, and as is looked at for that. Characters. */
const maxLogged = 1000;
const maxScanned = 20_000;

/** Says nothing about the answer. */
const connectionHeaders = /^(connection|keep-alive|transfer-encoding)$/;

/** Headers that may hold what opens something. */
const sensitiveHeaders = /cookie|token|secret|authorization|api-?key/i;

/**
 * What the log gets of an answer that is no success: its headers and the beginning of its body, without what was sent
 * in the request and without what else looks like a secret. On lines of their own, each indented.
 */
export function describeAnswer(
  request: Pick<HttpRequest, 'headers' | 'body'>,
  headers: Iterable<readonly [name: string, value: string]>,
  body: string,
): string {
  const { maskText: withoutSent } = new SentSecretMask(request);
  const shown = [...headers]
    .filter(([name]) => !connectionHeaders.test(name))
    .map(([name, value]) => `${name}: ${sensitiveHeaders.test(name) ? mask : value}`);
  // Half a secret is not recognized: none stands at the end of what is looked at.
  const start = dropCutWord(body.slice(0, maxScanned), body.length > maxScanned);
  const masked = oneLine(maskRandomWords(withoutSent(start)));
  const cut = masked.length > maxLogged || start.length < body.length;
  const lines = [
    ...shown.map(line => oneLine(withoutSent(line)).slice(0, maxLogged)),
    body === '' ? '(no body)' : `${masked.slice(0, maxLogged)}${cut ? `… (${body.length} characters)` : ''}`,
  ];
  return lines.map(line => `\n    ${line}`).join('');
}

function oneLine(text: string): string {
  return text.replace(/[\p{C}\s]+/gu, ' ').trim();
}

/** A text without the word that its end may have cut in two. */
function dropCutWord(text: string, isCut: boolean): string {
  let end = text.length;
  if (isCut) while (end > 0 && /[^\s"'<>,;]/.test(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
}
