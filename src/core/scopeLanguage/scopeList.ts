import type { Lines } from '../common/lines';
import { hasDocumentedScope } from '../requests/hostedLoginMentions';

/**
 * Where a scope list is. `form`: `scope=` of a request file; `curl`: an option of curl; `json`: a member `"scope"` or
 * `"Scope"`; `allowedScopes`: one entry of that array; `setting`: an entry of `hostedLogin.scopePresets`.
 */
export type ScopeListKind = 'form' | 'curl' | 'json' | 'allowedScopes' | 'setting';

/** A scope list in a document, on one line, from character `start` to `end`, without quotes. */
export interface ScopeList {
  readonly kind: ScopeListKind;
  readonly line: number;
  readonly start: number;
  readonly end: number;
  /** Decoded. */
  readonly text: string;
  /** Whether it holds Hosted Login's scopes, perhaps misspelt. Other systems have a `scope` too. */
  readonly isHostedLogin: boolean;
  /** Whether it counts as Hosted Login's if the text around it mentions Hosted Login. */
  readonly mayBeHostedLogin: boolean;
  /** The characters of the line at which those of `text` begin, and the last one ends. */
  readonly characters: readonly number[];
  /** Maps an offset of `text` to a character of the line. */
  characterAt(offset: number): number;
  /** Maps a character of the line to an offset of `text`. */
  offsetAt(character: number): number;
  /** Encodes a piece of a scope list for this place. */
  encode(text: string): string;
}

/** How a text is encoded in a document. */
export interface Notation {
  /** One encoded piece. A piece that decodes to itself may have any length. */
  readonly token: RegExp;
  decode(token: string): string;
  encode(text: string, written: string): string;
}

/** Not encoded. */
export const plain: Notation = {
  token: /[^]+/g,
  decode: token => token,
  encode: text => text,
};

/** `application/x-www-form-urlencoded`. Variables of request files are not encoded. */
export const urlEncoded: Notation = {
  token: /\{\{[^{}]*\}\}|%[0-7][\da-f]|(?:%[89a-f][\da-f])+|\+|[^%+{]+|[^]/gi,
  decode: token => {
    if (token === '+') return ' ';
    try {
      return token.startsWith('%') ? decodeURIComponent(token) : token;
    } catch {
      return token; // incomplete, while it is typed
    }
  },
  // Only these need encoding: `*`, `:` and `/` are allowed in queries and forms.
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
      return token; // incomplete, while it is typed
    }
  },
  encode: text => JSON.stringify(text).slice(1, -1),
};

/** Whether a text has an action, a colon without one, or a path of the configuration. */
function looksLikeHostedLoginScopes(text: string): boolean {
  return /(?:^|[\s,"'])[.*]?:|\bconfig\/(?:\*\*|clients\b)|:\/?config\//i.test(text);
}

/** Creates the scope list between two characters of a line. */
export function scopeListAt(
  kind: ScopeListKind,
  notation: Notation,
  line: number,
  lineText: string,
  start: number,
  end: number,
): ScopeList {
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
  const isHostedLogin = kind === 'setting' || hasDocumentedScope(text);
  const encode = (piece: string) => notation.encode(piece, written);
  return placed(
    { kind, text, isHostedLogin, mayBeHostedLogin: looksLikeHostedLoginScopes(text), encode },
    line,
    characters,
  );
}

/** The same scope list at another place. */
export function placed(
  list: Pick<ScopeList, 'kind' | 'text' | 'isHostedLogin' | 'mayBeHostedLogin' | 'encode'>,
  line: number,
  characters: readonly number[],
): ScopeList {
  const { kind, text, isHostedLogin, mayBeHostedLogin, encode } = list;
  const end = characters.at(-1) ?? 0;
  const start = characters[0] ?? end;
  return {
    ...{ kind, line, start, end, text, isHostedLogin, mayBeHostedLogin, characters, encode },
    characterAt: offset => characters[Math.max(0, Math.min(offset, text.length))] ?? end,
    offsetAt: character => {
      const offset = characters.findIndex(at => at >= character);
      return offset < 0 ? text.length : offset;
    },
  };
}

/** Longer lines are not read. In characters. */
export const maxLineLength = 20_000;

/** Reads very long lines as empty, to bound the time. Nobody edits scopes there. */
export function withoutLongLines(lines: Lines): Lines {
  return {
    lineCount: lines.lineCount,
    line: index => {
      const text = lines.line(index);
      return text.length > maxLineLength ? '' : text;
    },
  };
}
