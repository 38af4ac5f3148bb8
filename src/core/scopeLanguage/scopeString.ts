import type { Lines } from '../common/lines';
import { hasDocumentedScope } from '../requests/hostedLoginMentions';

/**
 * Where a scope list was found. `form`: `scope=` of a request file; `curl`: an option of curl; `json`: the member
 * `"scope"` or `"Scope"`; `allowedScopes`: one string of that array; `setting`: an entry of `hostedLogin.scopePresets`.
 */
export type ScopeStringKind = 'form' | 'curl' | 'json' | 'allowedScopes' | 'setting';

/** A scope list in a document. It stands on one line, from character `start` to `end`, without its quotes. */
export interface ScopeString {
  readonly kind: ScopeStringKind;
  readonly line: number;
  readonly start: number;
  readonly end: number;
  /** The list as the service will read it. */
  readonly text: string;
  /** Whether it is a list of our scopes, or meant to be one. Other systems have a `scope` too: they are left alone. */
  readonly isHostedLogin: boolean;
  /** Whether it is ours where the text around it is about Hosted Login. */
  readonly mayBeHostedLogin: boolean;
  /** The character of the line where the offset of `text` is written. */
  characterAt(offset: number): number;
  /** The offset of `text` that is written at a character of the line. */
  offsetAt(character: number): number;
  /** A piece of a scope list as it has to be written here. */
  encode(text: string): string;
}

/** How a text is written in a document. */
export interface Notation {
  /** One piece of what is written; a piece that stands for itself may be of any length. */
  readonly token: RegExp;
  decode(token: string): string;
  encode(text: string, written: string): string;
}

/** Text that stands for itself. */
export const plain: Notation = {
  token: /[^]+/g,
  decode: token => token,
  encode: text => text,
};

/** `application/x-www-form-urlencoded`; a variable of a request file stands for itself. */
export const urlEncoded: Notation = {
  token: /\{\{[^{}]*\}\}|%[0-7][\da-f]|(?:%[89a-f][\da-f])+|\+|[^%+{]+|[^]/gi,
  decode: token => {
    if (token === '+') return ' ';
    try {
      return token.startsWith('%') ? decodeURIComponent(token) : token;
    } catch {
      return token; // half a character, while it is typed
    }
  },
  // Only these can break out of the value: `*`, `:` and `/` are lawful in a query and in a form.
  encode: (text, written) => {
    const space = /%20|[+ ]/.exec(written.replace(/\{\{[^{}]*\}\}/g, ''))?.[0] ?? '+';
    return text.replace(/\{\{[^{}]*\}\}|[%&#+ ]/g, found => {
      if (found === ' ') return space;
      return found.length > 1 ? found : encodeURIComponent(found);
    });
  },
};

/** The inside of a JSON string. */
export const jsonString: Notation = {
  token: /\\u[\da-f]{4}|\\.|[^\\]+|\\/gi,
  decode: token => {
    try {
      return token.startsWith('\\') ? String(JSON.parse(`"${token}"`)) : token;
    } catch {
      return token; // half an escape, while it is typed
    }
  },
  encode: text => JSON.stringify(text).slice(1, -1),
};

/** Whether a text has something of our scopes, if perhaps misspelt: an action, one left out, or a path of ours. */
function looksLikeHostedLoginScopes(text: string): boolean {
  return /(?:^|[\s,"'])[.*]?:|\bconfig\/(?:\*\*|clients\b)|:\/?config\//i.test(text);
}

/** The scope string that stands in a line between two characters. */
export function scopeStringAt(
  kind: ScopeStringKind,
  notation: Notation,
  line: number,
  lineText: string,
  start: number,
  end: number,
): ScopeString {
  const written = lineText.slice(start, end);
  let text = '';
  const characters: number[] = [];
  for (const { 0: token, index } of written.matchAll(notation.token)) {
    const decoded = notation.decode(token);
    for (let i = 0; i < decoded.length; i++) {
      characters.push(start + index + (decoded.length === token.length ? i : 0));
    }
    text += decoded;
  }
  characters.push(end);
  return {
    kind,
    line,
    start,
    end,
    text,
    isHostedLogin: kind === 'setting' || hasDocumentedScope(text),
    mayBeHostedLogin: looksLikeHostedLoginScopes(text),
    characterAt: offset => characters[Math.max(0, Math.min(offset, text.length))] ?? end,
    offsetAt: character => {
      const offset = characters.findIndex(at => at >= character);
      return offset < 0 ? text.length : offset;
    },
    encode: piece => notation.encode(piece, written),
  };
}

/** The longest line that is read at all. */
const maxLineLength = 20_000;

/** Lines too long for a person are read as empty: nobody edits a scope there, and time stays bounded. */
export function withoutLongLines(lines: Lines): Lines {
  return {
    lineCount: lines.lineCount,
    line: index => {
      const text = lines.line(index);
      return text.length > maxLineLength ? '' : text;
    },
  };
}
