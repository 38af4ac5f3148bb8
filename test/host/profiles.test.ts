import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { backButton, useAnswers } from '../support/answers';
import {
  profileFor,
  removeProfile,
  run,
  sharedToken,
  type TokenResult,
  useSandbox,
} from '../support/extensionHost';
import { until } from '../support/until';

describe('profiles', () => {
  const sandbox = useSandbox();

  afterEach(async () => {
    for (const name of ['acme', 'ACME 2', 'renamed', 'Zoë & Söhne ✓']) await removeProfile(name);
  });

  it('stores a profile and makes it the active one', async () => {
    assert.deepEqual(await run('addProfile', profileFor(sandbox(), 'Zoë & Söhne ✓')), {
      name: 'Zoë & Söhne ✓',
    });
    const { profile } = await run<TokenResult>('requestToken', { scope: '.:config/**' });
    assert.equal(profile, 'Zoë & Söhne ✓');
  });

  it('does not replace a profile of the same name, in any case, without force', async () => {
    await run('addProfile', profileFor(sandbox()));
    await run('requestToken', { scope: '.:config/**' });
    await assert.rejects(
      run('addProfile', profileFor(sandbox(), ' ACME')),
      /There is already a profile “ACME”/,
    );
    assert.ok(sharedToken(), 'the profile that was there is untouched');
    await run('addProfile', { ...profileFor(sandbox()), force: true });
    assert.equal(sharedToken(), undefined);
  });

  const wrong: readonly [string, object, RegExp][] = [
    ['http that is not loopback', { origin: 'http://example.com' }, /never sent over plain http/],
    [
      'an origin with a path',
      { origin: 'https://example.com/login' },
      /ends after the host: https:\/\/example\.com/,
    ],
    ['an origin with user info', { origin: 'https://a@example.com' }, /no user name/],
    ['an origin with spaces', { origin: 'https://exa mple.com' }, /no spaces/],
    ['a customer ID of another shape', { customerId: 'acme' }, /A customer ID looks like/],
    ['an empty secret', { clientSecret: ' ' }, /Enter the client secret/],
    ['a name of control characters', { name: 'a\u0007b' }, /control or invisible/],
  ];
  for (const [name, values, message] of wrong) {
    it(`refuses ${name}`, async () => {
      await assert.rejects(run('addProfile', { ...profileFor(sandbox()), ...values }), (error: Error) => {
        assert.match(error.message, message);
        assert.ok(!error.message.includes(sandbox().clientSecret));
        return true;
      });
      await assert.rejects(run('switchProfile', { name: 'acme' }), /no profile/);
    });
  }

  it('renames, and keeps secret and tokens', async () => {
    await run('addProfile', profileFor(sandbox()));
    await run('requestToken', { scope: '.:config/**' });
    const token = sharedToken();
    assert.deepEqual(await run('editProfile', { name: 'acme', newName: 'renamed' }), { name: 'renamed' });
    assert.equal(sharedToken(), token);
    await run('requestToken', { profile: 'renamed', scope: '.:config/**' });
  });

  it('keeps the tokens after an edit with the same client, and forgets them with another client', async () => {
    await run('addProfile', profileFor(sandbox()));
    await run('requestToken', { scope: '.:config/**' });
    const token = sharedToken();
    const { clientSecret, ids, secrets } = sandbox();
    assert.deepEqual(await run('editProfile', { name: 'ACME', clientSecret }), { name: 'acme' });
    assert.equal(sharedToken(), token);
    await assert.rejects(run('editProfile', { name: 'acme', clientId: 'a b' }), /no spaces/);
    assert.equal(sharedToken(), token);
    await run('editProfile', {
      name: 'acme',
      clientId: ids.readOnlyClient,
      clientSecret: secrets.readOnlyClient,
    });
    assert.equal(sharedToken(), undefined);
    await assert.rejects(run('copyToken'), /no access token/);
  });

  it('edits the secret alone', async () => {
    await run('addProfile', { ...profileFor(sandbox()), clientSecret: 'not-the-secret' });
    await assert.rejects(run('requestToken', { scope: '.:config/**' }), /does not accept the client ID/);
    await run('editProfile', { name: 'acme', clientSecret: sandbox().clientSecret });
    await run('requestToken', { scope: '.:config/**' });
  });

  it('sends a secret only to the origin that it was entered for', async () => {
    await run('addProfile', profileFor(sandbox()));
    await assert.rejects(
      run('editProfile', { name: 'acme', origin: 'https://example.com' }),
      /Missing: clientSecret/,
    );
  });

  it('asks before it removes a profile; code must pass force', async () => {
    await run('addProfile', profileFor(sandbox()));
    await assert.rejects(run('removeProfile', { name: 'acme' }), /force: true/);
    await run('removeProfile', { name: 'acme', force: true });
    await assert.rejects(run('switchProfile', { name: 'acme' }), /no profile/);
  });

  describe('the form of a new profile', () => {
    const { asked, answerBy } = useAnswers();
    const name = 'What do you call this customer';
    const region = 'Where is the customer hosted?';
    const other = 'Other origin…';

    /** Answers the form. @param rows what it asks, what it proposes for that, and the answer */
    async function fillIn(rows: readonly (readonly [string, string, string | typeof backButton])[]) {
      await vscode.env.clipboard.writeText('');
      answerBy(({ kind }) => (kind === 'list' || kind === 'text' ? rows[asked.length - 1]?.[2] : undefined));
      await vscode.commands.executeCommand('hostedLogin.addProfile');
      const { text: last } = await until('the message', () => asked[rows.length]);
      const seen = asked.slice(0, rows.length).map(({ text, input }, index) => {
        const [wanted = ''] = rows[index] ?? [];
        return [text.startsWith(wanted) ? wanted : text, input?.proposed, input?.staysOpen];
      });
      assert.deepEqual(
        seen,
        rows.map(([text, proposed]) => [text, proposed, true]),
      );
      assert.equal(last, 'The profile “acme” is saved.');
    }

    it('goes back to the field before, which has what was typed into it', async () => {
      const { origin, customerId, clientId, clientSecret } = profileFor(sandbox());
      await fillIn([
        [name, '', 'acne'],
        [region, 'United States', backButton],
        [name, 'acne', 'acme'],
        [region, 'United States', other],
        ['The origin of the service', '', origin],
        ['Customer ID', '', customerId],
        ['Client ID', '', backButton],
        ['Customer ID', customerId, customerId],
        ['Client ID', '', clientId],
        ['Client secret', '', backButton],
        ['Client ID', clientId, clientId],
        ['Client secret', '', clientSecret],
      ]);
      const { profile } = await run<TokenResult>('requestToken', { scope: '.:config/**' });
      assert.equal(profile, 'acme');
    });

    it('goes back from an origin of their own to the list of regions, and keeps it there', async () => {
      const { origin, customerId, clientId, clientSecret } = profileFor(sandbox());
      await fillIn([
        [name, '', 'acme'],
        [region, 'United States', other],
        ['The origin of the service', '', origin],
        ['Customer ID', '', backButton],
        [region, other, other],
        ['The origin of the service', origin, backButton],
        [region, other, other],
        ['The origin of the service', origin, origin],
        ['Customer ID', '', customerId],
        ['Client ID', '', clientId],
        ['Client secret', '', clientSecret],
      ]);
    });
  });
});
