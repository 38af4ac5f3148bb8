import assert from 'node:assert/strict';
import { applyChange } from '../../../../src/configuration/writes/applyChange';
import { createResource } from '../../../../src/configuration/writes/createResource';
import { deleteResource, prepareDeletion } from '../../../../src/configuration/writes/deleteResource';
import { assertAllowed, isConflict, prepareChange } from '../../../../src/configuration/writes/prepareChange';
import {
  secretNotProvedProblem,
  prepareSecretReset,
  resetClientSecret,
} from '../../../../src/configuration/writes/resetClientSecret';
import { isProblem } from '../../../../src/core/common/problem';
import { toDocumentText } from '../../../../src/core/resources/resourceText';
import { type Sandbox, startSandbox } from '../../../../src/sandbox/index';
import { settled } from '../../../support/fakes';
import { closeAll } from '../../api/servers';
import { ConfigurationWindow, Service, told, type Trouble } from '../windowFixture';

/** An action of a user, from the first read to the reported result. */
interface Deed {
  readonly what: string;
  /** It must reject, or do all of it. */
  readonly run: (at: ConfigurationWindow) => Promise<unknown>;
  /** The state of the service that it changes, as a word that differs before and after. */
  readonly state: (service: Service, sandbox: Sandbox) => Promise<unknown>;
  /** The resource of which a copy is kept. */
  readonly kept?: (ids: Sandbox['ids']) => {
    kind: 'tokenPolicies' | 'clients' | 'loginPolicies';
    id: string;
  };
  /** The only member that a person changes. */
  readonly isRotation?: boolean;
}

async function save(
  at: ConfigurationWindow,
  kind: 'tokenPolicies' | 'loginPolicies' | 'clients',
  id: string,
) {
  const { configuration } = at;
  const base = toDocumentText((await configuration.resourceCache.read({ kind, id })).body);
  const edited = base.replace(/"(title|name)": "[^"]*"/, '"$1": "Renamed"');
  const change = await prepareChange(
    configuration.resourceCache,
    configuration.guard,
    { kind, id },
    { edited, base },
  );
  assert.ok(change && !isConflict(change));
  assertAllowed(change.lockoutCheck, id, change.key);
  const applied = await applyChange(configuration, change);
  if (applied.verificationError) throw applied.verificationError;
  return applied;
}

async function remove(
  at: ConfigurationWindow,
  kind: 'tokenPolicies' | 'loginPolicies' | 'clients',
  id: string,
) {
  const deletion = await prepareDeletion(at.configuration, { kind, id });
  assertAllowed(deletion.lockoutCheck, id, deletion.resource);
  return deleteResource(at.configuration, deletion);
}

async function rotate(at: ConfigurationWindow, id: string) {
  const reset = await prepareSecretReset(at.deps, at.configuration, id);
  assertAllowed(reset.lockoutCheck, id, reset.client);
  const { unsaved, isProved } = await resetClientSecret(at.deps, at.configuration, reset);
  assert.deepEqual(unsaved, []);
  if (!isProved) throw secretNotProvedProblem(reset);
}

const deeds: readonly Deed[] = [
  {
    what: 'saving a policy for people',
    run: at => save(at, 'tokenPolicies', at.sandbox.ids.mobileTokenPolicy),
    state: async (service, { ids }) =>
      (await service.members('tokenPolicies', ids.mobileTokenPolicy))?.['title'],
    kept: ids => ({ kind: 'tokenPolicies', id: ids.mobileTokenPolicy }),
  },
  {
    what: 'saving a login policy',
    run: at => save(at, 'loginPolicies', at.sandbox.ids.staffLoginPolicy),
    state: async (service, { ids }) =>
      (await service.members('loginPolicies', ids.staffLoginPolicy))?.['title'],
    kept: ids => ({ kind: 'loginPolicies', id: ids.staffLoginPolicy }),
  },
  {
    what: 'saving our own policy',
    run: at => save(at, 'tokenPolicies', at.sandbox.ids.configurationTokenPolicy),
    state: async (service, { ids }) =>
      (await service.members('tokenPolicies', ids.configurationTokenPolicy))?.['title'],
    kept: ids => ({ kind: 'tokenPolicies', id: ids.configurationTokenPolicy }),
  },
  {
    what: 'creating a policy',
    run: at =>
      createResource(
        at.configuration,
        'tokenPolicies',
        JSON.stringify({ title: 'New', allowedScopes: ['openid'] }),
      ),
    state: async service => (await service.titles('tokenPolicies')).filter(title => title === 'New').length,
  },
  {
    what: 'creating a client',
    run: at =>
      createResource(
        at.configuration,
        'clients',
        JSON.stringify({
          ...{ name: 'New', type: 'confidential', redirectURIs: [] },
          tokenPolicy: at.sandbox.ids.readOnlyTokenPolicy,
        }),
      ),
    state: async service => (await service.titles('clients')).filter(title => title === 'New').length,
  },
  {
    what: 'deleting a policy',
    run: at => remove(at, 'loginPolicies', at.sandbox.ids.unusedLoginPolicy),
    state: async (service, { ids }) =>
      (await service.members('loginPolicies', ids.unusedLoginPolicy)) !== undefined,
    kept: ids => ({ kind: 'loginPolicies', id: ids.unusedLoginPolicy }),
  },
  {
    what: 'deleting a configuration client',
    run: at => remove(at, 'clients', at.sandbox.ids.readOnlyClient),
    state: async (service, { ids }) => (await service.members('clients', ids.readOnlyClient)) !== undefined,
    kept: ids => ({ kind: 'clients', id: ids.readOnlyClient }),
  },
  {
    what: 'resetting our own secret',
    run: at => rotate(at, at.sandbox.ids.configurationClient),
    state: (service, { ids }) => service.secret(ids.configurationClient),
    isRotation: true,
  },
  {
    what: 'resetting the secret of another client',
    run: at => rotate(at, at.sandbox.ids.staffClient),
    state: (service, { ids }) => service.secret(ids.staffClient),
    isRotation: true,
  },
];

const answer = (status: number, body = '{"errors":"no"}') =>
  new Response(body, { status, headers: { 'content-type': 'application/json' } });
const lost = (code: string) =>
  new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code }) });

const failsBefore: Trouble = () => Promise.resolve(answer(500));

/** The faults of a request, before or after the service did what was requested. */
const troubles: readonly [what: string, trouble: Trouble][] = [
  ['500 before it is done', failsBefore],
  ['a connection lost before', () => Promise.reject(lost('ECONNRESET'))],
  [
    'a connection lost after',
    async (_, pass) => {
      await pass();
      throw lost('ECONNRESET');
    },
  ],
  [
    'silence, though it is done',
    async (_, pass) => {
      await pass();
      throw lost('UND_ERR_HEADERS_TIMEOUT');
    },
  ],
  [
    'half an answer',
    async (_, pass) => {
      const reply = await pass();
      const text = await reply.text();
      return new Response(reply.status === 204 ? null : text.slice(0, text.length / 2), reply);
    },
  ],
  [
    'garbage, though it is done',
    async (_, pass) => {
      await pass();
      return answer(200, '<html>Sign in to the Wi-Fi</html>');
    },
  ],
  ['403', () => Promise.resolve(answer(403, '{"errors":"Forbidden"}'))],
  ['404', () => Promise.resolve(answer(404, '{"errors":"Not Found"}'))],
  ['403 of the edge', () => Promise.resolve(answer(403, '<html><title>Access Denied</title></html>'))],
  ['404 of the edge', () => Promise.resolve(answer(404, '<html><title>Not Found</title></html>'))],
  ['429', () => Promise.resolve(answer(429))],
];

/** Messages that say that it was done, although something failed later. */
const saysDone = /was sent and accepted|was sent, but|was created|” was deleted|has a new secret/;

describe('writing to the configuration while', () => {
  let sandbox: Sandbox;
  let service: Service;
  let rejections: unknown[];
  const note = (reason: unknown) => void rejections.push(reason);

  beforeEach(() => {
    rejections = [];
    process.on('unhandledRejection', note);
  });
  afterEach(async () => {
    await settled();
    process.off('unhandledRejection', note);
    await sandbox.stop();
    await closeAll();
    assert.deepEqual(rejections, []);
  });

  /** Another customer instead of the previous one. */
  async function begin(): Promise<void> {
    await (sandbox as Sandbox | undefined)?.stop();
    await closeAll();
    sandbox = await startSandbox();
    service = new Service(sandbox);
  }

  /** Runs the action with a new sandbox; the fault begins at the request with this number. Returns how far it got. */
  async function goThrough(
    deed: Deed,
    trouble: Trouble,
    index: number,
    times: number,
  ): Promise<{ readonly steps: number; readonly written: number }> {
    await begin();
    const { clientId } = sandbox;
    const second = await service.addAccess();
    const at = await ConfigurationWindow.open(sandbox);
    await at.hold(second.client, await service.secret(second.client));
    const before = await deed.state(service, sandbox);
    const copy = deed.kept?.(sandbox.ids);
    const wasThere = copy && (await service.members(copy.kind, copy.id));
    at.trouble = (request, pass) => {
      const number = at.sent.length - 1;
      return number >= index && number < index + times ? trouble(request, pass) : pass();
    };
    const error: unknown = await deed.run(at).then(
      () => undefined,
      (reason: unknown) => reason ?? 'nothing',
    );
    const steps = at.sent.length;
    const written = at.sent.findIndex(request => /^(?:PUT|DELETE|POST config)/.test(request));
    at.trouble = (_, pass) => pass();
    const after = await deed.state(service, sandbox);
    const isDone = after !== before;
    const context = `${deed.what}, from request ${index} (${at.sent[index] ?? 'none'}): ${
      error === undefined ? 'resolved' : told(error)
    }`;

    const isOutcomeUnknown = isProblem(error) && error.facts.isOutcomeUnknown === true;
    if (error === undefined) assert.ok(isDone, `claims to be done: ${context}`);
    else if (!isOutcomeUnknown) assert.equal(isDone, saysDone.test(told(error)), `${isDone}: ${context}`);
    assert.equal((await at.pendingWrites.all()).length, isOutcomeUnknown ? 1 : 0, `notes: ${context}`);
    if (copy && isDone) {
      const [version] = await at.history.list(at.profile, copy);
      const { _links, ...members } = JSON.parse(version?.text ?? '{}') as Record<string, unknown>;
      assert.equal(members['id'], wasThere?.['id'], `no copy: ${context}`);
      assert.equal(members['title'] ?? members['name'], wasThere?.['title'] ?? wasThere?.['name'], context);
    }
    if (deed.isRotation === true && !isOutcomeUnknown)
      assert.ok(await at.hasAccess(), `the profile has no access: ${context}`);
    const open = `${at.keptInTheOpen} ${error === undefined ? '' : told(error)}`;
    const values = [
      ...sandbox.issued,
      ...Object.values<string>({ ...sandbox.secrets }),
      await service.secret(clientId),
      await service.secret(sandbox.ids.staffClient),
    ];
    for (const value of values) assert.ok(!open.includes(value), `tells a secret: ${context}`);
    return { steps, written };
  }

  for (const [what, trouble] of troubles.filter((_, number) => number % 3 !== 1)) {
    it(`${what} comes at each step of creating spare access, it says what was created, and the next attempt continues with that`, async () => {
      for (let index = 0, isReached = true; isReached; index++) {
        await begin();
        const at = await ConfigurationWindow.open(sandbox);
        const before = [await service.titles('tokenPolicies'), await service.titles('clients')];
        at.trouble = (_, pass) => (at.sent.length - 1 === index ? trouble(_, pass) : pass());
        const spare = () => at.createSpare();
        const error: unknown = await spare().then(
          () => undefined,
          (reason: unknown) => reason,
        );
        isReached = at.sent.length > index;
        at.trouble = (_, pass) => pass();
        const context = `from request ${index} (${at.sent[index] ?? 'none'}): ${error === undefined ? 'made' : told(error)}`;
        const after = [await service.titles('tokenPolicies'), await service.titles('clients')];
        if (error !== undefined && !/was (?:made|created)/.test(told(error))) {
          assert.deepEqual(after, before, context);
        }
        if (error !== undefined) await spare();
        assert.ok(await at.hasAccess(at.profiles.get('acme (spare)')), context);
        assert.ok((await service.titles('clients')).length <= (before[1] ?? []).length + 1, context);
        const open = `${at.keptInTheOpen} ${context}`;
        for (const value of [...sandbox.issued, ...at.masked]) assert.ok(!open.includes(value), context);
      }
    });
  }

  for (const deed of deeds) {
    for (const [what, trouble] of troubles) {
      it(`${what} comes at each step of ${deed.what}`, async () => {
        const { steps, written } = await goThrough(deed, trouble, Infinity, 0);
        // Everything except the write and the read after it is tried with only one of them.
        const isThorough = trouble === failsBefore;
        const last = isThorough ? steps : Math.min(steps, written + 2);
        for (let index = isThorough ? 0 : written; index < last; index++) {
          await goThrough(deed, trouble, index, 1);
          if (isThorough && index >= written) await goThrough(deed, trouble, index, Infinity);
        }
        if (!isThorough) await goThrough(deed, trouble, written, Infinity);
      });
    }
  }
});
