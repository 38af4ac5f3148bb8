// The variables of a document as REST Client reads them.
import { addToList } from '../../common/collections';
import type { Lines } from '../../common/lines';
import { linesOfStep, type Steps } from '../../common/steps';
import { maxDepth, maxValueLength } from './variableValues';

/** A definition that the lines below may complete. */
interface OpenDefinition {
  readonly name: string;
  readonly hasEquals: boolean;
}

/**
 * The variables of a document as REST Client reads them. Prompts come first, then its own variables (`$…`), responses of
 * named requests, file variables, and the environment. It reads the whole text, in Markdown also outside of fences; the
 * last variable of a name counts; `=` and the value may be on their own lines.
 * Source: docs/request-files.md, What the clients do
 */
export class RestClientVariables {
  /** The values in the file; undefined if not plain. */
  readonly #file = new Map<string, string | undefined>();
  /** The same with variables replaced. */
  readonly #filled = new Map<string, string | undefined>();
  readonly #prompted = new Set<string>();
  readonly #requests = new Map<string, number[]>();
  /** Whether several lines together may name a request, which we do not read. */
  #mayNameRequest = false;

  private constructor(private readonly environment: ReadonlyMap<string, string> | undefined) {}

  /** @param environment the values of the selected environment; undefined if unknown */
  static *readInSteps(
    lines: Lines,
    environment: ReadonlyMap<string, string> | undefined,
  ): Steps<RestClientVariables> {
    const variables = new RestClientVariables(environment);
    let open: OpenDefinition | undefined;
    for (let line = 0; line < lines.lineCount; line++) {
      if (line % linesOfStep === 0) yield;
      // It also ends lines at these characters.
      for (const text of lines.line(line).split(/[\u2028\u2029]/)) {
        variables.#readComment(text, line);
        const rest = text.trim();
        if (rest !== '') open = variables.#readDefinition(rest, open);
      }
    }
    if (open?.hasEquals) variables.#file.set(open.name, undefined);
    return variables;
  }

  #readDefinition(text: string, open: OpenDefinition | undefined): OpenDefinition | undefined {
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

  /** Replaces the variables whose values are known. Others stay, as `{{name}}` without spaces. */
  fill(text: string): string {
    return replaced(text, name => this.#value(name, 0));
  }

  /** Whether a variable may have this value, in which others are not replaced yet; what the environment says is not known. */
  mayBe(name: string, value: string): boolean {
    if (this.#isSetLater(name)) return false;
    return !this.#file.has(name) || (this.#file.get(name) === value && !this.#isMisread(value));
  }

  /** Whether it has the value of a prompt, a response or the client, which come before variables. */
  #isSetLater(name: string): boolean {
    return name.startsWith('$') || this.#prompted.has(name) || this.answerOf(name) !== undefined;
  }

  #value(name: string, depth: number): string | undefined {
    if (this.#isSetLater(name)) return undefined;
    return this.#file.has(name)
      ? this.#fileValue(name, depth)
      : plainOfEnvironment(this.environment?.get(name));
  }

  #fileValue(name: string, depth: number): string | undefined {
    if (this.#filled.has(name)) return this.#filled.get(name);
    const written = this.#file.get(name);
    if (written === undefined || depth > maxDepth || this.#isMisread(written)) return undefined;
    const filled = replaced(written, inner => {
      const value = this.#value(inner, depth + 1);
      // REST Client uses it as a replacement pattern.
      return value !== undefined && /\$[$&`'<\d]/.test(value) ? undefined : value;
    });
    const value = filled.length > maxValueLength ? undefined : filled;
    this.#filled.set(name, value);
    return value;
  }

  /** Whether other values may get into a value: REST Client uses names as patterns. */
  #isMisread(value: string): boolean {
    const names: string[] = [];
    replaced(value, name => {
      names.push(name);
      return undefined;
    });
    return names.some(name => !/^[\w-]+$/.test(name) && this.#file.has(name));
  }

  /**
   * Replaces the variables that `fill` has left with samples. Sure if neither the file nor the workspace decides their
   * values.
   * @param isTrusted whether a value is an ID that the service made
   */
  sampled(
    filled: string,
    isTrusted: (name: string) => boolean,
  ): { readonly text: string; readonly isSure: boolean } {
    const unsure: string[] = [];
    const text = replaced(filled, name => {
      // `{{%name}}` is the value of a variable of the file, encoded.
      const variable = name.replace(/^%/, '');
      const isOwn = !this.#prompted.has(name) && !this.#file.has(variable);
      if (isOwn) {
        const value = ownValue(name) ?? (isTrusted(name) ? '0' : undefined);
        if (value !== undefined || this.#isUnknown(name)) return value;
      }
      unsure.push(name);
      return '0';
    });
    return { text, isSure: unsure.length === 0 };
  }

  /** Whether REST Client does not know the name and sends it as written. */
  #isUnknown(name: string): boolean {
    return (
      !name.startsWith('$') &&
      !this.answerOf(name) &&
      this.environment?.has(name) === false &&
      !Object.hasOwn(Object.prototype, name)
    );
  }

  /** The lines of the request whose response a name refers to; empty if unknown, undefined if it refers to none. */
  answerOf(name: string): readonly number[] | undefined {
    const [request = ''] = name.split('.', 1);
    if (this.#mayNameRequest && request !== name) return [];
    return this.#requests.get(request);
  }
}

/** Replaces `{{name}}` on one line as REST Client does: everything between `{{` and the next `}}` is the name. */
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

/** A sample for a variable that REST Client generates, or takes from the user's system. */
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
  return text.length > maxValueLength || /[\\"'`\p{Cc}]/u.test(text) || /[{}]/.test(withoutReferences(text))
    ? undefined
    : text;
}

function withoutReferences(text: string): string {
  return text.replace(/\{\{[^{}]*\}\}/g, '');
}

/** A value of the environment, unless it has variables or line breaks: those are not replaced again. */
function plainOfEnvironment(value: string | undefined): string | undefined {
  return value !== undefined && (value.length > maxValueLength || /[{}\p{Cc}\p{Zl}\p{Zp}]/u.test(value))
    ? undefined
    : value;
}
