import assert from 'node:assert/strict';
import { ConfigurationApi } from '../../../../src/api/configuration/configurationApi';
import type { HttpResponse } from '../../../../src/api/http';
import { introspectToken } from '../../../../src/api/token/introspection';
import { requestAccessToken } from '../../../../src/api/token/tokenEndpoint';
import { SentSecretMasks } from '../../../../src/api/transport/sentSecrets';
import { basicAuthorizations } from '../../../../src/core/common/basicAuth';
import { problemOf } from '../../../support/fakes';
import { closeAll, newTransport, serveAnswer } from '../servers';

const token = 'S3/cr+et~T0ken-V4lue_0123456789';
const clientSecret = 'pa:ss%w0rd/ü-9876';
const client = { clientId: 'c1', clientSecret };
const profile = (origin: string) => ({ origin, customerId: 'cid' });
const base64 = (text: string) => Buffer.from(text).toString('base64');

/** How an answer may repeat a value. */
const forms: Record<string, (value: string) => string> = {
  bare: value => value,
  quoted: value => `'${value}' is wrong`,
  percent: encodeURIComponent,
  'lower-case percent': value => encodeURIComponent(value).replace(/%../g, code => code.toLowerCase()),
  base64: value => base64(value),
  'base64 within more': value => base64(`user:${value}:more`),
  'base64url within more': value => Buffer.from(`ab${value}`).toString('base64url'),
  'with brackets in it': value => `${value.slice(0, 4)}[${value.slice(4, 8)}]${value.slice(8)}`,
  'with blanks and controls in it': value => `${value.slice(0, 5)}\u0007\u200b ${value.slice(5)}`,
  'with marks of no width in it': value => `${value.slice(0, 5)}\ufe0f\u034f\u0301${value.slice(5)}`,
  'escaped again and again': value => value.replaceAll('/', '\\\\/'),
};

const inHex = (value: string) => Buffer.from(value).toString('hex');
const eachAs = (value: string, write: (code: string) => string) =>
  Array.from(value, character => write((character.codePointAt(0) ?? 0).toString(16).padStart(2, '0'))).join(
    '',
  );

/** A part of the value, or an unusual form of it. */
const oddForms: Record<string, (value: string) => string> = {
  cut: value => value.slice(0, -2),
  'without its beginning': value => value.slice(2),
  'cut, in base64': value => base64(`c1:${value}`).slice(0, -3),
  'in percent codes': value => inHex(value).replace(/../g, '%$&'),
  'in percent codes of percent codes': value => inHex(value).replace(/../g, '%25$&'),
  'in entities': value => eachAs(value, code => `&#x${code};`),
  'with entities for marks': value => value.replace(/\W/gu, mark => `&#${mark.codePointAt(0)};`),
  'escaped for JSON again': value => eachAs(value, code => `\\u${code.padStart(4, '0')}`),
  'escaped for a script': value => eachAs(value, code => `\\u{${code}}`),
  'in hex': inHex,
  'in capital hex': value => inHex(value).toUpperCase(),
  'in base64 of base64': value => base64(base64(value)),
  'in small letters': value => value.toLowerCase(),
  'in wide letters': value =>
    value.replace(/[!-~]/g, character => String.fromCodePoint(character.charCodeAt(0) + 0xfee0)),
};

/** No ten consecutive characters of the value, as it came or as it is cleaned. */
function assertNothingOf(echo: string, shown: string): void {
  for (const [of, text] of [
    [echo, shown],
    [echo.replace(/[\W_]/g, ''), shown.replace(/[\W_]/g, '')],
  ] as const) {
    for (let start = 0; start + 10 <= of.length; start++)
      assert.ok(!text.includes(of.slice(start, start + 10)), `${of.slice(start, start + 10)} is in ${text}`);
  }
}

/** Parts of a value that are long enough to mean something, as they are. */
function assertHidden(text: string, value: string): void {
  const cleaned = text.replace(/[^\w/+~:%-]/g, '');
  for (let start = 0; start + 8 <= value.length; start++) {
    const part = value.slice(start, start + 8);
    for (const written of [part, encodeURIComponent(part)])
      assert.ok(!cleaned.includes(written), `${written} is in ${text}`);
  }
  const inside = base64(value).slice(4, 20);
  assert.ok(!text.includes(inside), `${inside} is in ${text}`);
}

describe('what an answer repeats of its request', () => {
  afterEach(closeAll);

  const at = (origin: string) =>
    new ConfigurationApi({
      send: newTransport().send,
      profile: profile(origin),
      authorize: () => Promise.resolve(token),
    });

  for (const [name, written] of Object.entries(forms)) {
    it(`the access token, ${name}: in no message, next step or detail`, async () => {
      for (const status of [400, 409, 422, 500]) {
        for (const body of [
          JSON.stringify({ errors: `Refused: ${written(token)}` }),
          JSON.stringify({ errors: { field: [written(token)] } }),
          `{"errors": "Refused: ${JSON.stringify(written(token)).slice(1, -1).replaceAll('/', '\\/')}"}`,
          JSON.stringify({ errors: `${'x'.repeat(190)}${written(token)}` }),
          JSON.stringify({ errors: `${'[]'.repeat(4992)}${written(token)}${'x'.repeat(300)}` }),
        ]) {
          const origin = await serveAnswer(status, body);
          const problem = await problemOf(at(origin).replace('clients', 'c1', '{"name":"A"}'));
          assertHidden(`${problem.message} ${problem.nextStep} ${problem.detail}`, token);
        }
      }
    });

    it(`the client secret, ${name}: the same`, async () => {
      for (const status of [400, 401, 403, 500]) {
        const origin = await serveAnswer(
          status,
          JSON.stringify({ error: 'invalid_request', error_description: written(clientSecret) }),
        );
        const { send } = newTransport();
        const problem = await problemOf(requestAccessToken(send, profile(origin), client, '.:config/**'));
        assertHidden(`${problem.message} ${problem.nextStep} ${problem.detail}`, clientSecret);
      }
    });
  }

  for (const [name, written] of Object.entries(oddForms)) {
    it(`${name}: in no message, next step, detail or line of the log`, async () => {
      for (const value of [token, clientSecret]) {
        const echo = written(value);
        for (const body of [
          JSON.stringify({ errors: `Refused: ${echo}` }),
          ...(value === token
            ? [JSON.stringify({ errors: [token.slice(0, 15), token.slice(15)].map(written) })]
            : []),
          JSON.stringify({ errors: `${'x '.repeat(90)}${echo}` }),
          `<title>Access denied: ${echo}</title>`,
          `<title>${'x '.repeat(65)}${echo.slice(0, 3)}[${echo.slice(3)}`,
          `<p>Reference #1.${echo}`,
        ]) {
          const { send, lines } = newTransport();
          const origin = await serveAnswer(403, body, { 'x-echo': encodeURI(echo) });
          const problem = await problemOf(
            value === token
              ? new ConfigurationApi({
                  send,
                  profile: profile(origin),
                  authorize: () => Promise.resolve(token),
                }).replace('clients', 'c1', '{"name":"A"}')
              : requestAccessToken(send, profile(origin), client, '.:config/**'),
          );
          assertNothingOf(echo, `${problem.message} ${problem.nextStep} ${problem.detail}`);
          assert.match(lines.join(), /x-echo/);
          assertNothingOf(echo, lines.join('\n'));
        }
      }
    });
  }

  it('in the host that a redirect names: not shown', async () => {
    const secret = 'S3cretS3cretValue0123456789';
    for (const location of [`https://${secret}.evil.example/`, `https://a.${secret.slice(0, -4)}.example`]) {
      const origin = await serveAnswer(302, '', { location });
      const asked = requestAccessToken(
        newTransport().send,
        profile(origin),
        { clientId: 'c1', clientSecret: secret },
        '.:config/**',
      );
      const { message } = await problemOf(asked, 'redirect');
      assert.match(message, /redirects to https:\/\/(?:a\.)?•••\.\w+/);
    }
  });

  it('in the ids of clients that use a policy: not shown', async () => {
    const body = JSON.stringify({ errors: JSON.stringify([`/cid/config/clients/${token.slice(0, 20)}`]) });
    const origin = await serveAnswer(409, body);
    const { message } = await problemOf(at(origin).remove('tokenPolicies', 'p1'), 'inUse');
    assertNothingOf(token, message);
  });

  it('leaves what the service says readable', async () => {
    for (const said of [
      'Client authentication failed: unknown client or wrong client secret',
      'The access token expired at 2026-11-28T07:00:00Z',
      'No token policy 1ab23c45-6789-0123-d4ef-567890ab1234 in config/tokenPolicies',
    ]) {
      const origin = await serveAnswer(400, JSON.stringify({ errors: said }));
      const { message } = await problemOf(at(origin).replace('clients', 'c1', '{"name":"A"}'));
      assert.ok(message.includes(said), message);
    }
  });

  it('is masked before it is read, and the rest is unchanged', async () => {
    const { send } = newTransport();
    const ask = async (body: string): Promise<HttpResponse> =>
      send({
        method: 'GET',
        url: `${await serveAnswer(200, body)}/cid/config/clients`,
        headers: { authorization: `Bearer ${token}` },
      });
    const untouched = '{ "a": "x\\/y",\n"b":1.0}';
    assert.deepEqual(await ask(untouched).then(({ body, unmasked }) => [body, unmasked]), [
      untouched,
      undefined,
    ]);
    assert.equal((await ask(`{ "a": "${token}" }`)).body, '{ "a": "•••" }');
    const escaped = await ask(`{"a":{"${token.replaceAll('/', '\\/')}":["\\u0053${token.slice(1)}"]}}`);
    assert.equal(escaped.body, '{"a":{"•••":["•••"]}}');
    assert.equal(escaped.unmasked?.includes('u0053'), true);
  });

  it('in a resource: it is refused, so that no mask is ever sent back', async () => {
    const origin = await serveAnswer(200, JSON.stringify({ id: 'c1', name: token }));
    const problem = await problemOf(at(origin).read('clients', 'c1'), 'badAnswer');
    assert.match(problem.message, /repeats the access token/);
  });

  it('does not mask a new secret or token for the caller that requested it', async () => {
    const { send } = newTransport();
    // The same value as was sent: unusual, but that is the service's answer.
    const origin = await serveAnswer(200, JSON.stringify({ secret: token }));
    assert.equal(await at(origin).readSecret('c1'), token);
    const answer = { access_token: 'New-T0ken', token_type: 'Bearer', expires_in: 60, scope: '.:config/**' };
    const same = { clientId: 'c1', clientSecret: 'New-T0ken' };
    const issuing = await serveAnswer(200, JSON.stringify(answer));
    const issued = await requestAccessToken(send, profile(issuing), same, '.:config/**');
    assert.equal(issued.accessToken, 'New-T0ken');
  });

  it('leaves an introspection readable that repeats the token', async () => {
    const origin = await serveAnswer(
      200,
      JSON.stringify({ active: true, token, scope: '.:config/**', sub: token, client_id: 'c1' }),
    );
    const said = await introspectToken(newTransport().send, profile(origin), client, token);
    assert.equal(said.isActive, true);
    assert.doesNotMatch(JSON.stringify(said), /T0ken/);
  });

  it('knows Basic, Bearer, forms and JSON', () => {
    const [basic] = basicAuthorizations(client);
    const masks: [request: { headers: Record<string, string>; body?: string }, hidden: string][] = [
      [{ headers: { authorization: basic } }, clientSecret],
      [{ headers: { Authorization: basic } }, basic.replace('Basic ', '')],
      [{ headers: { authorization: `bearer ${token}` } }, token],
      [{ headers: {}, body: new URLSearchParams({ token }).toString() }, token],
      [{ headers: {}, body: JSON.stringify({ a: { clientSecret } }) }, clientSecret],
      ...[
        { clientSecrets: [clientSecret] },
        { secret: { value: clientSecret } },
        { credentials: { user: 'a', pass: clientSecret } },
        ...[{ apiKey: clientSecret }, { privateKey: clientSecret }, { password: [clientSecret] }],
        { headers: { Authorization: clientSecret } },
        { secretOfOther: clientSecret },
      ].map((body): [{ headers: Record<string, string>; body: string }, string] => [
        { headers: {}, body: JSON.stringify(body) },
        clientSecret,
      ]),
      [{ headers: {}, body: '{"sharedSecret": 4711081500}' }, '4711081500'],
    ];
    for (const [request, hidden] of masks) {
      const sent = new SentSecretMasks().of(request);
      assert.equal(sent.maskBody(`a ${hidden} b`), 'a ••• b');
      assert.equal(sent.maskText(`a ${hidden} b`), 'a ••• b');
    }
  });

  it('do not mask what a body sends beside its secrets', () => {
    const bodies: readonly [body: string, shown: readonly string[]][] = [
      [
        'grant_type=client_credentials&client_id=storefront-1&scope=config%2Fclients&token=S3cr3t-T0ken-99',
        ['client_credentials', 'storefront-1', 'config/clients'],
      ],
      [
        JSON.stringify({
          ...{
            title: 'Storefront 2026',
            type: 'confidential',
            tokenPolicy: '5c8d23e0-5a5c-4b1c',
            pin: 47110815,
          },
          ...{
            redirectURIs: ['https://shop-1.example/in'],
            accessTokenLifetime: 36001,
            clientSecret: 'S3cr3t-99',
          },
          ...{ password: { pattern: '[a-z0-9]{8,64}' } },
        }),
        [
          ...[
            'Storefront 2026',
            'confidential',
            '5c8d23e0-5a5c-4b1c',
            '47110815',
            'https://shop-1.example/in',
          ],
          ...['36001', '[a-z0-9]{8,64}'],
        ],
      ],
      ['{"title": "not closed", "secretary": "Jane Doe 1"', ['not closed', 'Jane Doe 1']],
    ];
    for (const [body, shown] of bodies) {
      const sent = new SentSecretMasks().of({ headers: {}, body });
      for (const value of shown) {
        assert.equal(sent.maskBody(`a ${value} b`), `a ${value} b`);
        assert.equal(sent.maskText(`a ${value} b`), `a ${value} b`);
      }
    }
  });

  it('are prepared once for all answers, and not mixed up', () => {
    const masks = new SentSecretMasks();
    const maskOf = (token: string) => masks.of({ headers: { Authorization: `Bearer ${token}` } });
    const masked = (token: string, text: string) => maskOf(token).maskText(text);
    assert.equal(maskOf(token), maskOf(token));
    const tokens = Array.from({ length: 8 }, (_, index) => `first${index}token-0123456789-abcdef${index}`);
    for (const time of [1, 2]) {
      for (const token of tokens)
        assert.ok(!masked(token, `a ${encodeURIComponent(token)} b`).includes('0123456789'), `${time}`);
    }
    assert.equal(masked(tokens[0] ?? '', 'Forbidden for all'), 'Forbidden for all');
  });
});
