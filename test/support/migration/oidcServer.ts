import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseUrl } from '../../../src/core/common/parseUrl';

// The first versions of Node 20 lack it.
if (!('parse' in URL)) Object.assign(URL, { parse: (text: string) => parseUrl(text) ?? null });

/** A certified OpenID Provider on this machine that clients can register at (RFC 7591). */
export interface OidcServer {
  readonly issuer: string;
  /** Registers a client with the text of a file. */
  register(
    metadata: string,
  ): Promise<{ readonly status: number; readonly body: Readonly<Record<string, unknown>> }>;
  close(): Promise<void>;
}

/** The tokens of a login (RFC 6749 §5.1). */
export interface LoginTokens {
  readonly accessToken: string;
  readonly idToken: Readonly<Record<string, unknown>>;
  readonly refreshToken: string | undefined;
  readonly scope: string;
}

export async function startOidcServer(): Promise<OidcServer> {
  const { info, warn } = console;
  // It says on the console that its own keys, store and login page, and Node 20, are for tests only.
  Object.assign(console, { info: () => undefined, warn: () => undefined });
  const { default: Provider } = await import('oidc-provider');
  const server = createServer((request, response) => {
    provider.callback()(request, response);
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider = new Provider(issuer, {
    features: { registration: { enabled: true }, devInteractions: { enabled: true } },
    scopes: ['openid', 'profile', 'email', 'address', 'phone', 'offline_access'],
    pkce: { required: () => true },
    ttl: { Session: 60, Grant: 60, AccessToken: 60, RefreshToken: 60, IdToken: 60, Interaction: 60 },
    issueRefreshToken: () => true,
    findAccount: (_: unknown, sub: string) => ({ accountId: sub, claims: () => ({ sub }) }),
  });
  Object.assign(console, { info, warn });
  return {
    issuer,
    register: async metadata => {
      const response = await fetch(`${issuer}/reg`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: metadata,
      });
      return { status: response.status, body: (await response.json()) as Record<string, unknown> };
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise(resolve => server.close(resolve));
    },
  };
}

/** What a registration answers, as much as a login needs. */
export interface RegisteredClient {
  readonly client_id: string;
  readonly client_secret?: string;
  readonly redirect_uris: readonly string[];
  readonly scope: string;
}

/** Signs a user in with the authorization code flow and PKCE (RFC 7636), with the form of the server's own login page. */
export async function signIn(
  issuer: string,
  client: RegisteredClient,
  redirectUri: string,
): Promise<LoginTokens> {
  const verifier = randomBytes(32).toString('base64url');
  const browser = new Browser();
  const parameters = new URLSearchParams({
    client_id: client.client_id,
    redirect_uri: redirectUri,
    response_type: 'code',
    scope: client.scope,
    state: 'state-1',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  });
  let location = `${issuer}/auth?${parameters.toString()}`;
  for (let step = 0; location.startsWith(issuer); step++) {
    assert.ok(step < 10, `no end at ${location}`);
    const prompt = location.includes('/interaction/') && (await browser.promptAt(location));
    location = prompt
      ? await browser.redirect(location, { prompt, login: 'user-1', password: 'x' })
      : await browser.redirect(location);
  }
  assert.ok(location.startsWith(redirectUri), location);
  const answer = new URL(location).searchParams;
  assert.equal(answer.get('state'), 'state-1', location);
  const secret = client.client_secret;
  const response = await fetch(`${issuer}/token`, {
    method: 'POST',
    headers: {
      ...(secret !== undefined && {
        authorization: `Basic ${Buffer.from(`${client.client_id}:${secret}`).toString('base64')}`,
      }),
    },
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      code: answer.get('code') ?? '',
      redirect_uri: redirectUri,
      code_verifier: verifier,
      ...(secret === undefined && { client_id: client.client_id }),
    }),
  });
  const tokens = (await response.json()) as Record<string, string>;
  assert.equal(response.status, 200, JSON.stringify(tokens));
  const [, payload = ''] = (tokens['id_token'] ?? '').split('.');
  return {
    accessToken: tokens['access_token'] ?? '',
    idToken: JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>,
    refreshToken: tokens['refresh_token'],
    scope: tokens['scope'] ?? '',
  };
}

/** Keeps cookies and follows no redirect. */
class Browser {
  readonly #cookies = new Map<string, string>();

  /** The prompt of a login page: `login` or `consent`. */
  async promptAt(url: string): Promise<string> {
    const page = await (await this.#fetch(url)).text();
    const [, prompt = ''] = /name="prompt" value="(\w+)"/.exec(page) ?? [];
    assert.ok(prompt, page);
    return prompt;
  }

  /** Where a page redirects to. */
  async redirect(url: string, form?: Readonly<Record<string, string>>): Promise<string> {
    const response = await this.#fetch(url, form && { method: 'POST', body: new URLSearchParams(form) });
    const location = response.headers.get('location');
    assert.ok(location, `${response.status} at ${url}: ${await response.text()}`);
    return /^[a-z][a-z0-9+.-]*:/i.test(location) ? location : new URL(location, url).href;
  }

  async #fetch(url: string, options: RequestInit = {}): Promise<Response> {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(url, { ...options, redirect: 'manual', headers: { cookie } });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (/expires=Thu, 01 Jan 1970/i.test(line)) this.#cookies.delete(name);
      else this.#cookies.set(name, value);
    }
    return response;
  }
}
