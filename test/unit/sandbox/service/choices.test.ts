import assert from 'node:assert/strict';
import fs from 'node:fs';
import { type Choices, type Sandbox, startSandbox } from '../../../../src/sandbox/index';
import { choiceValues, defaultChoices } from '../../../../src/sandbox/service/choices';
import { Administrator, basic, postForm, type Reply, send } from '../calls';

describe('the choices of the sandbox', () => {
  it('are all named in the page on the service', () => {
    const page = fs.readFileSync('docs/hosted-login-api.md', 'utf8');
    const inBrackets = page.match(/\([^()]*\)/g)?.join(' ') ?? '';
    const named: readonly string[] = inBrackets.match(/`[^`]+`/g) ?? [];
    assert.deepEqual(
      Object.keys(defaultChoices).filter(name => !named.includes(`\`${name}\``)),
      [],
    );
  });

  // Otherwise the tests of both ways would test one of them twice.
  it('each have another answer for each value', async () => {
    assert.deepEqual(await answersOf({}), await answersOf({}), 'nothing is random');
    const unchanged: string[] = [];
    for (const [name, values] of Object.entries(choiceValues)) {
      const answers = await Promise.all(values.map(value => answersOf(choice(name, value))));
      if (new Set(answers.map(each => each.join('\n'))).size < values.length) unchanged.push(name);
    }
    assert.deepEqual(unchanged, []);
  });
});

/** A host of its own is the condition for what it has. */
function choice(name: string, value: unknown): Partial<Choices> {
  return { ...(name === 'ownHostConfiguration' && { issuer: 'withoutCustomer' }), [name]: value };
}

/** The answers of a new sandbox to the same requests, without what is random. */
async function answersOf(choices: Partial<Choices>): Promise<readonly string[]> {
  let secrets = 0;
  const sandbox = await startSandbox({
    ...{ choices, pageSize: 2, now: () => 1_000_000 },
    // With the marks that the two encodings of Basic write differently.
    newSecret: () => `s%3A:+ü-${(secrets += 1)}`,
  });
  try {
    return (await allRequests(sandbox)).map(reply => written(reply, sandbox));
  } finally {
    await sandbox.stop();
  }
}

async function allRequests(sandbox: Sandbox): Promise<Reply[]> {
  const { origin, customerId, ids, clientId, clientSecret } = sandbox;
  const administrator = new Administrator(sandbox, sandbox.grant('*:config/**'));
  const call = (method: string, path: string, body?: unknown) => administrator.call(method, path, body);
  const token = (scope: string, credentials = { clientId, clientSecret }) =>
    postForm(sandbox, 'token', { grant_type: 'client_credentials', scope }, credentials);
  const replies = [
    ...(await Promise.all(
      ['login', `${customerId}/login`].map(path =>
        send(`${origin}/${path}/.well-known/openid-configuration`),
      ),
    )),
    await send(`${origin}/config/clients`, { headers: { authorization: `Bearer ${sandbox.grant('*:**')}` } }),
    await send(`${origin}/${customerId}/config/clients`),
    await token('*:**'),
    await token('.:config/clients'),
    await token('GET:config/clients'),
    await token('*:webhooks/**', {
      clientId: ids.readOnlyClient,
      clientSecret: sandbox.secrets.readOnlyClient,
    }),
    await token('*:**', { clientId, clientSecret: 'wrong' }),
    ...(await Promise.all(
      [basic(sandbox), `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`].map(
        authorization =>
          send(`${origin}/${customerId}/login/token`, {
            ...{ method: 'POST', headers: { authorization } },
            body: new URLSearchParams({ grant_type: 'client_credentials', scope: '*:**' }),
          }),
      ),
    )),
    await postForm(sandbox, 'token/introspect', { token: sandbox.grant('*:**') }),
    await postForm(sandbox, 'token/revoke', { token: sandbox.grant('*:**') }),
    await postForm(sandbox, 'token/introspect', { token: 'unknown' }),
  ];
  const policy = `tokenPolicies/${ids.unusedTokenPolicy}`;
  // A host without the configuration answers with a page.
  const client = ((await call('GET', `clients/${ids.staffClient}`)).json ?? {}) as Record<string, unknown>;
  const { loginPolicy: _, ...withoutLoginPolicy } = client;
  const created = { title: 'New', allowedScopes: ['openid'] };
  const texts = { ...created, accessTokenLifetime: '1800', useAccessJWT: 'true' };
  for (const [method, path, body] of [
    ['GET', 'clients'],
    ['GET', policy],
    ['POST', 'tokenPolicies', created],
    ['POST', 'clients', { ...client, name: 'New' }],
    ['POST', 'clients', { ...client, name: 'New' }],
    [
      'POST',
      'clients',
      { name: 'Least', type: 'confidential', tokenPolicy: ids.unusedTokenPolicy, redirectURIs: [] },
    ],
    ['PUT', policy, created],
    ['PUT', policy, { ...created, id: 'another' }],
    ['PUT', policy, {}],
    ['PUT', policy, texts],
    ['GET', policy],
    ['PUT', `clients/${ids.staffClient}`, withoutLoginPolicy],
    ['DELETE', `tokenPolicies/${ids.staffTokenPolicy}`],
    ['GET', `loginPolicies/${ids.staffLoginPolicy}/pushClaims`],
    ['GET', `loginPolicies/${ids.staffLoginPolicy}/allowedResponseTypes`],
    ['DELETE', `clients/${clientId}`],
    ['GET', policy],
  ] as const) {
    replies.push(await call(method, path, body));
  }
  return replies;
}

/** The status, the headers that say something, and the body. */
function written({ status, headers, text }: Reply, { origin }: Sandbox): string {
  return [status, headers.get('content-type'), headers.get('location'), text]
    .join(' ')
    .replaceAll(origin, 'ORIGIN')
    .replace(/[0-9a-z]{8}(?:-[0-9a-z]{4}){3}-[0-9a-z]{12}|[0-9a-f]{26,32}/g, 'ID')
    .replace(/(?<![\w.-])[\w-]{64}(?![\w.-])/g, 'TOKEN');
}
