// Masks secrets that an answer repeats.
import { base64 } from '../common/basicAuth';
import { PartIndex } from './partIndex';
import { base64Inside, encodedForms, mask, minSecretLength } from './redaction';

/** A match of this many characters is not a coincidence if the part is odd. */
const partLength = 8;

/** The same for parts that may be ordinary words or numbers. */
const wordLength = 16;

/** All parts of a form up to this length count as odd. */
const shortForm = 12;

/** A shorter odd part is masked only if the text repeats another one too: one alone may be a coincidence. */
const pieceLength = 6;

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
 * a number of a list (a Buffer of Node as JSON), an octal escape, or a member of a text that was taken for an object. Sticky.
 */
const written =
  /(?<=[[,]\s{0,20})(?<byte>\d{2,3})(?=\s{0,20}[,\]])|(?<=\\)(?<octal>[0-3][0-7]{2})|"\d{1,4}"\s{0,20}:\s{0,20}"(?<member>[^"\\])"|%(?:25)*([\da-f]{2})|(?<=[%\\])(?:u([\da-f]{4})|u\{([\da-f]{1,6})\}|x([\da-f]{2}))|&(?:amp;)*(?:#x([\da-f]{1,6});?|#(\d{1,7});?|([a-z]{2,8});)|[^]/iuy;

/** All characters but those that `plainText` removes or replaces, escape characters, and those without width. */
const visible = /[^\p{C}\p{M}\p{DI}\s[\]$`<>\\]/u;

/** The decoded characters of a text that count, and where each begins and ends in it. */
interface Reading {
  readonly characters: string;
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

type Range = readonly [start: number, end: number];

/** A piece of a secret in a reading. */
interface Piece {
  readonly from: number;
  readonly to: number;
  readonly text: string;
  /** Its position in the text. */
  readonly range: Range;
}

/**
 * Masks secrets that a server's answer repeats, in whole or in part: in any encoding, with other characters between (as in
 * `S3[cr]et`), cut, or in pieces. Takes time linear in the length of the secrets, once, and of the text.
 */
export class EchoMask {
  readonly #wholes: readonly string[];
  /** In lower case. */
  readonly #shortForms: readonly string[];
  readonly #pieces: PartIndex;

  constructor(secrets: readonly string[]) {
    // Many encodings of a secret are the same.
    const long = secrets.filter(({ length }) => length >= minSecretLength);
    const forms = [...new Set(long.flatMap(inEachCase).flatMap(everyForm))];
    const asSeen = new Set(forms.map(charactersOf));
    // Longer ones are found by their pieces.
    this.#wholes = [...asSeen].filter(({ length }) => length >= minSecretLength && length < wordLength);
    const letters = [...asSeen].map(seen => seen.replace(/[^a-z\d]/gi, ''));
    // Most encodings read alike.
    const readings = [...new Set([...asSeen, ...letters].map(toLowerCase))];
    this.#shortForms = readings.filter(({ length }) => length <= shortForm);
    this.#pieces = new PartIndex(pieceLength, readings);
  }

  /** Replaces each repetition by `•••`. */
  readonly mask = (text: string): string => {
    const seen = read(text);
    const pieces = this.#piecesIn(seen);
    const ranges = [
      ...this.#wholesIn(seen),
      ...this.#longParts(pieces),
      // Punctuation may be encoded in ways we do not know, so compare without it too.
      ...this.#longParts(this.#piecesIn(lettersOf(seen))),
      ...severalOddPieces(pieces),
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

  /** The longest pieces of secrets in a text, from left to right; they may overlap. */
  #piecesIn({ characters, starts, ends }: Reading): readonly Piece[] {
    const known = toLowerCase(characters);
    const found: Piece[] = [];
    for (let at = 0; at < known.length; at++) {
      if (!this.#pieces.isAt(known, at)) continue;
      const from = at;
      while (this.#pieces.isAt(known, at + 1)) at++;
      const to = at + pieceLength;
      found.push({ from, to, text: known.slice(from, to), range: [starts[from] ?? 0, ends[to - 1] ?? 0] });
    }
    return found;
  }

  /** Those that are not a coincidence; those that touch count as one. */
  #longParts(pieces: readonly Piece[]): readonly Range[] {
    const found: (Omit<Piece, 'text'> & { readonly isOdd: boolean })[] = [];
    for (const { from, to, text, range } of pieces) {
      if (text.length < partLength) continue;
      const isOdd = this.#isOdd(text);
      const last = found.at(-1);
      if (last === undefined || from > last.to) {
        found.push({ from, to, range, isOdd });
      } else {
        const whole: Range = [last.range[0], range[1]];
        found.splice(-1, 1, { from: last.from, to, range: whole, isOdd: isOdd || last.isOdd });
      }
    }
    return found.filter(({ from, to, isOdd }) => isOdd || to - from >= wordLength).map(({ range }) => range);
  }

  #isOdd(piece: string): boolean {
    if (odd.test(piece)) return true;
    const parts = Array.from({ length: piece.length - partLength + 1 }, (_, at) =>
      piece.slice(at, at + partLength),
    );
    return this.#shortForms.some(form => parts.some(part => form.includes(part)));
  }
}

/** One may be a coincidence, several are not. */
function severalOddPieces(pieces: readonly Piece[]): readonly Range[] {
  const found = pieces.filter(({ text }) => odd.test(text));
  return new Set(found.map(({ text }) => text)).size > 1 ? found.map(({ range }) => range) : [];
}

/**
 * A secret, also in capitals and in small letters if it has other letters than ASCII: encoded, their bytes and numbers have
 * no case that could be ignored, and some become several letters (`ß` is `SS`).
 */
function inEachCase(secret: string): readonly string[] {
  const hasOtherLetters = /(?!\p{ASCII})\p{Changes_When_Casemapped}/u.test(secret);
  return hasOtherLetters ? [secret, secret.toUpperCase(), secret.toLowerCase()] : [secret];
}

/** A secret in each encoding that an answer may repeat it in. */
function everyForm(secret: string): readonly string[] {
  const bytes = new TextEncoder().encode(secret);
  const hex = Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('');
  const encoded = base64(secret);
  return [...encodedForms(secret), hex, base32(bytes), encoded, ...base64Inside(encoded)];
}

/** RFC 4648 §6, without padding. */
function base32(bytes: Uint8Array): string {
  const length = Math.ceil((bytes.length * 8) / 5);
  return Array.from({ length }, (_, index) => {
    const bit = index * 5;
    const at = bit >> 3;
    const two = ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
    return 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.charAt((two >> (11 - (bit & 7))) & 31);
  }).join('');
}

/** The decoded characters of a form that count. */
function charactersOf(form: string): string {
  // Nothing is encoded in most forms.
  return /^[\w.~+/=-]*$/.test(form) ? form : read(form).characters;
}

/** Decodes a text and drops the characters that do not count. Normalizes to NFKC. */
function read(text: string): Reading {
  let characters = '';
  const starts: number[] = [];
  const ends: number[] = [];
  for (let at = 0; at < text.length;) {
    // Most characters are such letters, and matching takes memory for each.
    if (isPlainLetter(text, at)) {
      characters += text.charAt(at);
      starts.push(at);
      ends.push(++at);
      continue;
    }
    written.lastIndex = at;
    const match = written.exec(text);
    if (!match) break;
    const end = at + match[0].length;
    for (const character of specialCharacterOf(match.groups) ?? characterOf(match)) {
      if (!visible.test(character)) continue;
      characters += character;
      while (starts.length < characters.length) {
        starts.push(at);
        ends.push(end);
      }
    }
    at = end;
  }
  return { characters, starts, ends };
}

/** The letters and digits of a reading. */
function lettersOf({ characters, starts, ends }: Reading): Reading {
  const kept = Array.from(characters.matchAll(/[a-z\d]/gi), ({ index }) => index);
  return {
    characters: characters.replace(/[^a-z\d]/gi, ''),
    starts: kept.map(at => starts[at] ?? 0),
    ends: kept.map(at => ends[at] ?? 0),
  };
}

/** Whether a character is an ASCII letter, and does not belong to `%u…`, `\u…` or `\x…`. */
function isPlainLetter(text: string, at: number): boolean {
  const lowerCase = text.charCodeAt(at) | 0x20;
  if (lowerCase < 0x61 || lowerCase > 0x7a) return false;
  const before = text.charAt(at - 1);
  return before !== '%' && before !== '\\';
}

function specialCharacterOf(groups: Readonly<Record<string, string | undefined>> = {}): string | undefined {
  const { byte, octal, member } = groups;
  if (octal !== undefined) return String.fromCharCode(parseInt(octal, 8));
  if (byte === undefined) return member;
  const code = Number(byte);
  return code > 31 && code < 127 ? String.fromCharCode(code) : byte;
}

function characterOf([text = '', , , , percent, ...codes]: readonly (string | undefined)[]): string {
  // A byte beyond ASCII is only a part of a character, so it is not decoded: such secrets are compared byte by byte.
  if (percent !== undefined) return String.fromCharCode(parseInt(percent, 16));
  const name = codes.pop();
  const decimal = codes.pop();
  if (name !== undefined) return named.get(name.toLowerCase()) ?? text;
  const hex = codes.find(code => code !== undefined);
  const code = decimal === undefined ? parseInt(hex ?? '', 16) : Number(decimal);
  if (Number.isNaN(code)) return text.normalize('NFKC');
  return code > 0x10ffff ? '' : String.fromCodePoint(code).normalize('NFKC');
}

/** Lower case, of the same length: characters whose lower case is longer stay as they are. */
function toLowerCase(text: string): string {
  if (/^[\x00-\x7f]*$/.test(text)) return text.toLowerCase();
  return text.replace(/\p{Lu}/gu, letter => {
    const lower = letter.toLowerCase();
    return lower.length === letter.length ? lower : letter;
  });
}
