import { decodeBasicAuthorization } from '../core/basicAuthorization';
import { parseJson } from '../core/json';
import type { HttpRequest } from './transport';

/** The values in a request that nobody may see, also where the answer repeats them. */
export function sentSecrets({ headers, body }: Pick<HttpRequest, 'headers' | 'body'>): readonly string[] {
  const authorization = Object.entries(headers).find(([name]) => name.toLowerCase() === 'authorization')?.[1];
  return [...secretsOfAuthorization(authorization ?? ''), ...secretsOfBody(body ?? '')];
}

function secretsOfAuthorization(value: string): readonly string[] {
  const [, scheme = '', credentials = ''] = /^(\S+)\s+(.*)$/.exec(value) ?? [];
  if (!/^basic$/i.test(scheme)) return credentials === '' ? [] : [credentials];
  const { clientSecret } = decodeBasicAuthorization(value) ?? {};
  if (clientSecret === undefined) return [credentials];
  // As it was sent, and as it was before it was form-urlencoded.
  return [credentials, clientSecret, new URLSearchParams(`_=${clientSecret}`).get('_') ?? ''];
}

/** The secrets in a body of JSON or of a form, by the names of their members. */
export function secretsOfBody(body: string): readonly string[] {
  const found: string[] = [];
  const look = (name: string, value: unknown): void => {
    if (typeof value === 'string' && /secret|password|token$/i.test(name)) found.push(value);
    else if (typeof value === 'object' && value !== null) {
      for (const [inner, member] of Object.entries(value)) look(inner, member);
    }
  };
  const parsed = parseJson(body);
  look('', parsed ?? Object.fromEntries(new URLSearchParams(body)));
  return found;
}
