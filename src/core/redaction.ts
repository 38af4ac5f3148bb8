const mask = '•••';

/** Shorter values are not masked by value: they would hit innocent words. */
const minLength = 6;

/**
 * Removes what must not be seen from a text: the values it was told about, in each form they travel in
 * (as they are, percent-encoded, form-encoded, base64), and whatever stands where credentials stand.
 */
export class Redactor {
  readonly #forms = new Set<string>();
  #longestFirst: readonly string[] = [];

  /** Masks this value from now on. */
  add(secret: string): void {
    if (secret.length < minLength) return;
    for (const form of [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)]) {
      this.#forms.add(form);
    }
    this.#longestFirst = [...this.#forms].sort((a, b) => b.length - a.length);
  }

  redact(text: string): string {
    let result = text;
    for (const form of this.#longestFirst) result = result.replaceAll(form, mask);
    return result
      .replace(/\b(Basic|Bearer)(\s+)(?!\{\{)[A-Za-z0-9\-._~+/%]{6,}=*/gi, `$1$2${mask}`)
      .replace(/("(?:access_token|client_?secret|secret|token)"\s*:\s*")(?:[^"\\]|\\.)*/gi, `$1${mask}`)
      .replace(/\b(access_token|client_secret|token)=[^&\s"']+/gi, `$1=${mask}`);
  }
}

/**
 * Text from a server as it may be shown: one line, no control characters, at most `maxLength` characters, and nothing
 * at all where VS Code could read a link or a command in it.
 */
export function plainText(text: string, maxLength = 200): string {
  if (text.includes('](') || /command:/i.test(text)) return '';
  const line = text
    .replace(/[\p{C}\s]+/gu, ' ')
    .replace(/[[\]$`<>]/g, '')
    .trim();
  return line.length > maxLength ? `${line.slice(0, maxLength - 1)}…` : line;
}
