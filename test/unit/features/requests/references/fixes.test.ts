import assert from 'node:assert/strict';
import type {
  ReferenceFinding,
  RequestNeed,
} from '../../../../../src/core/requestAnalysis/referenceFindings';
import { mayHaveClient } from '../../../../../src/features/requests/references/clientPresence';
import { describeFinding } from '../../../../../src/features/requests/references/findingMessages';
import { type FixContext, fixesOf } from '../../../../../src/features/requests/references/fixes';
import { profileWith } from '../../../../support/fakes';

const need: RequestNeed = { method: 'PUT', path: 'config/clients/1', scope: '*:config/clients/1' };
const fileScope = '.:config/tokenPolicies *:config/clients/1';
const context: FixContext = {
  need,
  fileScope: need.scope,
  grantedScope: '.:config/**',
  liveFor: () => undefined,
};
const acme = profileWith();
const prod = profileWith({ id: 'p2', name: 'prod' });

describe('the fixes for a reference', () => {
  const fixes = (finding: ReferenceFinding, changes: Partial<FixContext> = {}) =>
    fixesOf(finding, { ...context, ...changes }).map(({ title, command, arguments: values = [] }) =>
      [title, '→', command.replace('hostedLogin.', ''), ...values.map(each => JSON.stringify(each))].join(
        ' ',
      ),
    );
  const request =
    'Request Access Token: Read and configure client 1 → acquireToken {"scope":"*:config/clients/1","reuse":false}';
  const use =
    'Use the Live Token That Allows It, 42m Left → acquireToken {"scope":"*:config/clients/1","reuse":true}';
  const ask = 'Request Access Token… → requestToken';
  const renew = 'Renew Access Token → renewToken';
  const forFile =
    'Request Token for This File: Read the list of token policies; Read and configure client 1 → ' +
    `acquireToken {"scope":"${fileScope}","reuse":false}`;
  const liveFor = (scope: string) => (scope === need.scope ? '42m' : undefined);

  const table: readonly [title: string, ReferenceFinding, Partial<FixContext>, ...expected: string[]][] = [
    ['no token', { code: 'noToken' }, {}, request, ask],
    ['no token, another one is live', { code: 'noToken' }, { liveFor }, use, request, ask],
    ['no token, and nobody knows what for', { code: 'noToken' }, { need: undefined, liveFor }, ask],
    ['no token in a file with other requests', { code: 'noToken' }, { fileScope }, request, forFile, ask],
    ['too narrow', { code: 'scopeTooNarrow', need }, { fileScope, liveFor }, use, request, forFile, ask],
    ['nothing granted', { code: 'nothingGranted' }, {}, request, ask],
    [
      'expired, and it was enough',
      { code: 'expiredToken', isRenewedAtSending: false },
      { grantedScope: '*:config/**' },
      renew,
      request,
    ],
    [
      'expired, and it was too narrow',
      { code: 'expiredToken', isRenewedAtSending: false },
      { fileScope },
      request,
      forFile,
      renew,
    ],
    [
      'expired, another one is live',
      { code: 'expiredToken', isRenewedAtSending: false },
      { grantedScope: '*:config/**', liveFor },
      use,
      renew,
      request,
    ],
    [
      'expired, and nobody knows what for',
      { code: 'expiredToken', isRenewedAtSending: false },
      { need: undefined },
      renew,
    ],
    ['about to end', { code: 'tokenEnds', minutes: 4 }, { liveFor }, renew],
    ['no profile', { code: 'noProfile' }, {}, 'Add Profile… → addProfile', 'Start Sandbox → startSandbox'],
    [
      'another host that two profiles have',
      { code: 'otherHost', origin: 'https://x', fitting: [prod, acme] },
      {},
      'Switch to Profile “prod” → switchProfile {"name":"prod"}',
      'Switch to Profile “acme” → switchProfile {"name":"acme"}',
    ],
    [
      'another host',
      { code: 'otherHost', origin: 'https://x', fitting: [] },
      {},
      'Add Profile… → addProfile',
    ],
    [
      'another customer',
      { code: 'otherCustomer', customerId: 'x', fitting: [prod] },
      {},
      'Switch to Profile “prod” → switchProfile {"name":"prod"}',
    ],
    ['not trusted', { code: 'untrustedWorkspace' }, {}, 'Manage Workspace Trust → workbench.trust.manage'],
    [
      'not shared',
      { code: 'notShared', reader: 'extension' },
      {},
      'Open Setting hostedLogin.share.extensions → workbench.action.openSettings "hostedLogin.share.extensions"',
    ],
    [
      'not shared with terminals',
      { code: 'notShared', reader: 'terminal' },
      {},
      'Open Setting hostedLogin.share.terminals → workbench.action.openSettings "hostedLogin.share.terminals"',
    ],
    [
      'no client',
      { code: 'noClient' },
      {},
      'Show REST Clients to Install → workbench.extensions.search "@id:humao.rest-client @id:anweber.vscode-httpyac"',
    ],
  ];
  for (const [title, finding, changes, ...expected] of table) {
    it(title, () => {
      assert.deepEqual(fixes(finding, changes), expected);
    });
  }
});

describe('the words for a finding', () => {
  const table: readonly [finding: ReferenceFinding, severity: string, message: RegExp][] = [
    [{ code: 'noProfile' }, 'information', /^There is no profile yet.*Add a profile first\.$/],
    [
      { code: 'noToken' },
      'information',
      /^“acme” has no access token.*empty Authorization header\. Request one first\.$/,
    ],
    [
      { code: 'expiredToken', isRenewedAtSending: false },
      'information',
      /“acme” has expired.*Renew it first\.$/,
    ],
    [{ code: 'nothingGranted' }, 'information', /can do nothing.*Request another one\.$/],
    [
      { code: 'scopeTooNarrow', need },
      'hint',
      /^The access token of “acme” does not allow PUT on config\/clients\/1\. This scope allows it: \*:config\/clients\/1 \(Read and configure client 1\)\.$/,
    ],
    [{ code: 'tokenEnds', minutes: 1 }, 'information', /expires within a minute\.$/],
    [{ code: 'tokenEnds', minutes: 5 }, 'information', /expires in 5 minutes\.$/],
    [
      { code: 'otherHost', origin: 'https://x.example', fitting: [prod] },
      'warning',
      /goes to https:\/\/x\.example.*“acme” at https:\/\/v1\.api\.us\.janrain\.com\. Switch to “prod” first\.$/,
    ],
    [
      { code: 'otherHost', origin: 'https://x.example', fitting: [prod, acme] },
      'warning',
      /Switch the profile first\.$/,
    ],
    [{ code: 'otherHost', origin: 'https://x.example', fitting: [] }, 'warning', /Add a profile for it/],
    [
      { code: 'otherCustomer', customerId: '9zy', fitting: [prod] },
      'warning',
      /customer 9zy.*customer 1ab23c45.*“prod”/,
    ],
    [{ code: 'untrustedWorkspace' }, 'information', /untrusted workspace.*Trust the workspace first\.$/],
    [{ code: 'notShared', reader: 'extension' }, 'information', /Turn on hostedLogin\.share\.extensions\.$/],
    [
      { code: 'notShared', reader: 'terminal' },
      'hint',
      /Turn on hostedLogin\.share\.terminals, then open a new terminal\.$/,
    ],
    [{ code: 'noClient' }, 'hint', /neither REST Client nor httpYac/],
  ];
  for (const [finding, severity, message] of table) {
    it(`${severity}: ${describeFinding(finding, acme).message}`, () => {
      const words = describeFinding(finding, acme);
      assert.equal(words.severity, severity);
      assert.match(words.message, message);
    });
  }

  it('never grow with a path', () => {
    const long: RequestNeed = { ...need, path: `config/${'x'.repeat(900)}` };
    assert.ok(describeFinding({ code: 'scopeTooNarrow', need: long }, acme).message.length < 300);
  });
});

describe('mayHaveClient', () => {
  const extension = (...ids: string[]) => ({
    id: 'a.b',
    packageJSON: { contributes: { languages: ids.map(id => ({ id })) } },
  });
  const odd = [
    null,
    'text',
    {},
    { contributes: null },
    { contributes: { languages: 'http' } },
    { contributes: { languages: [null] } },
  ].map(packageJSON => ({ id: 'odd.one', packageJSON }));
  const table: readonly [
    title: string,
    languageId: string,
    here: Parameters<typeof mayHaveClient>[1],
    expected: boolean,
  ][] = [
    ['one that is here', 'http', () => [...odd, extension('json'), extension('x', 'http')], true],
    ['none that is here', 'http', () => [...odd, extension('json')], false],
    ['a file of another language, of which nobody knows who sends it', 'plaintext', () => [], true],
    ['Markdown', 'markdown', () => [], true],
  ];
  for (const [title, languageId, here, expected] of table) {
    it(title, () => {
      assert.equal(mayHaveClient(languageId, here), expected);
    });
  }
});
