import assert from 'node:assert/strict';
import { basicAuthorizations } from '../../../src/core/common/basicAuth';
import type { Sandbox } from '../../../src/sandbox/index';

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body as JSON; undefined if it is not JSON. */
  readonly json: unknown;
}

export interface Credentials {
  readonly clientId: string;
  readonly clientSecret: string;
}

export async function send(url: string, init: RequestInit = {}): Promise<Reply> {
  const response = await fetch(url, { redirect: 'manual', ...init });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, json: parsed(text) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export function basic({ clientId, clientSecret }: Credentials): string {
  return basicAuthorizations({ clientId, clientSecret })[0];
}

/** POSTs a form to `/login/<path>`, as the configuration client unless told otherwise. */
export function postForm(
  sandbox: Sandbox,
  path: string,
  form: URLSearchParams | FormData | Readonly<Record<string, string>>,
  credentials: Credentials = sandbox,
): Promise<Reply> {
  return send(`${sandbox.origin}/${sandbox.customerId}/login/${path}`, {
    method: 'POST',
    headers: { authorization: basic(credentials) },
    body: form instanceof FormData ? form : new URLSearchParams(form),
  });
}

/** A fresh token's answer, whatever it grants. */
export async function requestToken(
  sandbox: Sandbox,
  scope: string,
  credentials: Credentials = sandbox,
): Promise<{ access_token: string; expires_in: number; token_type: string; scope?: string }> {
  const reply = await postForm(sandbox, 'token', { grant_type: 'client_credentials', scope }, credentials);
  assert.equal(reply.status, 200, reply.text);
  return reply.json as Awaited<ReturnType<typeof requestToken>>;
}

/** Calls of `/config/…` with one token. A body is sent as JSON, text and bytes as they are. */
export class Administrator {
  constructor(
    private readonly sandbox: Sandbox,
    private readonly token: string,
  ) {}

  static async of(sandbox: Sandbox, scope = '*:config/**', credentials: Credentials = sandbox) {
    return new Administrator(sandbox, (await requestToken(sandbox, scope, credentials)).access_token);
  }

  call(method: string, path: string, body?: unknown): Promise<Reply> {
    return send(`${this.sandbox.origin}/${this.sandbox.customerId}/config/${path}`, {
      method,
      headers: { authorization: `Bearer ${this.token}` },
      ...(body !== undefined && { body: isRaw(body) ? body : JSON.stringify(body) }),
    });
  }
}

function isRaw(body: unknown): body is string | Uint8Array {
  return typeof body === 'string' || body instanceof Uint8Array;
}

/** The members of a JSON object. */
export function members(reply: Reply): Record<string, unknown> {
  assert.ok(typeof reply.json === 'object' && reply.json !== null, reply.text);
  return reply.json as Record<string, unknown>;
}

export function assertErrors(reply: Reply, status: number, errors: string): void {
  assert.deepEqual({ status: reply.status, body: reply.json }, { status, body: { errors } });
}
