import assert from 'node:assert/strict';
import { bruToJsonV2 } from '@usebruno/lang';

/** Fails unless Bruno sends these tokens and reads everything else as before. Both texts must be readable. */
export function assertOnlyAuthorized(before: string, after: string, tokens: readonly string[]): void {
  const request = bruToJsonV2(after);
  assert.deepEqual(sentAuthorizations(request), tokens);
  assert.deepEqual(withoutAuthorization(request), withoutAuthorization(bruToJsonV2(before)));
}

interface BruRequest {
  readonly http: Record<string, string>;
  readonly auth?: { readonly bearer?: { readonly token: string } };
  readonly headers?: readonly { readonly name: string; readonly value: string; readonly enabled: boolean }[];
}

/** The bearer tokens that Bruno sends: of the block, else of the headers. */
function sentAuthorizations(json: unknown): (string | undefined)[] {
  const { http, auth, headers = [] } = json as BruRequest;
  const ofHeaders = headers
    .filter(({ name, enabled }) => enabled && /^authorization$/i.test(name))
    .map(({ value }) => value.replace(/^Bearer /, ''));
  return (http['auth'] ?? 'none') === 'none' ? ofHeaders : [auth?.bearer?.token, ...ofHeaders];
}

function withoutAuthorization(json: unknown): object {
  const { http, auth: _auth, headers = [], ...rest } = json as BruRequest;
  const others = Object.entries(rest).filter(([name]) => !name.startsWith('oauth2_'));
  const { auth: _mode, ...request } = http;
  return {
    others,
    request,
    headers: headers.filter(({ name, enabled }) => !enabled || !/^authorization$/i.test(name)),
  };
}
