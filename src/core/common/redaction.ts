import { base64, formUrlEncode } from './basicAuth';

export const mask = '•••';

/** Shorter values are not masked: they occur in ordinary words. */
export const minSecretLength = 4;

/**
 * Masks secrets in a text: known values in each encoding that requests use (plain, percent-encoded, form-encoded, base64),
 * and everything in a place for credentials, such as after `Bearer`.
 */
export class Redactor {
  readonly #secrets = new Set<string>();
  #forms: readonly string[] = [];

  /** Masks this value from now on. */
  add(secret: string): void {
    if (secret.length < minSecretLength || this.#secrets.has(secret)) return;
    this.#secrets.add(secret);
    // The longest first: replacing a part of a long form would leave its rest.
    this.#forms = [...new Set([...this.#forms, ...encodedForms(secret)])].sort((a, b) => b.length - a.length);
  }

  /** Masks only known values. */
  redactKnown(text: string): string {
    let result = text;
    for (const form of this.#forms) result = result.replaceAll(form, mask);
    return result;
  }

  redact(text: string): string {
    return (
      this.redactKnown(text)
        .replace(/\b(Basic|Bearer)(\s+)(?!\{\{)[A-Za-z0-9\-._~+/%]{6,}=*/gi, `$1$2${mask}`)
        .replace(/\b([a-z][a-z0-9+.-]{0,20}:\/\/)[^\s/@]+@/gi, `$1${mask}@`)
        .replace(/("(?:access_token|client_?secret|secret|token)"\s*:\s*")(?:[^"\\]|\\.)*/gi, `$1${mask}`)
        // JSON inside a string, and objects as Node prints them.
        .replace(
          /\b((?:access_token|client_?secret|secret|token)(?:\\"|')?:\s*(?:\\"|'))[^"'\\]+/gi,
          `$1${mask}`,
        )
        .replace(/\b(access_token|client_?secret|token)=[^&\s"']+/gi, `$1=${mask}`)
    );
  }
}

/** A secret in each encoding that requests use. */
export function encodedForms(secret: string): readonly string[] {
  const whole = wholeCharacters(secret);
  return [...writtenForms(secret), ...[whole, formUrlEncode(whole)].flatMap(base64Inside)];
}

/** A value as files and requests write it: plain, in JSON, percent-encoded and form-encoded. Without duplicates. */
export function writtenForms(value: string): readonly string[] {
  const whole = wholeCharacters(value);
  const percent = encodeURIComponent(whole);
  const form = formUrlEncode(whole);
  const lowerCaseHex = [percent, form].map(text => text.replace(/%[0-9A-F]{2}/g, code => code.toLowerCase()));
  return [...new Set([value, JSON.stringify(value).slice(1, -1), percent, form, ...lowerCaseHex])];
}

/** Replaces lone surrogates, for which `encodeURIComponent` throws. */
function wholeCharacters(text: string): string {
  return text.replace(/\p{Cs}/gu, '\ufffd');
}

/** A text as a part of a longer base64 text, such as the secret in a Basic authorization, for each of three alignments. */
function base64Inside(text: string): readonly string[] {
  const { length } = new TextEncoder().encode(text);
  return [0, 1, 2].flatMap(offset => {
    // Each base64 character holds 6 bits. Leave out those that hold bits of neighbours.
    const own = base64('\0'.repeat(offset) + text).slice(
      Math.ceil((offset * 8) / 6),
      Math.floor(((offset + length) * 8) / 6),
    );
    return [own, own.replaceAll('+', '-').replaceAll('/', '_')];
  });
}

/**
 * Text of a server that is safe to show: one line, no control characters, at most `maxLength` characters. Empty if VS Code
 * could render a link or a command.
 */
export function plainText(text: string, maxLength = 200): string {
  const line = text
    .replace(/[\p{C}\s]+/gu, ' ')
    .replace(/[[\]$`<>]/g, '')
    .trim();
  // Check before and after: removing characters may have joined the parts of a word.
  if (text.includes('](') || [text, line].some(each => /command:/i.test(each))) return '';
  if (line.length <= maxLength) return line;
  return `${line.slice(0, maxLength - 1).replace(/\p{Cs}$/u, '')}…`;
}
