import assert from 'node:assert/strict';
import { parse } from 'yaml';

/**
 * Fails unless Bruno sends these tokens and reads everything else as before. Both texts must be YAML; Bruno reads its
 * files with the package `yaml`.
 */
export function assertOnlyAuthorized(before: string, after: string, tokens: readonly string[]): void {
  const request = parse(after) as OpenCollectionRequest;
  assert.deepEqual(sentTokens(request), tokens);
  assert.deepEqual(
    withoutAuthorization(request),
    withoutAuthorization(parse(before) as OpenCollectionRequest),
  );
}

interface Header {
  readonly name?: unknown;
  readonly value?: unknown;
  readonly disabled?: unknown;
}

interface OpenCollectionRequest {
  readonly http: {
    readonly auth?: 'none' | 'inherit' | { readonly type: string; readonly token?: string } | null;
    /** Bruno ignores anything but a list. */
    readonly headers?: readonly Header[] | object | null;
  };
}

/** The bearer tokens that Bruno sends: of `auth`, else of the headers. */
function sentTokens({ http: { auth, headers } }: OpenCollectionRequest): unknown[] {
  const ofHeaders = (Array.isArray(headers) ? (headers as Header[]) : [])
    .filter(isSentAuthorization)
    .map(({ value }) => String(value).replace(/^Bearer /, ''));
  return typeof auth === 'object' && auth?.type === 'bearer' ? [auth.token, ...ofHeaders] : ofHeaders;
}

function withoutAuthorization({ http, ...rest }: OpenCollectionRequest): object {
  const { auth: _auth, headers, ...others } = http;
  const left = Array.isArray(headers)
    ? (headers as Header[]).filter(header => !isSentAuthorization(header))
    : (headers ?? []);
  return { ...rest, http: others, headers: left };
}

function isSentAuthorization(header: Header | null): boolean {
  return header?.disabled !== true && /^authorization$/i.test(String(header?.name));
}
