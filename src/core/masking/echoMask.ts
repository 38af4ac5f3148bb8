import { base64 } from '../common/basicAuth';
import { encodedForms, mask, minSecretLength } from './redaction';

/** A match of this many characters is not a coincidence if the part is odd. */
const partLength = 8;

/** The same for parts that may be ordinary words or numbers. */
const wordLength = 16;

/** All parts of a form up to this length count as odd. */
const shortForm = 12;

/** Not an ordinary word or number: a letter next to a digit, or a character that words and paths do not have. */
const odd = /\d[a-z]|[a-z]\d|[^\w\s\-.,:;/'"()]/;

/** HTML entities of the punctuation that occurs in secrets: name, then character. */
const named = new Map(
  (
    'excl! quot" num# dollar$ percnt% amp& apos\' lpar( rpar) ast* plus+ comma, period. sol/ colon: semi; lt< equals= ' +
    'gt> quest? commat@ lsqb[ lbrack[ bsol\\ rsqb] rbrack] hat^ lowbar_ grave` lcub{ lbrace{ verbar| vert| rcub} rbrace}'
  )
    .split(' ')
    .map(each => [each.slice(0, -1), each.slice(-1)]),
);

/**
 * One character, plain or encoded: percent-encoded, escaped in JSON or a script, as an HTML entity, also encoded repeatedly;
 * a number of a list (a Buffer of Node as JSON), an octal escape, or a member of a text that was taken for an object.
 */
const written =
  /(?<=[[,]\s{0,20})(?<byte>\d{2,3})(?=\s{0,20}[,\]])|(?<=\\)(?<octal>[0-3][0-7]{2})|"\d{1,4}"\s{0,20}:\s{0,20}"(?<member>[^"\\])"|%(?:25)*([\da-f]{2})|(?<=[%\\])(?:u([\da-f]{4})|u\{([\da-f]{1,6})\}|x([\da-f]{2}))|&(?:amp;)*(?:#x([\da-f]{1,6});?|#(\d{1,7});?|([a-z]{2,8});)|[^]/giu;

/** All characters but those that `plainText` removes or replaces, escape characters, and those without width. */
const visible = /[^\p{C}\p{M}\p{DI}\s[\]$`<>\\]/u;

const letterOrDigit = /[a-z\d]/i;

/** The decoded characters of a text that count, and where each begins and ends in it. */
interface Reading {
  readonly characters: string;
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

type Range = readonly [start: number, end: number];

/**
 * Masks secrets that a server's answer repeats, in whole or in part: in any encoding, with other characters between (as in
 * `S3[cr]et`), or cut. Takes time linear in the length of the text.
 */
export class EchoMask {
  readonly #wholes: readonly string[];
  /** Each part of each form, in lower case, and whether it is odd enough to match alone. */
  readonly #parts = new Map<string, boolean>();

  constructor(secrets: readonly string[]) {
    const forms = secrets.filter(({ length }) => length >= minSecretLength).flatMap(everyForm);
    this.#wholes = [...new Set(forms.map(form => read(form, visible).characters))].filter(
      ({ length }) => length >= minSecretLength,
    );
    const readings = forms.flatMap(form => [
      toAsciiLowerCase(read(form, letterOrDigit).characters),
      toAsciiLowerCase(read(form, visible).characters),
    ]);
    // Most encodings read alike.
    for (const reading of new Set(readings)) this.#addParts(reading);
  }

  #addParts(form: string): void {
    for (let at = 0; at + partLength <= form.length; at++) {
      const part = form.slice(at, at + partLength);
      const isOdd = form.length <= shortForm || odd.test(part);
      this.#parts.set(part, isOdd || this.#parts.get(part) === true);
    }
  }

  /** Replaces each repetition by `•••`. */
  readonly mask = (text: string): string => {
    if (this.#wholes.length === 0) return text;
    const seen = read(text, visible);
    const ranges = [
      ...this.#wholesIn(seen),
      ...this.#partsIn(seen),
      // Punctuation may be encoded in ways we do not know, so compare without it too.
      ...this.#partsIn(read(text, letterOrDigit)),
    ].sort(([one], [other]) => one - other);
    let result = '';
    let done = 0;
    for (const [start, end] of ranges) {
      if (start >= done) result += `${text.slice(done, start)}${mask}`;
      done = Math.max(done, end);
    }
    return result + text.slice(done);
  };

  #wholesIn({ characters, starts, ends }: Reading): readonly Range[] {
    const found: Range[] = [];
    for (const whole of this.#wholes) {
      for (let at = characters.indexOf(whole); at !== -1; at = characters.indexOf(whole, at + 1)) {
        found.push([starts[at] ?? 0, ends[at + whole.length - 1] ?? 0]);
      }
    }
    return found;
  }

  #partsIn({ characters, starts, ends }: Reading): readonly Range[] {
    const known = toAsciiLowerCase(characters);
    const found: Range[] = [];
    for (let at = 0; at + partLength <= known.length;) {
      // Extend the match while parts overlap.
      let end = at;
      let isOdd = false;
      for (let next = at; next <= end; next++) {
        const part = this.#parts.get(known.slice(next, next + partLength));
        if (part === undefined) continue;
        end = next + partLength;
        isOdd ||= part;
      }
      if (isOdd || end - at >= wordLength) found.push([starts[at] ?? 0, ends[end - 1] ?? 0]);
      at = Math.max(end, at + 1);
    }
    return found;
  }
}

/** A secret in each encoding that an answer may repeat it in. */
function everyForm(secret: string): readonly string[] {
  const bytes = new TextEncoder().encode(secret);
  const hex = Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('');
  return [...encodedForms(secret), hex, base32(bytes), ...encodedForms(base64(secret))];
}

/** RFC 4648 §6, without padding. */
function base32(bytes: Uint8Array): string {
  const bits = Array.from(bytes, byte => byte.toString(2).padStart(8, '0')).join('');
  const groups = bits.match(/.{1,5}/g) ?? [];
  return groups
    .map(group => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.charAt(parseInt(group.padEnd(5, '0'), 2)))
    .join('');
}

/** Decodes a text and drops the characters that do not match `kept`. Normalizes to NFKC. */
function read(text: string, kept: RegExp): Reading {
  let characters = '';
  const starts: number[] = [];
  const ends: number[] = [];
  for (const match of text.matchAll(written)) {
    const end = match.index + match[0].length;
    for (const character of specialCharacterOf(match.groups) ?? characterOf(match)) {
      if (!kept.test(character)) continue;
      characters += character;
      while (starts.length < characters.length) {
        starts.push(match.index);
        ends.push(end);
      }
    }
  }
  return { characters, starts, ends };
}

function specialCharacterOf(groups: Readonly<Record<string, string | undefined>> = {}): string | undefined {
  const { byte, octal, member } = groups;
  if (octal !== undefined) return String.fromCharCode(parseInt(octal, 8));
  if (byte === undefined) return member;
  const code = Number(byte);
  return code > 31 && code < 127 ? String.fromCharCode(code) : byte;
}

function characterOf([text = '', , , , percent, ...codes]: readonly (string | undefined)[]): string {
  // A byte beyond ASCII is only a part of a character. It stays as it is: secrets are compared byte by byte then.
  if (percent !== undefined) return String.fromCharCode(parseInt(percent, 16));
  const name = codes.pop();
  const decimal = codes.pop();
  if (name !== undefined) return named.get(name.toLowerCase()) ?? text;
  const hex = codes.find(code => code !== undefined);
  const code = decimal === undefined ? parseInt(hex ?? '', 16) : Number(decimal);
  if (Number.isNaN(code)) return text.normalize('NFKC');
  return code > 0x10ffff ? '' : String.fromCodePoint(code).normalize('NFKC');
}

/** Lower case of ASCII only: other characters may become several. */
function toAsciiLowerCase(text: string): string {
  return text.replace(/[A-Z]/g, letter => letter.toLowerCase());
}
