import { parseJson } from '../json/json';
import type { RequestFileClient } from './httpFormat';

/**
 * The client for which the environment files beside a request file are written; undefined if unknown. Kulala reads
 * JetBrains' files too, so its own mark comes first.
 * @param texts of `http-client.env.json` and `http-client.private.env.json`
 * Source: docs/request-files.md, What the clients do
 */
export function detectClient(texts: readonly string[]): RequestFileClient | undefined {
  const environments = texts.flatMap(text => membersOf(parseJson(text)));
  if (environments.some(([name]) => name === '$kulalaShared')) return 'kulala';
  return environments.some(([, environment]) => authorizationsOf(environment).length > 0)
    ? 'jetBrains'
    : undefined;
}

/** Whether an environment file has the entry that `{{$auth.token("hosted-login")}}` names. */
export function hasOwnAuthorization(texts: readonly string[]): boolean {
  return texts
    .flatMap(text => membersOf(parseJson(text)))
    .some(([, environment]) => authorizationsOf(environment).some(([id]) => id === 'hosted-login'));
}

function authorizationsOf(environment: unknown): [string, unknown][] {
  const member = (value: unknown, name: string): unknown =>
    membersOf(value).find(([key]) => key === name)?.[1];
  return membersOf(member(member(environment, 'Security'), 'Auth'));
}

function membersOf(value: unknown): [string, unknown][] {
  return typeof value === 'object' && value !== null ? Object.entries(value) : [];
}
