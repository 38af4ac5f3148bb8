// Describes answers for the log.
import { mask } from '../../core/masking/redaction';
import { maskSecretLikeWords } from '../../core/masking/secretLikeWords';

/** Characters of a body that are logged, and that are scanned for secrets. */
const maxLogged = 1000;
const maxScanned = 20_000;

const connectionHeaders = /^(connection|keep-alive|transfer-encoding)$/;

/** Headers that may hold credentials. Those of CORS only name headers and methods (Fetch, section 3.2). */
const sensitiveHeaders =
  /^(?!access-control-).*(?:cookie|token|secret|authorization|api-?key|session|\bsid$|csrf|xsrf|jwt|assertion|credential|password)/i;

/** Headers with a random ID of the request or the content. They look like secrets, but support asks for them. */
const randomByNature = /^[^:]*(?:id|trace|traceparent|reference|etag): /i;

/**
 * Describes an unsuccessful answer for the log: its headers and the beginning of its body, each on an indented line,
 * without the secrets of the request and without what looks like a secret.
 * @param maskSent masks the secrets of the request
 */
export function describeAnswer(
  maskSent: (text: string) => string,
  headers: Iterable<readonly [name: string, value: string]>,
  body: string,
): string {
  const shown = [...headers]
    .filter(([name]) => !connectionHeaders.test(name))
    .map(([name, value]) => `${name}: ${sensitiveHeaders.test(name) ? mask : value}`);
  // All at once: each may have a piece of a secret.
  const headerLines = maskSent(shown.join('\n'))
    .split('\n')
    .filter(line => line !== '')
    .map(line => (randomByNature.test(line) ? line : maskSecretLikeWords(line)));
  // Half a secret is not recognized, so drop a word that is cut in two.
  const start = dropCutWord(body.slice(0, maxScanned), body.length > maxScanned);
  const masked = oneLine(maskSecretLikeWords(maskSent(start)));
  const cut = masked.length > maxLogged || start.length < body.length;
  const lines = [
    ...headerLines.map(line => oneLine(line).slice(0, maxLogged)),
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
