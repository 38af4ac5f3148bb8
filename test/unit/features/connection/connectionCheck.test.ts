import assert from 'node:assert/strict';
import type { HttpRequest, Send } from '../../../../src/api/http';
import { Problem } from '../../../../src/core/common/problem';
import type { Profile } from '../../../../src/core/profile/profile';
import { checklistText, stageResults } from '../../../../src/features/connection/checklist';
import { checkStages, type ConnectionCheckDeps } from '../../../../src/features/connection/connectionCheck';
import type { Stage } from '../../../../src/features/connection/stages';
import { type Sandbox, startSandbox } from '../../../../src/sandbox/index';
import { problemOf } from '../../../support/fakes';
import { selfSignedCertificate } from '../../../support/selfSigned';
import {
  closeAll,
  newTransport,
  serve,
  serveAnswer,
  serveTcp,
  serveTls,
  serveTlsInFrontOf,
} from '../../api/servers';

const unknownHost = 'https://service.hosted-login.test';

describe('Check Connection', () => {
  let sandbox: Sandbox;

  before(async () => {
    sandbox = await startSandbox();
  });
  after(() => sandbox.stop());
  afterEach(closeAll);

  function profileAt(origin = sandbox.origin): Profile {
    const { customerId, clientId } = sandbox;
    return { id: '1', name: 'acme', origin, customerId, clientId };
  }

  /** Runs the check, and makes sure that no text contains a secret or a token. */
  async function check(profile: Profile, deps: Partial<ConnectionCheckDeps> = {}): Promise<readonly Stage[]> {
    const stages = await checkStages(
      {
        send: newTransport().send,
        withSecret: () => Promise.resolve({ profile, clientSecret: sandbox.clientSecret }),
        mask: () => undefined,
        limits: { probe: 20_000, request: 20_000 },
        ...deps,
      },
      profile,
      new AbortController().signal,
    );
    const shown = checklistText(profile, stages) + JSON.stringify(stageResults(stages));
    for (const value of [sandbox.clientSecret, ...sandbox.issued]) assert.ok(!shown.includes(value));
    return stages;
  }

  /** `name✓ tcp✗ tls·`, and so on. */
  const pattern = (stages: readonly Stage[]) =>
    stages
      .map(({ name, state }) => `${name}${state === 'passed' ? '✓' : state === 'failed' ? '✗' : '·'}`)
      .join(' ');
  const said = (stages: readonly Stage[], name: Stage['name']) =>
    stageResults(stages).find(stage => stage.name === name)?.message ?? assert.fail(name);

  /** A fetch that reaches the sandbox whatever the host is, as through a proxy that resolves all hosts. */
  const throughProxy =
    (origin: string): Send =>
    request =>
      newTransport().send({ ...request, url: request.url.replace(origin, sandbox.origin) });
  const failing =
    (problem: Problem): Send =>
    () =>
      Promise.reject(problem);

  const allPassed = 'name✓ tcp✓ tls✓ discovery✓ credentials✓ grantedScope✓ read✓';

  it('of the sandbox: every stage says what it found', async () => {
    const masked: string[] = [];
    const count = sandbox.issued.length;
    const stages = await check(profileAt(), { mask: value => masked.push(value) });
    assert.equal(pattern(stages), allPassed);
    assert.deepEqual(
      stageResults(stages).map(({ message }) => message),
      [
        'Not needed: 127.0.0.1 is an IP address.',
        `Port ${new URL(sandbox.origin).port} answers.`,
        'Not needed: plain http, which stays on this machine.',
        'The service knows the customer ID.',
        'The service accepts the client ID and the client secret.',
        `A token of this client may: Read client ${sandbox.clientId}.`,
        stages.at(-1)?.state === 'passed' ? said(stages, 'read') : '',
      ],
    );
    assert.match(said(stages, 'read'), /^Read the client “.+”\.$/);
    assert.equal(sandbox.issued.length, count + 1);
    assert.deepEqual(masked, [sandbox.clientSecret, sandbox.issued.at(-1)]);
  });

  it('passes with a client that is granted only scopes that its policy names literally', async () => {
    sandbox.fail({ path: '/login/token', status: 400, body: '{"error":"invalid_scope"}', times: 3 });
    const stages = await check(profileAt());
    assert.equal(pattern(stages), allPassed);
    assert.equal(
      said(stages, 'grantedScope'),
      'A token of this client may: Read and configure all token policies, login policies and clients.',
    );
  });

  it('of a name on this machine: says where it is', async () => {
    const stages = await check(profileAt(sandbox.origin.replace('127.0.0.1', 'localhost')));
    assert.match(said(stages, 'name'), /^localhost is at (127\.0\.0\.1|::1)( and \d more)?\.$/);
  });

  describe('fails at', () => {
    it('the name: nothing is sent', async () => {
      const origin = 'https://nowhere.invalid';
      const stages = await check(profileAt(origin));
      assert.equal(pattern(stages), 'name✗ tcp· tls· discovery· credentials· grantedScope· read·');
      assert.match(said(stages, 'name'), /^The host nowhere\.invalid was not found\. Check the origin/);
      assert.equal(said(stages, 'read'), 'Not reached.');
    });

    it('TCP', async () => {
      const origin = await serveAnswer(200);
      await closeAll();
      const stages = await check(profileAt(origin));
      assert.equal(pattern(stages), 'name✓ tcp✗ tls· discovery· credentials· grantedScope· read·');
      assert.match(said(stages, 'tcp'), /^Nothing listens at 127\.0\.0\.1:\d+ .* start it again/);
    });

    it('TLS, with an unknown certificate: says who issued it', async () => {
      const origin = await serveTls(selfSignedCertificate());
      const stages = await check(profileAt(origin));
      assert.equal(pattern(stages), 'name✓ tcp✓ tls✗ discovery· credentials· grantedScope· read·');
      assert.match(
        said(stages, 'tls'),
        /not trusted \(DEPTH_ZERO_SELF_SIGNED_CERT\)\. It was issued by “localhost” and is valid until 2049-01-01\. .*store/,
      );
    });

    it('TLS, with a certificate that has expired', async () => {
      const stages = await check(profileAt(await serveTls(selfSignedCertificate({ until: 2022 }))));
      assert.match(said(stages, 'tls'), /has expired\. .*valid until 2022-01-01\. Check the clock/);
    });

    it('TLS that stalls: stops waiting', async () => {
      const origin = await serveTcp(() => undefined, 'https');
      const stages = await check(profileAt(origin), { limits: { probe: 1_000, request: 20_000 } });
      assert.equal(pattern(stages), 'name✓ tcp✓ tls✗ discovery· credentials· grantedScope· read·');
      assert.match(said(stages, 'tls'), /did not answer in time/);
    });

    const atDiscovery = 'name✓ tcp✓ tls✓ discovery✗ credentials· grantedScope· read·';
    const services: readonly [string, () => Promise<string>, RegExp][] = [
      ['of another customer', () => serveAnswer(404), /may not know this customer ID/],
      ['that is no Hosted Login', () => serveAnswer(200, '<html>'), /not as a Hosted Login service does/],
      [
        'that redirects',
        () => serveAnswer(302, '', { location: 'https://login.corp/' }),
        /redirects to https/,
      ],
    ];
    for (const [what, start, message] of services) {
      it(`the discovery of a service ${what}`, async () => {
        const stages = await check(profileAt(await start()));
        assert.equal(pattern(stages), atDiscovery);
        assert.match(said(stages, 'discovery'), message);
      });
    }

    it('the discovery of a service that stalls: stops waiting', async () => {
      const origin = await serve(() => undefined);
      const stages = await check(profileAt(origin), { limits: { probe: 20_000, request: 500 } });
      assert.equal(pattern(stages), atDiscovery);
      assert.match(said(stages, 'discovery'), /did not answer in time/);
    });

    it('the credentials, when the secret is wrong', async () => {
      const profile = profileAt();
      const withSecret = () => Promise.resolve({ profile, clientSecret: 'another-one' });
      const stages = await check(profile, { withSecret });
      assert.equal(pattern(stages), 'name✓ tcp✓ tls✓ discovery✓ credentials✗ grantedScope· read·');
      assert.match(said(stages, 'credentials'), /does not accept the client ID .* Edit the profile/);
    });

    it('the credentials, and shows none of them when a page repeats a part, or the secret with characters in between', async () => {
      const profile = profileAt();
      const clientSecret = 'S3cretS3cretValue0123456789';
      for (const echo of [
        'S3c[retS3cretValue0123456789',
        'S3cretS3cretValue01234',
        'S3cret&#83;3cretValue0123',
      ]) {
        sandbox.fail({ path: '/login/token', status: 403, body: `<title>No: ${echo}</title>`, times: 1 });
        const stages = await check(profile, {
          withSecret: () => Promise.resolve({ profile, clientSecret }),
        });
        assert.match(said(stages, 'credentials'), /\(HTTP 403\): No: •••/);
        assert.doesNotMatch(said(stages, 'credentials'), /S3c|Value/);
      }
    });

    it('the credentials, when SecretStorage has lost the secret', async () => {
      const lost = new Problem('secretMissing', 'It is gone.', 'Enter it again.');
      const stages = await check(profileAt(), { withSecret: () => Promise.reject(lost) });
      assert.equal(said(stages, 'credentials'), 'It is gone. Enter it again.');
    });

    // As many requests as there are wider scopes; without `scope` in the answers, as many introspections.
    const grants: readonly [string | undefined, number, RegExp][] = [
      [undefined, 12, /^The token can do nothing: \.:config\/clients\/\S+ was requested.*allowedScopes/],
      ['.:config/tokenPolicies**', 6, /only \.:config\/tokenPolicies\*\* was granted\. .*allowedScopes/],
    ];
    for (const [scope, times, message] of grants) {
      it(`the granted scope, when it is ${scope ?? 'none'}`, async () => {
        const token = { access_token: 'aaaaaaaa', token_type: 'Bearer', expires_in: 60, scope };
        sandbox.fail({ path: '/login/token', body: JSON.stringify(token), times });
        const stages = await check(profileAt());
        assert.equal(pattern(stages), 'name✓ tcp✓ tls✓ discovery✓ credentials✓ grantedScope✗ read·');
        assert.match(said(stages, 'grantedScope'), message);
      });
    }

    it('the granted scope, when the service refuses each', async () => {
      sandbox.fail({ path: '/login/token', status: 400, body: '{"error":"invalid_scope"}', times: 6 });
      const stages = await check(profileAt());
      assert.equal(pattern(stages), 'name✓ tcp✓ tls✓ discovery✓ credentials✓ grantedScope✗ read·');
      assert.match(
        said(stages, 'grantedScope'),
        /refuses the scope \.:config\/clients\/.*invalid_scope.*allowedScopes/,
      );
    });

    it('the read, when the edge answers', async () => {
      const page = '<html><title>Access Denied</title></html>';
      sandbox.fail({ path: '/config/clients', status: 403, body: page });
      const stages = await check(profileAt());
      assert.equal(pattern(stages), 'name✓ tcp✓ tls✓ discovery✓ credentials✓ grantedScope✓ read✗');
      assert.match(said(stages, 'read'), /not the service itself \(HTTP 403\): Access Denied/);
    });

    for (const [status, message] of [
      [403, /does not allow this with a token for \.:config\/clients\/.*HTTP 403.*allowedScopes/],
      [404, /has no client/],
      [500, /HTTP 500/],
    ] as const) {
      it(`the read, when it is answered ${status}`, async () => {
        sandbox.fail({ path: '/config/clients', status, body: '{"errors":"Forbidden"}' });
        const stages = await check(profileAt());
        assert.equal(pattern(stages), 'name✓ tcp✓ tls✓ discovery✓ credentials✓ grantedScope✓ read✗');
        assert.match(said(stages, 'read'), message);
      });
    }
  });

  describe('behind a proxy', () => {
    it('that alone resolves the name: a failed direct connection is not a failure', async () => {
      const stages = await check(profileAt(unknownHost), { send: throughProxy(unknownHost) });
      assert.equal(pattern(stages), allPassed);
      assert.equal(
        said(stages, 'name'),
        'VS Code connects through a proxy. A direct connection fails: The host service.hosted-login.test was not found.',
      );
      assert.deepEqual(
        [said(stages, 'tcp'), said(stages, 'tls')],
        ['Through the proxy.', 'Through the proxy.'],
      );
    });

    it('that is the only way out: the closed port is not a failure', async () => {
      const origin = (await serveAnswer(200)).replace('http:', 'https:');
      await closeAll();
      const stages = await check(profileAt(origin), { send: throughProxy(origin) });
      assert.equal(pattern(stages), allPassed);
      assert.match(
        said(stages, 'tcp'),
        /^VS Code connects through a proxy\. A direct connection fails: Nothing listens .*\.$/,
      );
    });

    it('whose certificate only VS Code trusts', async () => {
      const origin = await serveTlsInFrontOf(selfSignedCertificate(), Number(new URL(sandbox.origin).port));
      const stages = await check(profileAt(origin), { send: throughProxy(origin) });
      assert.equal(pattern(stages), allPassed);
      assert.match(
        said(stages, 'tls'),
        /^VS Code trusts the certificate that it gets\. A direct connection fails: .*not trusted/,
      );
    });

    const problems: readonly [Problem, string, Stage['name']][] = [
      [new Problem('proxyLogin', 'Log in.', 'Do.'), 'name✓ tcp✗ tls·', 'tcp'],
      [new Problem('proxy', 'Refused.', 'Do.'), 'name✓ tcp✗ tls·', 'tcp'],
      [new Problem('timeout', 'Stalls.', 'Do.'), 'name✓ tcp✗ tls·', 'tcp'],
      [new Problem('tls', 'Not trusted.', 'Do.'), 'name✓ tcp✓ tls✗', 'tls'],
      [new Problem('server', 'Trouble.', 'Do.'), 'name✓ tcp✓ tls✓ discovery✗', 'discovery'],
    ];
    for (const [problem, expected, stage] of problems) {
      it(`${problem.kind}: fails at ${stage}, not at the name that only the proxy knows`, async () => {
        const stages = await check(profileAt(unknownHost), { send: failing(problem) });
        assert.ok(pattern(stages).startsWith(expected), pattern(stages));
        assert.equal(said(stages, stage), `${problem.message} Do.`);
      });
    }
  });

  describe('cancelling', () => {
    for (const path of ['.well-known', 'login/token', 'config/clients']) {
      it(`at ${path} ends it at once`, async () => {
        const controller = new AbortController();
        const { send } = newTransport();
        const profile = profileAt();
        const deps: ConnectionCheckDeps = {
          send: (request: HttpRequest) => {
            if (request.url.includes(path)) controller.abort();
            return send(request);
          },
          withSecret: () => Promise.resolve({ profile, clientSecret: sandbox.clientSecret }),
          mask: () => undefined,
        };
        await problemOf(checkStages(deps, profile, controller.signal), 'cancelled');
      });
    }
  });

  it('is shown as a list that says what to do', async () => {
    const stages = await check(profileAt(), {
      send: failing(new Problem('unknownCustomer', 'Nobody knows it.', 'Check it.')),
    });
    assert.deepEqual(checklistText(profileAt(), stages).split('\n').slice(0, 3), [
      `Connection of “acme” to ${sandbox.origin}`,
      '',
      '3 of 7 stages passed.',
    ]);
    assert.ok(
      checklistText(profileAt(), stages).includes(
        '✗ Discovery: FAILED\n    Nobody knows it.\n    → Check it.\n· Credentials: not reached\n',
      ),
    );
  });
});
