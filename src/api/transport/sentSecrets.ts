// Keeps the secrets of a request out of what is shown of its answer.
import { decodeBasicAuthorization } from '../../core/common/basicAuth';
import { jsonObject, parseJson } from '../../core/json/json';
import { EchoMask } from '../../core/masking/echoMask';
import { Redactor } from '../../core/masking/redaction';
import type { HttpRequest } from '../http';

/** The secret values in a request, which an answer may repeat. */
function collectSentSecrets({ headers, body }: Pick<HttpRequest, 'headers' | 'body'>): readonly string[] {
  const authorization = Object.entries(headers).find(([name]) => name.toLowerCase() === 'authorization')?.[1];
  return [...secretsInAuthorization(authorization ?? ''), ...secretsInBody(body ?? '')];
}

/** What masks certain secrets. */
class Masks {
  readonly redactor = new Redactor();
  #echoes: EchoMask | undefined;

  constructor(private readonly secrets: readonly string[]) {
    for (const secret of secrets) this.redactor.add(secret);
  }

  /** Created late: most answers show no text. */
  get echoes(): EchoMask {
    return (this.#echoes ??= new EchoMask(this.secrets));
  }
}

/** Of the last secrets: to prepare them takes a while, each answer asks for them, and the next request sends the same. */
const recentMasks = new Map<string, Masks>();
const maxRecentMasks = 4;

function masksOf(secrets: readonly string[]): Masks {
  const key = JSON.stringify(secrets);
  const found = recentMasks.get(key) ?? new Masks(secrets);
  recentMasks.delete(key);
  recentMasks.set(key, found);
  const [oldest] = recentMasks.keys();
  if (oldest !== undefined && recentMasks.size > maxRecentMasks) recentMasks.delete(oldest);
  return found;
}

/** Masks the secrets of a request in its answer. */
export class SentSecretMask {
  readonly #masks: Masks;

  constructor(request: Pick<HttpRequest, 'headers' | 'body'>) {
    this.#masks = masksOf(collectSentSecrets(request));
  }

  /** The masked body; unchanged to the byte if it holds no secret. */
  maskBody(body: string): string {
    const masked = this.#masks.redactor.redactKnown(body);
    if (!/\\[/u]/.test(masked)) return masked;
    // Escapes of JSON may hide a secret: `\/` is a slash, and `\u0041` an A.
    const parsed = parseJson(masked);
    if (parsed === undefined) return masked;
    try {
      const written = JSON.stringify(parsed);
      const inTexts = JSON.stringify(parsed, (_, member: unknown) => this.#member(member));
      return inTexts === written ? masked : inTexts;
    } catch {
      // Nested too deep to be checked.
      return '';
    }
  }

  /** Masks secrets and parts of them, before a text is cleaned and cut. */
  readonly maskText = (text: string): string => this.#masks.echoes.mask(this.#masks.redactor.redact(text));

  #member(member: unknown): unknown {
    if (typeof member === 'string') return this.#masks.redactor.redactKnown(member);
    const members = jsonObject(member);
    return members === undefined
      ? member
      : Object.fromEntries(
          Object.entries(members).map(([name, value]) => [this.#masks.redactor.redactKnown(name), value]),
        );
  }
}

function secretsInAuthorization(value: string): readonly string[] {
  const [, scheme = '', credentials = ''] = /^(\S+)\s+(.*)$/.exec(value) ?? [];
  if (!/^basic$/i.test(scheme)) return credentials === '' ? [] : [credentials];
  const { clientSecret } = decodeBasicAuthorization(value) ?? {};
  if (clientSecret === undefined) return [credentials];
  // As sent, and before it was form-urlencoded.
  return [credentials, clientSecret, new URLSearchParams(`_=${clientSecret}`).get('_') ?? ''];
}

/** The secrets in a body of JSON or of a form, by the names of their members. */
function secretsInBody(body: string): readonly string[] {
  const found: string[] = [];
  const collect = (name: string, value: unknown): void => {
    if (typeof value === 'string' && /secret|password|token$/i.test(name)) found.push(value);
    else if (typeof value === 'object' && value !== null) {
      for (const [inner, member] of Object.entries(value)) collect(inner, member);
    }
  };
  // Trying to parse a form as JSON takes longer than all else here.
  const parsed = /^\s*[[{]/.test(body) ? parseJson(body) : undefined;
  collect('', parsed ?? Object.fromEntries(new URLSearchParams(body)));
  return found;
}
