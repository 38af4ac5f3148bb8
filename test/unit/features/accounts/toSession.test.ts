import assert from 'node:assert/strict';
import type { AuthenticationSession } from 'vscode';
import {
  diffSessions,
  parseSessionId,
  toScopeList,
  toSession,
  type SessionsById,
} from '../../../../src/features/accounts/toSession';
import { profileWith } from '../../../support/fakes';

const holding = (requestedScope: string, grantedScope = requestedScope) => ({
  profile: profileWith(),
  token: {
    ...{ profileId: 'p1', value: 'T0ken-V4lue', issuedAt: 0, expiresAt: 1 },
    ...{ requestedScope, grantedScope },
  },
});

describe('a token as a session', () => {
  it('belongs to the account of its profile, and its id contains no secret', () => {
    assert.deepEqual(toSession(holding('.:config/clients** *:config/**')), {
      id: 'p1 *:config/** .:config/clients**',
      accessToken: 'T0ken-V4lue',
      account: { id: 'p1', label: 'acme' },
      scopes: ['.:config/clients**', '*:config/**'],
    });
  });

  it('has its scopes as the other extension named them', () => {
    const scopes = ['*:config/**', '.:config/clients**'];
    assert.deepEqual(toSession(holding('.:config/clients** *:config/**'), scopes).scopes, scopes);
  });

  it('has only the scopes that were granted', () => {
    const { scopes } = toSession(holding('*:config/clients** .:config/clients**', '.:config/clients**'));
    assert.deepEqual(scopes, ['.:config/clients**']);
  });

  it('also has a scope that is covered by another granted one', () => {
    const { scopes } = toSession(holding('*:config/** .:config/clients**', '*:config/**'));
    assert.deepEqual(scopes, ['*:config/**', '.:config/clients**']);
  });

  it('is found again by its id', () => {
    const { id } = toSession(holding('.:config/clients** *:config/**'));
    assert.deepEqual(parseSessionId(id), { profileId: 'p1', scope: '*:config/** .:config/clients**' });
    for (const other of ['', 'p1', 'p1 ', ' .:config/**'])
      assert.equal(parseSessionId(other), undefined, other);
  });

  it('asks for each scope once, in the order they were named', () => {
    assert.equal(toScopeList(['.:b', '.:a', '.:b']), '.:b .:a');
    assert.equal(toScopeList(['.:b .:a', ' .:a ']), '.:b .:a');
    assert.equal(toScopeList([]), '');
  });
});

describe('what VS Code is told of sessions', () => {
  /** `account/scope=token`, the account `p1` called `acme`, `p2` called `beta` unless told otherwise. */
  function sessions(...specs: readonly string[]): SessionsById {
    return new Map(
      specs.map(spec => {
        const [, id = '', label = '', scope = '', accessToken = ''] =
          /^(\w+):(\w+)\/(.*)=(.*)$/.exec(spec) ?? [];
        const session: AuthenticationSession = {
          ...{ id: `${id} ${scope}`, accessToken, scopes: [scope] },
          account: { id, label },
        };
        return [session.id, session];
      }),
    );
  }

  const cases: readonly {
    what: string;
    before: readonly string[];
    after: readonly string[];
    told: { added?: string[]; removed?: string[]; changed?: string[] } | undefined;
  }[] = [
    { what: 'nothing', before: [], after: [], told: undefined },
    { what: 'the same again', before: ['p1:acme/a=1'], after: ['p1:acme/a=1'], told: undefined },
    { what: 'a new one', before: [], after: ['p1:acme/a=1'], told: { added: ['acme p1 a 1'] } },
    { what: 'one gone', before: ['p1:acme/a=1'], after: [], told: { removed: ['acme p1 a 1'] } },
    {
      what: 'a renewed one, and only that',
      before: ['p1:acme/a=1', 'p1:acme/b=1'],
      after: ['p1:acme/a=2', 'p1:acme/b=1'],
      told: { changed: ['acme p1 a 2'] },
    },
    {
      what: 'one gone of several: the account stays, so the others are told again',
      before: ['p1:acme/a=1', 'p1:acme/b=1', 'p2:beta/a=1'],
      after: ['p1:acme/b=1', 'p2:beta/a=1'],
      told: { removed: ['acme p1 a 1'], changed: ['acme p1 b 1'] },
    },
    {
      what: 'an account that is called otherwise: the old one is gone, a new one there',
      before: ['p1:acme/a=1'],
      after: ['p1:Acme/a=1'],
      told: { removed: ['acme p1 a 1'], added: ['Acme p1 a 1'] },
    },
  ];

  for (const { what, before, after, told } of cases) {
    it(what, () => {
      const change = diffSessions(sessions(...before), sessions(...after));
      const names = (list: readonly AuthenticationSession[] = []) =>
        list.map(({ account, id, accessToken }) => `${account.label} ${id} ${accessToken}`);
      assert.deepEqual(
        change && {
          added: names(change.added),
          removed: names(change.removed),
          changed: names(change.changed),
        },
        told && { added: [], removed: [], changed: [], ...told },
      );
    });
  }
});
