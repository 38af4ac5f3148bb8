import assert from 'node:assert/strict';
import { type Operation, findOperation, operations } from '../../../../src/core/catalogue/operations';
import { requestLines } from '../../../../src/core/catalogue/requestText';
import { linesOf } from '../../../../src/core/common/lines';
import { finish } from '../../../../src/core/common/steps';
import { configurationRequests } from '../../../../src/core/requestAnalysis/configurationRequests';
import { neededScope, neededScopes } from '../../../../src/core/requestAnalysis/neededScopes';
import { listRequests } from '../../../../src/core/requests/findRequests';
import type { ConfigField } from '../../../../src/core/resourceRules/resourceFields';
import { checkScopesInSteps } from '../../../../src/core/scopeLanguage/scopeFindings';
import { missingScopes } from '../../../../src/core/scopes/compareScopes';
import { startSandbox, type Sandbox } from '../../../../src/sandbox/index';
import { tokenReference } from '../../../../src/ui/ids';
import { Administrator, members } from '../../sandbox/calls';

const id = '1ab23c45-6789-0123-d4ef-5g678h90ijk1';
const customer = { origin: 'https://h.example', customerId: '00000000-0000-0000-0000-000000000000' };

/** Methods and paths as in docs/hosted-login-api.md (Resources), and the narrowest scope, in the same words everywhere. */
const table: Readonly<Record<string, readonly [request: string, scope: string]>> = {
  'tokenPolicies.list': ['GET config/tokenPolicies', '.:config/tokenPolicies'],
  'tokenPolicies.get': ['GET config/tokenPolicies/{id}', '.:config/tokenPolicies/{id}'],
  'tokenPolicies.create': ['POST config/tokenPolicies', '*:config/tokenPolicies**'],
  'tokenPolicies.update': ['PUT config/tokenPolicies/{id}', '*:config/tokenPolicies/{id}'],
  'tokenPolicies.delete': ['DELETE config/tokenPolicies/{id}', '*:config/tokenPolicies/{id}'],
  'loginPolicies.list': ['GET config/loginPolicies', '.:config/loginPolicies'],
  'loginPolicies.get': ['GET config/loginPolicies/{id}', '.:config/loginPolicies/{id}'],
  'loginPolicies.create': ['POST config/loginPolicies', '*:config/loginPolicies**'],
  'loginPolicies.update': ['PUT config/loginPolicies/{id}', '*:config/loginPolicies/{id}'],
  'loginPolicies.delete': ['DELETE config/loginPolicies/{id}', '*:config/loginPolicies/{id}'],
  'loginPolicies.getPushClaims': [
    'GET config/loginPolicies/{id}/pushClaims',
    '.:config/loginPolicies/{id}/pushClaims',
  ],
  'loginPolicies.updatePushClaims': [
    'PUT config/loginPolicies/{id}/pushClaims',
    '*:config/loginPolicies/{id}/pushClaims',
  ],
  'loginPolicies.getResponseTypes': [
    'GET config/loginPolicies/{id}/allowedResponseTypes',
    '.:config/loginPolicies/{id}/allowedResponseTypes',
  ],
  'loginPolicies.updateResponseTypes': [
    'PUT config/loginPolicies/{id}/allowedResponseTypes',
    '*:config/loginPolicies/{id}/allowedResponseTypes',
  ],
  'clients.list': ['GET config/clients', '.:config/clients'],
  'clients.get': ['GET config/clients/{id}', '.:config/clients/{id}'],
  'clients.create': ['POST config/clients', '*:config/clients**'],
  'clients.update': ['PUT config/clients/{id}', '*:config/clients/{id}'],
  'clients.delete': ['DELETE config/clients/{id}', '*:config/clients/{id}'],
  'clients.getSecret': ['GET config/clients/{id}/secret', '.:config/clients/{id}/secret'],
  'clients.resetSecret': ['POST config/clients/{id}/secret', '*:config/clients/{id}/secret'],
};

const withId = (text: string) => text.replace(/<(?:tokenPolicy|loginPolicy|client)Id>/g, id);
const linesFor = (operation: Operation) => requestLines(operation, tokenReference);

function bodyText(operation: Operation): string {
  const lines = linesFor(operation);
  return lines.slice(lines.indexOf('') + 1).join('\n');
}

/** The body with null instead of each bare `<name>`. */
function bodyOf(operation: Operation): Record<string, unknown> {
  return JSON.parse(bodyText(operation).replace(barePlace, '$1null')) as Record<string, unknown>;
}

/** A value that is to be pasted, with what is before it. */
const barePlace = /(: )<\w+>/g;

describe('operations', () => {
  it('has every operation of the configuration API', () => {
    const found = operations().map(operation => [
      operation.name,
      [
        `${operation.method} ${withId(operation.path)}`,
        neededScope({ method: operation.method, path: withId(operation.path) }),
      ],
    ]);
    const expected = Object.entries(table).map(([name, texts]) => [
      name,
      texts.map(text => text.replace('{id}', id)),
    ]);
    assert.deepEqual(found, expected);
  });

  it('finds an operation only by its name', () => {
    assert.equal(findOperation('clients.resetSecret')?.method, 'POST');
    for (const name of ['', 'clients', 'clients.', 'clients.reset', 'toString', 'Clients.list']) {
      assert.equal(findOperation(name), undefined, name);
    }
  });

  for (const operation of operations()) {
    describe(operation.name, () => {
      const lines = linesFor(operation);

      it('is one request with the header, and has no findings', () => {
        const [request, ...more] = listRequests(linesOf(['### x', ...lines].join('\n')), 'http');
        assert.equal(more.length, 0);
        assert.ok(request);
        assert.equal(request.method, operation.method);
        assert.equal(request.url, `{{origin}}/{{customerId}}/${operation.path}`);
        assert.deepEqual(
          request.authorizations.map(({ value }) => value),
          ['Bearer {{$processEnv HOSTED_LOGIN_TOKEN}}'],
        );
        assert.equal(request.bodyFirstLine !== undefined, operation.fields.length > 0);
        assert.deepEqual(finish(checkScopesInSteps(linesOf(lines.join('\n')), 'http')), []);
      });

      it('needs the scope that is shown for it', () => {
        const needed = (text: string) => neededScopes(configurationRequests(linesOf(text), 'http', customer));
        const sent = needed(withId(lines.join('\n')));
        assert.equal(sent, table[operation.name]?.[1].replace('{id}', id));
        // Before the ID is filled in, a token for the collection is asked for, which is enough later too.
        assert.deepEqual(missingScopes(sent, needed(lines.join('\n'))), []);
      });

      it('has comments that both REST Client and httpYac recognize', () => {
        const above = lines.slice(
          0,
          lines.findIndex(line => line.startsWith(operation.method)),
        );
        // Besides, VS Code frames characters that look like others: so ASCII only.
        for (const line of above) assert.match(line, /^# (?!\s*@)[ -~]+$/);
        assert.equal(above.filter(line => line.includes('{{')).length, 0);
        const named = above.flatMap(line => /^# {3}\s*(\w+) {2}/.exec(line)?.[1] ?? []);
        assert.deepEqual(named, namesWithin(operation.fields));
      });

      if (operation.fields.length > 0) {
        it('has a body with the members that the comments name', () => {
          assert.deepEqual(
            Object.keys(bodyOf(operation)),
            operation.fields.map(({ name }) => name),
          );
          const within = (value: unknown): string[] =>
            typeof value === 'object' && value !== null && !Array.isArray(value)
              ? Object.entries(value).flatMap(([name, inner]) => [name, ...within(inner)])
              : [];
          // The user chooses the names of claims.
          assert.deepEqual(
            within(bodyOf(operation)).filter(name => name !== 'name' || operation.resource === 'clients'),
            namesWithin(operation.fields),
          );
        });
      }
    });
  }

  it('warns of dangerous operations', () => {
    const notes = (name: string) => findOperation(name)?.notes.join(' ') ?? '';
    for (const { name, method } of operations()) {
      if (method === 'PUT') assert.match(notes(name), /replaces everything.*Send the GET first/, name);
    }
    assert.match(notes('tokenPolicies.update'), /nobody can change the configuration/);
    assert.match(notes('tokenPolicies.delete'), /Never delete the only policy/);
    assert.match(notes('clients.delete'), /Never delete the only configuration client/);
    assert.match(notes('clients.resetSecret'), /at once, without a grace period/);
  });
});

describe('operations against the sandbox', () => {
  let sandbox: Sandbox;
  let administrator: Administrator;
  before(async () => {
    sandbox = await startSandbox();
    administrator = await Administrator.of(sandbox);
  });
  after(() => sandbox.stop());

  /** Sends an operation as it is in the catalogue, with IDs for its places. */
  async function send(name: string, ids: Readonly<Record<string, string>> = {}, changed: object = {}) {
    const operation = findOperation(name);
    assert.ok(operation);
    const filled = (text: string) =>
      text
        .replace(/<(\w+Id)>/g, (place, key: string) => ids[key] ?? place)
        .replace('{{$processEnv OWNER_CLIENT_SECRET}}', 'for-a-test');
    const path = filled(operation.path).replace(/^config\//, '');
    const body =
      operation.fields.length > 0 ? filled(JSON.stringify({ ...bodyOf(operation), ...changed })) : undefined;
    return administrator.call(operation.method, path, body);
  }

  /** Every PUT, with the path of what it replaces. */
  const puts = [
    ['tokenPolicies.update', 'tokenPolicies/<tokenPolicyId>'],
    ['loginPolicies.update', 'loginPolicies/<loginPolicyId>'],
    ['loginPolicies.updatePushClaims', 'loginPolicies/<loginPolicyId>/pushClaims'],
    ['loginPolicies.updateResponseTypes', 'loginPolicies/<loginPolicyId>/allowedResponseTypes'],
    ['clients.update', 'clients/<clientId>'],
  ] as const;

  /** Sends a PUT with the values that GET shows, as its comment says; all of them by default. */
  async function pasted(
    name: string,
    path: string,
    ids: Readonly<Record<string, string>>,
    isPasted: (member: string, place: number) => boolean = () => true,
  ) {
    const operation = findOperation(name);
    assert.ok(operation);
    const at = idsIn(path, ids);
    const shown = members(await administrator.call('GET', at));
    let places = 0;
    const body = bodyText(operation)
      .replace(/"<(\w+)>"/g, (place, key: string) => JSON.stringify(ids[key] ?? place))
      .replace('{{$processEnv OWNER_CLIENT_SECRET}}', 'for-a-test')
      .replace(/"(\w+)": <\w+>/g, (line, member: string) =>
        isPasted(member, places++) ? `"${member}": ${JSON.stringify(within(shown, member))}` : line,
      );
    return { ...(await administrator.call('PUT', at, body)), places };
  }

  it('a PUT is refused while one of its values is not pasted, so that it locks nobody out', async () => {
    const { ids: seeded } = sandbox;
    const ids = {
      tokenPolicyId: seeded.configurationTokenPolicy,
      loginPolicyId: seeded.storefrontLoginPolicy,
      clientId: seeded.configurationClient,
    };
    const everything = () =>
      Promise.all(puts.map(async ([, path]) => (await administrator.call('GET', idsIn(path, ids))).json));
    const before = await everything();
    for (const [name, path] of puts) {
      const none = await pasted(name, path, ids, () => false);
      assert.equal(none.status, 400, `${name} as it is inserted`);
      for (let left = 0; left < none.places; left++) {
        const { status } = await pasted(name, path, ids, (_, place) => place !== left);
        assert.equal(status, 400, `${name} with the place ${left} left`);
      }
    }
    assert.deepEqual(await everything(), before);
  });

  /** The members that can be set: the answer's, without what the service adds. */
  const settable = (answer: Record<string, unknown>) =>
    Object.keys(answer)
      .filter(name => !['id', '_links'].includes(name))
      .sort();

  it('all succeed, in an order that works', async () => {
    const statuses: [string, number][] = [];
    const run = async (name: string, ids?: Record<string, string>) => {
      const reply = await send(name, ids);
      statuses.push([name, reply.status]);
      return reply;
    };
    const tokenPolicyId = (await run('tokenPolicies.create')).json as string;
    const loginPolicyId = (await run('loginPolicies.create')).json as string;
    const created = members(await run('clients.create', { tokenPolicyId, loginPolicyId }));
    const ids = { tokenPolicyId, loginPolicyId, clientId: String(created['id']) };
    for (const { name, method } of operations()) {
      if (method === 'PUT' || /\.(?:create|delete)$/.test(name)) continue;
      await run(name, ids);
    }
    for (const [name, path] of puts) statuses.push([name, (await pasted(name, path, ids)).status]);
    for (const name of ['clients.delete', 'loginPolicies.delete', 'tokenPolicies.delete'])
      await run(name, ids);
    assert.deepEqual(new Set(statuses.map(([name]) => name)), new Set(operations().map(({ name }) => name)));
    for (const [name, status] of statuses) {
      const expected = /create$|resetSecret$/.test(name) ? 201 : name.endsWith('delete') ? 204 : 200;
      assert.equal(status, expected, name);
    }
  });

  it('names the members that the service has, no more and no less', async () => {
    const shown = async (path: string) => settable(members(await administrator.call('GET', path)));
    const named = (name: string) =>
      findOperation(name)
        ?.fields.map(field => field.name)
        .sort();
    const { ids } = sandbox;
    assert.deepEqual(
      named('tokenPolicies.create'),
      await shown(`tokenPolicies/${ids.storefrontTokenPolicy}`),
    );
    assert.deepEqual(
      named('loginPolicies.create'),
      await shown(`loginPolicies/${ids.storefrontLoginPolicy}`),
    );
    assert.deepEqual(named('clients.create'), await shown(`clients/${ids.staffClient}`));
    assert.deepEqual(
      named('loginPolicies.updatePushClaims'),
      await shown(`loginPolicies/${ids.staffLoginPolicy}/pushClaims`),
    );
    assert.deepEqual(
      named('loginPolicies.updateResponseTypes'),
      await shown(`loginPolicies/${ids.staffLoginPolicy}/allowedResponseTypes`),
    );
    assert.deepEqual(named('loginPolicies.update'), [...(named('loginPolicies.create') ?? []), 'id'].sort());
  });

  it('states the limits and defaults of the service', async () => {
    const fields = findOperation('tokenPolicies.create')?.fields ?? [];
    const limited = fields.flatMap(({ name, limits, description: about }) =>
      limits ? [{ name, limits, about }] : [],
    );
    assert.deepEqual(
      limited.map(({ name }) => name),
      ['accessTokenLifetime', 'refreshTokenLifetime'],
    );
    for (const { name, limits, about } of limited) {
      for (const number of Object.values(limits)) assert.ok(about.includes(String(number)), about);
      const status = async (value: number) =>
        (await send('tokenPolicies.create', {}, { [name]: value })).status;
      assert.deepEqual(
        [
          await status(limits.min - 1),
          await status(limits.min),
          await status(limits.max),
          await status(limits.max + 1),
        ],
        [422, 201, 201, 422],
      );
    }
    const plain = (await administrator.call('POST', 'tokenPolicies', { title: 'x' })).json as string;
    const {
      id: _,
      title,
      _links,
      ...defaults
    } = members(await administrator.call('GET', `tokenPolicies/${plain}`));
    assert.ok(title && _links);
    assert.deepEqual(defaults['accessTokenLifetime'], limited[0]?.limits.default);
    assert.deepEqual(defaults['refreshTokenLifetime'], limited[1]?.limits.default);
    const scopes = fields.find(({ name }) => name === 'allowedScopes')?.description ?? '';
    assert.ok(scopes.endsWith((defaults['allowedScopes'] as string[]).join(' ')), scopes);
  });

  for (const [operation, ids] of [
    ['tokenPolicies.create', {}],
    ['loginPolicies.create', {}],
    ['clients.create', { tokenPolicyId: 'storefrontTokenPolicy', loginPolicyId: 'storefrontLoginPolicy' }],
  ] as const) {
    it(`${operation}: is refused without a member that the comments call required`, async () => {
      const known = Object.fromEntries(
        Object.entries(ids).map(([name, key]) => [name, sandbox.ids[key]]),
      ) as Record<string, string>;
      for (const { name, description: about } of findOperation(operation)?.fields ?? []) {
        if (!about.startsWith('required')) continue;
        const { status } = await send(operation, known, { [name]: undefined });
        assert.equal(status, 422, name);
      }
    });
  }
});

const idsIn = (path: string, ids: Readonly<Record<string, string>>) =>
  path.replace(/<(\w+)>/g, (place, key: string) => ids[key] ?? place);

/** The value of a member at any depth; null if there is none. */
function within(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return null;
  for (const [key, inner] of Object.entries(value)) {
    const found: unknown = key === name ? inner : within(inner, name);
    if (found !== null) return found;
  }
  return null;
}

function namesWithin(fields: readonly ConfigField[]): string[] {
  return fields.flatMap(({ name, value }) => [
    name,
    ...(typeof value === 'string' ? [] : namesWithin(value)),
  ]);
}
