import { base64, formUrlEncode } from './basicAuth';

export const mask = '•••';

/** Shorter values are not masked: they would hit innocent words. */
export const minSecretLength = 4;

/**
 * Removes what must not be seen from a text: the values it was told about, in each form they travel in
 * (as they are, percent-encoded, form-encoded, base64), and whatever stands where credentials stand.
 */
export class Redactor {
  readonly #secrets = new Set<string>();
  #forms: readonly string[] = [];

  /** Masks this value from now on. Never throws. */
  add(secret: string): void {
    if (secret.length < minSecretLength || this.#secrets.has(secret)) return;
    this.#secrets.add(secret);
    // The longest first: what is left of a long form would give away the rest of it.
    this.#forms = [...new Set([...this.#forms, ...encodedForms(secret)])].sort((a, b) => b.length - a.length);
  }

  /** Masks only the values it was told about. */
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
        // JSON within a string, and as Node prints an object.
        .replace(
          /\b((?:access_token|client_?secret|secret|token)(?:\\"|')?:\s*(?:\\"|'))[^"'\\]+/gi,
          `$1${mask}`,
        )
        .replace(/\b(access_token|client_?secret|token)=[^&\s"']+/gi, `$1=${mask}`)
    );
  }
}

/** A secret in each form that it travels in. */
export function encodedForms(secret: string): readonly string[] {
  const whole = wholeCharacters(secret);
  return [...writtenForms(secret), ...[whole, formUrlEncode(whole)].flatMap(base64Inside)];
}

/** How a value is written in files and requests: as it is, in JSON, percent-encoded and form-encoded. No two the same. */
export function writtenForms(value: string): readonly string[] {
  const whole = wholeCharacters(value);
  const percent = encodeURIComponent(whole);
  const form = formUrlEncode(whole);
  const lowerCaseHex = [percent, form].map(text => text.replace(/%[0-9A-F]{2}/g, code => code.toLowerCase()));
  return [...new Set([value, JSON.stringify(value).slice(1, -1), percent, form, ...lowerCaseHex])];
}

/** Half a character can not be encoded, and `encodeURIComponent` throws over it. */
function wholeCharacters(text: string): string {
  return text.replace(/\p{Cs}/gu, '\ufffd');
}

/** How a text looks within a longer one in base64, as the secret does in a Basic authorization: it may begin anywhere. */
function base64Inside(text: string): readonly string[] {
  const { length } = new TextEncoder().encode(text);
  return [0, 1, 2].flatMap(offset => {
    // A character of base64 is 6 bits; those that hold bits of the neighbours too are left out.
    const own = base64('\0'.repeat(offset) + text).slice(
      Math.ceil((offset * 8) / 6),
      Math.floor(((offset + length) * 8) / 6),
    );
    return [own, own.replaceAll('+', '-').replaceAll('/', '_')];
  });
}

/**
 * Text from a server as it may be shown: one line, no control characters, at most `maxLength` characters, and nothing
 * at all where VS Code could read a link or a command in it.
 */
export function plainText(text: string, maxLength = 200): string {
  const line = text
    .replace(/[\p{C}\s]+/gu, ' ')
    .replace(/[[\]$`<>]/g, '')
    .trim();
  // Looked for before and after: what was taken out may have held the halves of a word apart.
  if (text.includes('](') || [text, line].some(each => /command:/i.test(each))) return '';
  if (line.length <= maxLength) return line;
  return `${line.slice(0, maxLength - 1).replace(/\p{Cs}$/u, '')}…`;
}
