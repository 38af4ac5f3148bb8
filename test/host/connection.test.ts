import assert from 'node:assert/strict';
import { removeProfile, run, sharedToken } from '../support/extensionHost';
import { selfSignedCertificate } from '../support/selfSigned';
import { closeAll, serveAnswer, serveTls } from '../unit/api/servers';

/** Through VS Code's own `fetch`, as a user's requests go. */
describe('a service that cannot be reached', () => {
  afterEach(async () => {
    await removeProfile('far');
    await closeAll();
  });

  async function closedPort(): Promise<string> {
    const origin = await serveAnswer(200);
    await closeAll();
    return origin;
  }

  const services: readonly [string, () => Promise<string>, RegExp][] = [
    [
      'a host that does not exist',
      () => Promise.resolve('https://nowhere.invalid'),
      /nowhere\.invalid was not found.*Check the origin/,
    ],
    ['a port where nothing listens', closedPort, /Nothing listens at 127\.0\.0\.1:\d+.*start it again/],
    [
      'a certificate that is not trusted',
      () => serveTls(selfSignedCertificate()),
      /certificate of 127\.0\.0\.1:\d+ is not trusted.*certificate store/,
    ],
    [
      'http where https was expected',
      async () => (await serveAnswer(200)).replace('http:', 'https:'),
      /127\.0\.0\.1:\d+.*\. .+/,
    ],
  ];
  for (const [name, start, message] of services) {
    it(`${name}: says so, and what to do`, async () => {
      const origin = await start();
      const customerId = '00000000-0000-0000-0000-000000000000';
      await run('addProfile', {
        name: 'far',
        origin,
        customerId,
        clientId: 'c',
        clientSecret: 'not-sent-in-clear',
      });
      await assert.rejects(run('requestToken', { scope: '.:config/**' }), (error: Error) => {
        assert.match(error.message, message);
        assert.doesNotMatch(error.message, /not-sent-in-clear/);
        return true;
      });
      assert.equal(sharedToken(), undefined);
    });
  }
});
