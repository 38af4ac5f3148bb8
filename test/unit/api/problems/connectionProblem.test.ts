import assert from 'node:assert/strict';
import { connectionProblem } from '../../../../src/api/problems/connectionProblem';
import { Problem, type ProblemKind } from '../../../../src/core/common/problem';

const remote = 'https://v1.api.us.janrain.com/x/login/token';

/** As fetch throws it. */
function failed(code: string): Error {
  return new TypeError('fetch failed', { cause: Object.assign(new Error(`secret ${code}`), { code }) });
}

describe('connectionProblem', () => {
  const kinds: Readonly<Record<string, ProblemKind>> = {
    ENOTFOUND: 'dns',
    EAI_AGAIN: 'dns',
    ECONNREFUSED: 'refused',
    ETIMEDOUT: 'timeout',
    UND_ERR_CONNECT_TIMEOUT: 'timeout',
    UND_ERR_HEADERS_TIMEOUT: 'timeout',
    UND_ERR_BODY_TIMEOUT: 'timeout',
    DEPTH_ZERO_SELF_SIGNED_CERT: 'tls',
    SELF_SIGNED_CERT_IN_CHAIN: 'tls',
    UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'tls',
    UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'tls',
    CERT_HAS_EXPIRED: 'tlsExpired',
    CERT_NOT_YET_VALID: 'tlsExpired',
    ERR_TLS_CERT_ALTNAME_INVALID: 'tlsName',
    ERR_SSL_WRONG_VERSION_NUMBER: 'tls',
    EPROTO: 'tls',
    ECONNRESET: 'network',
    EHOSTUNREACH: 'network',
    ENETUNREACH: 'network',
    UND_ERR_SOCKET: 'network',
    SOMETHING_NEW: 'network',
  };
  for (const [code, kind] of Object.entries(kinds)) {
    it(`${code} is ${kind}: what happened, what to do, the code in the log`, () => {
      const problem = connectionProblem(failed(code), remote, false);
      assert.deepEqual([problem.kind, problem.detail], [kind, code]);
      assert.ok(problem.message.includes('v1.api.us.janrain.com'), problem.message);
      assert.match(problem.nextStep, /\.$/);
      assert.doesNotMatch(problem.message, /secret/);
    });
  }

  const messages: readonly [code: string, message: RegExp, nextStep: RegExp][] = [
    ['ENOTFOUND', /was not found/, /origin.*VPN/],
    ['ECONNREFUSED', /refuses the connection/, /port/],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', /certificate .* is not trusted \(DEPTH_ZERO_SELF/, /certificate store/],
    ['ERR_TLS_CERT_ALTNAME_INVALID', /certificate .* is for another host/, /host in the origin/],
    ['CERT_HAS_EXPIRED', /certificate .* has expired/, /clock of this machine.*renew/],
    ['CERT_NOT_YET_VALID', /certificate .* is not valid yet/, /clock of this machine/],
    ['ERR_SSL_WRONG_VERSION_NUMBER', /does not answer as an https server/, /port/],
    ['UND_ERR_SOCKET', /failed \(UND_ERR_SOCKET\)/, /network/],
  ];
  for (const [code, message, nextStep] of messages) {
    it(`${code}: ${message.source}`, () => {
      const problem = connectionProblem(failed(code), remote, false);
      assert.match(problem.message, message);
      assert.match(problem.nextStep, nextStep);
    });
  }

  it('finds the code of several addresses that all failed', () => {
    const error = new TypeError('fetch failed', {
      cause: new AggregateError([new Error('no code'), Object.assign(new Error(), { code: 'ECONNREFUSED' })]),
    });
    assert.equal(connectionProblem(error, remote, false).kind, 'refused');
  });

  it('accepts any thrown value', () => {
    const circular = new Error('a');
    circular.cause = circular;
    for (const error of [undefined, null, 'text', {}, circular, Object.assign(new Error(), { code: 20 })]) {
      const problem = connectionProblem(error, remote, false);
      assert.deepEqual([problem.kind, problem.detail], ['network', '']);
      assert.match(problem.message, /failed \(unknown reason\)/);
    }
  });

  it('returns a problem unchanged, and reports a cancellation whatever failed after it', () => {
    const problem = new Problem('tooLarge', 'Too large.');
    assert.equal(connectionProblem(problem, remote, false), problem);
    assert.equal(connectionProblem(problem, remote, true).kind, 'cancelled');
  });

  for (const origin of ['http://127.0.0.1:8080', 'http://localhost:1', 'http://[::1]:2']) {
    it(`refused by ${origin}: this machine`, () => {
      assert.equal(connectionProblem(failed('ECONNREFUSED'), origin, false).kind, 'refusedHere');
    });
  }

  describe('a proxy on the way', () => {
    /** As VS Code's fetch throws it: the connection that failed is the one to the proxy. */
    const failedAt = (code: string, place: object) =>
      new TypeError('fetch failed', { cause: Object.assign(new Error(), { code, ...place }) });
    const unreachable: readonly [string, Error, RegExp][] = [
      [
        'refuses',
        failedAt('ECONNREFUSED', { address: '10.0.0.1', port: 3128 }),
        /proxy 10\.0\.0\.1:3128 refuses/,
      ],
      ['of IPv6', failedAt('ECONNREFUSED', { address: '::1', port: 3128 }), /proxy \[::1\]:3128 refuses/],
      [
        'has no address',
        failedAt('ENOTFOUND', { hostname: 'proxy.corp' }),
        /proxy proxy\.corp was not found/,
      ],
      ['is far', failedAt('ETIMEDOUT', { address: '10.0.0.1', port: 8080 }), /did not answer in time/],
      [
        'is cut off',
        failedAt('EHOSTUNREACH', { address: '10.0.0.1', port: 8080 }),
        /failed \(EHOSTUNREACH\)/,
      ],
      [
        'closes before the tunnel stands',
        failedAt('UND_ERR_PRX_CONN', {}),
        /^The connection to the proxy failed \(UND_ERR_PRX_CONN\)\.$/,
      ],
      [
        'refuses at each address',
        new TypeError('fetch failed', {
          cause: new AggregateError([
            Object.assign(new Error(), { code: 'ECONNREFUSED', address: '::1', port: 3128 }),
            Object.assign(new Error(), { code: 'ECONNREFUSED', address: '127.0.0.1', port: 3128 }),
          ]),
        }),
        /proxy \[::1\]:3128 refuses/,
      ],
    ];
    for (const [what, error, message] of unreachable) {
      it(`that ${what}: names the proxy as the cause, not the service`, () => {
        const problem = connectionProblem(error, remote, false);
        assert.equal(problem.kind, 'proxy');
        assert.match(problem.message, message);
        assert.match(problem.nextStep, /http\.proxy/);
      });
    }

    it('is never shown with the password that a setting has', () => {
      const password = 'l0velace';
      const places = [
        // The host of the error if http.proxy or HTTPS_PROXY has no scheme, or a # or / in the password.
        ...[`ada:${password}@proxy.corp`, `${password}@proxy.corp`, `ada:${password}`, `ada%3A${password}`],
        `http://ada:${password}@proxy.corp:3128`,
      ];
      for (const hostname of places) {
        for (const code of ['ENOTFOUND', 'ECONNREFUSED', 'ETIMEDOUT', 'ERR_INVALID_URL']) {
          const message = `getaddrinfo ${code} ${hostname}`;
          const cause = Object.assign(new Error(message), { code, hostname, input: hostname });
          const problem = connectionProblem(new TypeError('fetch failed', { cause }), remote, false);
          assert.equal(problem.message, `The connection to the proxy failed (${code}).`);
          const said = JSON.stringify([problem, problem.message, problem.nextStep, problem.stack]);
          assert.ok(!said.includes(password), said);
        }
      }
    });

    it('is known by its address when its port is that of the service', () => {
      const error = failedAt('ECONNREFUSED', { address: '10.0.0.9', port: 8443 });
      assert.equal(connectionProblem(error, 'https://10.0.0.1:8443/', false).kind, 'proxy');
    });

    it('is not blamed when the connection that failed was to the service', () => {
      const kinds = [
        [failedAt('ECONNREFUSED', { address: '10.0.0.1', port: 443 }), remote],
        [failedAt('ECONNREFUSED', { address: '10.0.0.1', port: 8443 }), 'https://10.0.0.1:8443/'],
        [failedAt('ECONNREFUSED', { address: '::2', port: 8443 }), 'https://[::2]:8443/'],
      ] as const;
      for (const [error, url] of kinds) assert.equal(connectionProblem(error, url, false).kind, 'refused');
      const notFound = failedAt('ENOTFOUND', { hostname: 'v1.api.us.janrain.com' });
      assert.equal(connectionProblem(notFound, remote, false).kind, 'dns');
      const here = failedAt('ECONNREFUSED', { address: '127.0.0.1', port: 1 });
      assert.equal(connectionProblem(here, 'http://localhost:2', false).kind, 'refusedHere');
    });

    const answers: readonly [number, ProblemKind, RegExp, RegExp][] = [
      [
        407,
        'proxyLogin',
        /requires a sign-in before it connects to v1\.api\.us\.janrain\.com/,
        /http\.proxy/,
      ],
      [403, 'proxy', /does not connect to v1\.api\.us\.janrain\.com \(HTTP 403\)/, /allow.*http\.noProxy/],
      [502, 'proxy', /\(HTTP 502\)/, /Check the origin/],
    ];
    for (const [status, kind, message, nextStep] of answers) {
      it(`that answers ${status}: ${kind}`, () => {
        // Both messages of undici; VS Code 1.139 shows either.
        for (const operator of ['!==', '?.==']) {
          const error = new TypeError('fetch failed', {
            cause: new Error('Request was cancelled.', {
              cause: Object.assign(
                new Error(`Proxy response (${status}) ${operator} 200 when HTTP Tunneling`),
                {
                  code: 'UND_ERR_ABORTED',
                },
              ),
            }),
          });
          const problem = connectionProblem(error, remote, false);
          assert.deepEqual([problem.kind, problem.detail], [kind, `CONNECT answered ${status}`]);
          assert.match(problem.message, message);
          assert.match(problem.nextStep, nextStep);
        }
      });
    }
  });
});
