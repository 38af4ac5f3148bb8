// Masks secrets and tokens in texts for logs and messages.
import { base64, formUrlEncode } from '../common/basicAuth';

export const mask = '•••';

/** Shorter values are not masked: they occur in ordinary words. */
export const minSecretLength = 4;

/** How long a value is masked after it has expired, in ms: longer than anything that mentions it may take. */
const maskedAfterExpiry = 3_600_000;

/** Characters of a form that are compared first. */
const headLength = 64;

/** After this many texts that begin like a form and go on in another way, a text is made to be slow. */
const maxMistaken = 5_000;

/** Expired values are removed after this many new ones. */
const valuesBetweenPurges = 500;

/** The source of an expression: ends the names of members and fields that hold credentials, whatever the JSON. */
export const credential =
  '(?:secret|password|passwd|passphrase|token|authorization|credential|(?:api|private)[_-]?key)s?';
const credentialName = /* @__PURE__ */ new RegExp(`${credential}$`, 'i');
const inJson = new RegExp(`("[\\w-]{0,40}${credential}"\\s*:\\s*")(?:[^"\\\\]|\\\\.)*`, 'gi');
// Without the beginning of the name, which would be tried at each word.
const inObject = new RegExp(`(${credential}(?:\\\\"|')?:\\s*(?:\\\\"|'))[^"'\\\\]+`, 'gi');
const inForm = new RegExp(`(${credential}=)[^&\\s"']+`, 'gi');

/** Whether a member of this name holds a credential. */
export function isCredentialName(name: string): boolean {
  return credentialName.test(name);
}

/**
 * Masks secrets in a text: known values in each encoding that requests use (plain, percent-encoded, form-encoded, base64),
 * and everything in a place for credentials, such as after `Bearer`. The time for a text does not depend on how many values
 * are known.
 */
export class Redactor {
  /** Until when each value is masked, in ms since 1970. */
  readonly #secrets = new Map<string, number>();
  /** Those whose forms are not in `#forms` yet. */
  readonly #newSecrets: string[] = [];
  /** The encoded forms by their first characters, the longest first. */
  readonly #forms = new Map<string, string[]>();
  /** Whether a form begins with characters that have this hash. Faster than the map. */
  readonly #beginnings = new Uint8Array(1 << 13);
  #valuesBeforePurge = valuesBetweenPurges;

  /** @param now ms since 1970; without it, no value is forgotten */
  constructor(private readonly now: () => number = () => 0) {}

  /** Masks this value from now on; if it expires (ms since 1970), until some time after. */
  add(secret: string, expiresAt = Infinity): void {
    if (secret.length < minSecretLength) return;
    const known = this.#secrets.get(secret);
    this.#secrets.set(secret, Math.max(known ?? 0, expiresAt + maskedAfterExpiry));
    if (known !== undefined) return;
    if (--this.#valuesBeforePurge <= 0) this.#purge();
    this.#newSecrets.push(secret);
  }

  /** Masks only known values. Of a text that is made to be slow, masks all the rest. */
  redactKnown(text: string): string {
    // Not before: most windows read many tokens and write no line.
    if (this.#newSecrets.length > 0) this.#addForms(this.#newSecrets.splice(0));
    let result = '';
    let end = 0;
    let mistaken = 0;
    const beginsAt = (form: string, at: number): boolean => {
      if (form.length <= headLength) return text.startsWith(form, at);
      // Comparing the whole form at each position would take quadratic time.
      if (!text.startsWith(form.slice(0, headLength), at)) return false;
      const isForm = text.startsWith(form, at);
      if (!isForm) mistaken++;
      return isForm;
    };
    for (let at = 0; at + minSecretLength <= text.length; at++) {
      if (this.#beginnings[hashAt(text, at)] === 0) continue;
      const forms = this.#forms.get(text.slice(at, at + minSecretLength));
      const form = forms?.find(each => beginsAt(each, at));
      if (mistaken > maxMistaken) return `${result}${text.slice(end, Math.max(end, at))}${mask}`;
      if (form === undefined) continue;
      // One that overlaps the one before has a common mask with it: nothing of either is left.
      if (at >= end) result += `${text.slice(end, at)}${mask}`;
      end = Math.max(end, at + form.length);
    }
    return end === 0 ? text : result + text.slice(end);
  }

  #addForms(secrets: readonly string[]): void {
    const grown = new Set<string[]>();
    for (const form of new Set(secrets.flatMap(encodedForms))) {
      const beginning = form.slice(0, minSecretLength);
      const forms = this.#forms.get(beginning) ?? [];
      forms.push(form);
      grown.add(forms);
      this.#forms.set(beginning, forms);
      this.#beginnings[hashAt(form, 0)] = 1;
    }
    for (const forms of grown) forms.sort((one, other) => other.length - one.length);
  }

  /** Forgets what has expired. */
  #purge(): void {
    this.#valuesBeforePurge = valuesBetweenPurges;
    const now = this.now();
    const expired = [...this.#secrets].filter(([, until]) => until < now);
    if (expired.length === 0) return;
    for (const [secret] of expired) this.#secrets.delete(secret);
    this.#forms.clear();
    this.#beginnings.fill(0);
    this.#newSecrets.splice(0, Infinity, ...this.#secrets.keys());
  }

  redact(text: string): string {
    return (
      this.redactKnown(text)
        .replace(/\b(Basic|Bearer)(\s+)(?!\{\{)[A-Za-z0-9\-._~+/%]{6,}=*/gi, `$1$2${mask}`)
        .replace(/\b([a-z][a-z0-9+.-]{0,20}:\/\/)[^\s/]+@/gi, `$1${mask}@`)
        .replace(inJson, `$1${mask}`)
        // JSON inside a string, and objects as Node prints them.
        .replace(inObject, `$1${mask}`)
        .replace(inForm, `$1${mask}`)
    );
  }
}

/** Of the first characters of a form. */
function hashAt(text: string, at: number): number {
  let hash = 0;
  for (let offset = 0; offset < minSecretLength; offset++) {
    hash = (hash * 31 + text.charCodeAt(at + offset)) & 0x1fff;
  }
  return hash;
}

/** A secret in each encoding that requests use. */
export function encodedForms(secret: string): readonly string[] {
  const whole = secret.toWellFormed();
  return [...writtenForms(secret), ...[whole, formUrlEncode(whole)].flatMap(base64Inside)];
}

/** A value as files and requests write it: plain, in JSON, percent-encoded and form-encoded. Without duplicates. */
export function writtenForms(value: string): readonly string[] {
  // `encodeURIComponent` throws for lone surrogates.
  const whole = value.toWellFormed();
  const percent = encodeURIComponent(whole);
  const form = formUrlEncode(whole);
  const lowerCaseHex = [percent, form].map(text => text.replace(/%[0-9A-F]{2}/g, code => code.toLowerCase()));
  return [...new Set([value, JSON.stringify(value).slice(1, -1), percent, form, ...lowerCaseHex])];
}

/** A text as a part of a longer base64 text, such as the secret in a Basic authorization, for each of three alignments. */
export function base64Inside(text: string): readonly string[] {
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
