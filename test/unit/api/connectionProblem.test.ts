import assert from 'node:assert/strict';
import { connectionProblem } from '../../../src/api/connectionProblem';
import { Problem, type ProblemKind } from '../../../src/core/problem';

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
    CERT_HAS_EXPIRED: 'tls',
    ERR_TLS_CERT_ALTNAME_INVALID: 'tls',
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
    ['ERR_TLS_CERT_ALTNAME_INVALID', /certificate .* is not trusted \(ERR_TLS_CERT_ALT/, /certificate store/],
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

  it('is content with anything that was thrown', () => {
    const circular = new Error('a');
    circular.cause = circular;
    for (const error of [undefined, null, 'text', {}, circular, Object.assign(new Error(), { code: 20 })]) {
      const problem = connectionProblem(error, remote, false);
      assert.deepEqual([problem.kind, problem.detail], ['network', '']);
      assert.match(problem.message, /failed \(unknown reason\)/);
    }
  });

  it('keeps a problem that is one already, and says cancelled whatever came after that', () => {
    const problem = new Problem('tooLarge', 'Too large.');
    assert.equal(connectionProblem(problem, remote, false), problem);
    assert.equal(connectionProblem(problem, remote, true).kind, 'cancelled');
  });

  for (const origin of ['http://127.0.0.1:8080', 'http://localhost:1', 'http://[::1]:2']) {
    it(`refused by ${origin}: this machine`, () => {
      assert.equal(connectionProblem(failed('ECONNREFUSED'), origin, false).kind, 'refusedHere');
    });
  }
});
