import assert from 'node:assert/strict';
import { sentTarget } from '../../../../../src/core/requestAnalysis/matchProfiles';
import { hoverView } from '../../../../../src/features/requests/references/hoverView';
import { commands } from '../../../../../src/ui/ids';
import { profileWith } from '../../../../support/fakes';

const now = new Date(2026, 10, 6, 9).getTime();
const profile = profileWith();
const sharing = { isTrusted: true, withExtensions: true, withTerminals: false };
const token = (grantedScope: string, left = 42 * 60_000) => ({ grantedScope, expiresAt: now + left });
function request(method: string, path: string) {
  const target = sentTarget({ url: `${profile.origin}/${profile.customerId}/${path}` });
  return { method, target };
}

describe('the hover on a reference', () => {
  const view = (
    state: Partial<Parameters<typeof hoverView>[1]>,
    reference: Partial<Parameters<typeof hoverView>[0]> = {},
  ) =>
    hoverView(
      { request: undefined, reader: 'extension', ...reference },
      { profile, token: undefined, now, sharing, ...state },
    );

  it('says whose token it is, what it may do, and until when', () => {
    const { headline, sentences, links } = view({
      token: token('.:config/clients** *:config/tokenPolicies/1'),
    });
    assert.equal(headline, 'acme at v1.api.us.janrain.com');
    assert.deepEqual(sentences, [
      'Read all clients',
      'Read and configure token policy 1',
      'Until 09:42, 42 minutes left',
    ]);
    assert.deepEqual(
      links.map(({ command }) => command),
      [commands.renewToken, commands.inspectToken, commands.switchProfile],
    );
  });

  const needs: readonly [granted: string | undefined, method: string, path: string, expected: string][] = [
    [
      '.:config/**',
      'GET',
      'config/clients',
      'GET on config/clients needs .:config/clients (Read the list of clients), which this token allows.',
    ],
    [
      '.:config/**',
      'PUT',
      'config/clients/1',
      'PUT on config/clients/1 needs *:config/clients/1 (Read and configure client 1), which this token does not allow.',
    ],
    [
      '.:config/clients/1',
      'GET',
      'config/clients/{{id}}',
      'GET on config/clients/* needs .:config/clients** (Read all clients), as far as the file shows; this token may allow it.',
    ],
    [
      undefined,
      'GET',
      'config/clients',
      'GET on config/clients needs .:config/clients (Read the list of clients).',
    ],
  ];
  for (const [granted, method, path, expected] of needs) {
    it(expected, () => {
      const { sentences } = view(
        { token: granted === undefined ? undefined : token(granted) },
        { request: request(method, path) },
      );
      assert.equal(sentences.at(-1), expected);
    });
  }

  it('says that there is no token, that it has expired, that there is no profile', () => {
    assert.deepEqual(view({}).sentences, ['No access token.']);
    assert.deepEqual(view({}).links[0]?.command, commands.requestToken);
    const expired = view({ token: token('.:config/clients**', 0) });
    assert.deepEqual(expired.sentences, ['The access token has expired.', 'Read all clients']);
    assert.deepEqual(
      expired.links.map(({ command }) => command),
      [commands.renewToken, commands.switchProfile],
    );
    const nobody = view({ profile: undefined });
    assert.deepEqual(
      [nobody.headline, ...nobody.sentences],
      ['HOSTED_LOGIN_TOKEN', 'There is no profile yet.'],
    );
    assert.deepEqual(nobody.links[0]?.command, commands.addProfile);
  });

  it('says whether a terminal gets it, when a terminal would read it', () => {
    const inScript = (withTerminals: boolean) =>
      view({ sharing: { ...sharing, withTerminals } }, { reader: 'terminal' }).sentences.at(-1);
    assert.equal(inScript(true), 'New terminals get it as HOSTED_LOGIN_TOKEN.');
    assert.match(inScript(false) ?? '', /^Terminals do not get it: hostedLogin\.share\.terminals is off/);
  });

  it('says how Hurl and Bruno get it, and that Bruno’s app does not', () => {
    const last = (reader: 'hurl' | 'bruno') =>
      view({ sharing: { ...sharing, withTerminals: true } }, { reader }).sentences.slice(-2);
    assert.deepEqual(last('hurl'), [
      'New terminals get it as HURL_SECRET_hosted_login_token.',
      'Hurl reads it in a terminal, from version 7.1 on.',
    ]);
    assert.deepEqual(last('bruno'), [
      'New terminals get it as HOSTED_LOGIN_TOKEN.',
      'bru reads it in a terminal; Bruno’s app never gets it.',
    ]);
  });
});
