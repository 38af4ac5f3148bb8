import { addToList } from '../common/collections';
import type { Lines } from '../common/lines';

/** Longer values are no part of a head; they stay variables. */
const longestValue = 300;

/** Variables within values within values; deeper ones, and such that lead back to themselves, stay variables. */
const deepestValue = 8;

/**
 * The variables of a document as REST Client reads them: what a person is asked for counts first, then its own (`$…`), the
 * answers of named requests, the file's and the environment's. It reads those of the whole text, outside of the fences of
 * a Markdown file too, the last one of a name counts, and the `=` and the value may stand on lines of their own.
 * Source: docs/request-files.md, What the clients do
 */
export class RestClientVariables {
  /** The values of the file; undefined for one that is not plain. */
  readonly #file = new Map<string, string | undefined>();
  /** With all that stands for their variables. */
  readonly #filled = new Map<string, string | undefined>();
  readonly #prompted = new Set<string>();
  readonly #requests = new Map<string, number[]>();
  /** Whether lines together may name a request in a way that is not read here. */
  #mayNameRequest = false;

  /** @param environment the values of the selected one; undefined where they cannot be read */
  constructor(
    lines: Lines,
    private readonly environment: ReadonlyMap<string, string> | undefined,
  ) {
    /** What may become a definition by the lines below: up to its name, or up to its `=`. */
    let open: { readonly name: string; readonly hasEquals: boolean } | undefined;
    for (let line = 0; line < lines.lineCount; line++) {
      // It takes these characters for an end of line.
      for (const text of lines.line(line).split(/[\u2028\u2029]/)) {
        this.#readComment(text, line);
        const rest = text.trim();
        if (rest === '') continue;
        open = this.#readDefinition(rest, open);
      }
    }
    if (open?.hasEquals) this.#file.set(open.name, undefined);
  }

  #readDefinition(
    text: string,
    open: { readonly name: string; readonly hasEquals: boolean } | undefined,
  ): typeof open {
    if (open?.hasEquals) {
      this.#file.set(open.name, plainValue(text));
      return undefined;
    }
    const ofLineAbove = open && text.startsWith('=') ? { name: open.name, value: text.slice(1) } : undefined;
    const [start = '', own] = /^@([^\s=]+)\s*/.exec(text) ?? [];
    const rest = text.slice(start.length);
    const definition =
      ofLineAbove ??
      (own !== undefined && rest.startsWith('=') ? { name: own, value: rest.slice(1) } : undefined);
    if (!definition) return own !== undefined && rest === '' ? { name: own, hasEquals: false } : undefined;
    const value = definition.value.trim();
    if (value === '') return { name: definition.name, hasEquals: true };
    this.#file.set(definition.name, plainValue(value));
    return undefined;
  }

  #readComment(text: string, line: number): void {
    if (!text.includes('@')) return;
    const [, prompted] = /^\s*(?:#|\/\/).*?@prompt\s+(\S+)/.exec(text) ?? [];
    if (prompted !== undefined) this.#prompted.add(prompted);
    const [, named] = /^\s*(?:#+|\/{2,})\s+@name\s+(\w+)\s*$/.exec(text) ?? [];
    if (named === undefined) {
      this.#mayNameRequest ||= /@name\s*$|^\s*@name\s+\w+\s*$/.test(text);
      return;
    }
    addToList(this.#requests, named, line);
  }

  /** A line with the values that are known; what is not known stays, as `{{name}}` without blanks around the name. */
  fill(text: string): string {
    return replaced(text, name => this.#value(name, 0));
  }

  #value(name: string, depth: number): string | undefined {
    if (name.startsWith('$') || this.#prompted.has(name) || this.answerOf(name)) return undefined;
    return this.#file.has(name)
      ? this.#fileValue(name, depth)
      : plainOfEnvironment(this.environment?.get(name));
  }

  #fileValue(name: string, depth: number): string | undefined {
    if (this.#filled.has(name)) return this.#filled.get(name);
    const written = this.#file.get(name);
    if (written === undefined || depth > deepestValue || this.#isMisread(written)) return undefined;
    const filled = replaced(written, inner => {
      const value = this.#value(inner, depth + 1);
      // Such it takes for parts of what it replaces.
      return value !== undefined && /\$[$&`'<\d]/.test(value) ? undefined : value;
    });
    const value = filled.length > longestValue ? undefined : filled;
    this.#filled.set(name, value);
    return value;
  }

  /** Whether the values of other names may get into a value: it makes patterns of the names in it. */
  #isMisread(value: string): boolean {
    const names: string[] = [];
    replaced(value, name => {
      names.push(name);
      return undefined;
    });
    return names.some(name => !/^[\w-]+$/.test(name) && this.#file.has(name));
  }

  /**
   * A text in which the variables that `fill` has left have a value like that which they will have: those that are
   * neither decided by the file nor by the workspace; and whether there is no other one.
   * @param isTrusted whether a name's value is an ID that the service has made
   */
  sampled(
    filled: string,
    isTrusted: (name: string) => boolean,
  ): { readonly text: string; readonly isSure: boolean } {
    const unsure: string[] = [];
    const text = replaced(filled, name => {
      const isOwn = !this.#prompted.has(name) && !this.#file.has(name);
      const value = isOwn ? (ownValue(name) ?? (isTrusted(name) ? '0' : undefined)) : undefined;
      if (value !== undefined || (isOwn && this.#isNowhere(name))) return value;
      unsure.push(name);
      return '0';
    });
    return { text, isSure: unsure.length === 0 };
  }

  /** Whether it is sent as it is written. */
  #isNowhere(name: string): boolean {
    return (
      !name.startsWith('$') &&
      !this.answerOf(name) &&
      this.environment?.has(name) === false &&
      !Object.hasOwn(Object.prototype, name)
    );
  }

  /**
   * The lines that name the request whose answer a name stands for; none where they are not known, and undefined where it
   * stands for no answer.
   */
  answerOf(name: string): readonly number[] | undefined {
    const [request = ''] = name.split('.', 1);
    if (this.#mayNameRequest && request !== name) return [];
    return this.#requests.get(request);
  }
}

/** Replaces `{{name}}` on one line as REST Client does: whatever is between the first two braces and the next two. */
function replaced(text: string, valueOf: (name: string) => string | undefined): string {
  const parts: string[] = [];
  let at = 0;
  for (;;) {
    const open = text.indexOf('{{', at);
    const close = open < 0 ? -1 : text.indexOf('}}', open + 3);
    if (close < 0) return parts.join('') + text.slice(at);
    const name = text.slice(open + 2, close).trim();
    parts.push(text.slice(at, open), valueOf(name) ?? `{{${name}}}`);
    at = close + 2;
  }
}

/** A value like that of a variable that REST Client makes itself, or takes from the user's system. */
function ownValue(name: string): string | undefined {
  if (/^\$(?:localD|d)atetime rfc1123(?: -?\d+ [a-zA-Z]+)?$/.test(name))
    return 'Thu, 01 Jan 1970 00:00:00 GMT';
  return /^\$(?:guid|(?:timestamp|(?:localD|d)atetime iso8601)(?: -?\d+ [a-zA-Z]+)?|randomInt -?\d+ -?\d+|processEnv [A-Za-z_]\w*)$/.test(
    name,
  )
    ? '0'
    : undefined;
}

function plainValue(text: string): string | undefined {
  return text.length > longestValue || /[\\"'`\p{Cc}]/u.test(text) || /[{}]/.test(withoutReferences(text))
    ? undefined
    : text;
}

function withoutReferences(text: string): string {
  return text.replace(/\{\{[^{}]*\}\}/g, '');
}

/** A value of the environment is put in as it is: variables and ends of line in it mean something else then. */
function plainOfEnvironment(value: string | undefined): string | undefined {
  return value !== undefined && (value.length > longestValue || /[{}\p{Cc}\p{Zl}\p{Zp}]/u.test(value))
    ? undefined
    : value;
}
