// Keeps the secrets of a request out of what is shown of its answer.
import { decodeBasicAuthorization } from '../../core/common/basicAuth';
import { jsonObject, parseJson } from '../../core/json/json';
import { EchoMask } from '../../core/masking/echoMask';
import { Redactor } from '../../core/masking/redaction';
import { type Masking, maskingOf, isMasked } from '../../core/resources/maskingRules';
import type { HttpRequest } from '../http';

/** The secret values in a request, which an answer may repeat. */
function collectSentSecrets({ headers, body }: Pick<HttpRequest, 'headers' | 'body'>): readonly string[] {
  const authorization = Object.entries(headers).find(([name]) => name.toLowerCase() === 'authorization')?.[1];
  return [...secretsInAuthorization(authorization ?? ''), ...secretsInBody(body ?? '')];
}

const maxRecentMasks = 4;

/** The masks of the last secrets: to prepare one takes a while, and the next request sends the same secrets. */
export class SentSecretMasks {
  readonly #recent = new Map<string, SentSecretMask>();

  of(request: Pick<HttpRequest, 'headers' | 'body'>): SentSecretMask {
    const secrets = collectSentSecrets(request);
    const key = JSON.stringify(secrets);
    const found = this.#recent.get(key) ?? new SentSecretMask(secrets);
    this.#recent.delete(key);
    this.#recent.set(key, found);
    const [oldest] = this.#recent.keys();
    if (oldest !== undefined && this.#recent.size > maxRecentMasks) this.#recent.delete(oldest);
    return found;
  }
}

/** Masks the secrets of a request in its answer. */
export class SentSecretMask {
  readonly #redactor = new Redactor();
  /** Created late: most answers show no text. */
  #echoes: EchoMask | undefined;

  constructor(private readonly secrets: readonly string[]) {
    for (const secret of secrets) this.#redactor.add(secret);
  }

  /** The masked body; unchanged to the byte if it holds no secret. */
  maskBody(body: string): string {
    const masked = this.#redactor.redactKnown(body);
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
  readonly maskText = (text: string): string => {
    this.#echoes ??= new EchoMask(this.secrets);
    return this.#echoes.mask(this.#redactor.redact(text));
  };

  #member(member: unknown): unknown {
    if (typeof member === 'string') return this.#redactor.redactKnown(member);
    const members = jsonObject(member);
    return members === undefined
      ? member
      : Object.fromEntries(
          Object.entries(members).map(([name, value]) => [this.#redactor.redactKnown(name), value]),
        );
  }
}

function secretsInAuthorization(value: string): readonly string[] {
  const [, scheme = '', credentials = ''] = /^(\S+)\s+(.*)/s.exec(value) ?? [];
  if (!/^basic$/i.test(scheme)) return credentials === '' ? [] : [credentials];
  const { clientSecret } = decodeBasicAuthorization(value) ?? {};
  if (clientSecret === undefined) return [credentials];
  // As sent, and before it was form-urlencoded.
  return [credentials, clientSecret, new URLSearchParams(`_=${clientSecret}`).get('_') ?? ''];
}

const ownName = /secret|password|token$/i;

/** The secrets in a body of JSON or of a form, by the names of their members: whatever a document masks, too. */
function secretsInBody(body: string): readonly string[] {
  const found: string[] = [];
  const collect = (value: unknown, masking: Masking): void => {
    if (isMasked(value, masking)) found.push(String(value));
    if (typeof value !== 'object' || value === null) return;
    for (const [name, member] of Object.entries(value)) {
      const own = ownName.test(name) ? 'ownTexts' : undefined;
      collect(member, Array.isArray(value) ? masking : (maskingOf(name, masking) ?? own));
    }
  };
  // Trying to parse a form as JSON takes longer than all else here.
  const parsed = /^\s*[[{]/.test(body) ? parseJson(body) : undefined;
  collect(parsed ?? Object.fromEntries(new URLSearchParams(body)), undefined);
  return found;
}
