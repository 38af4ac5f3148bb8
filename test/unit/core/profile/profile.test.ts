import assert from 'node:assert/strict';
import {
  clientIdIssue,
  clientSecretIssue,
  customerIdIssue,
  endpointUrl,
  freeName,
  isLoopback,
  isSameName,
  nameIssue,
  normalizeOrigin,
  originIssue,
  parseIssuer,
  parseTypedIssuer,
  regions,
} from '../../../../src/core/profile/profile';

describe('an origin', () => {
  const good: readonly [text: string, origin: string][] = [
    ['https://v1.api.us.janrain.com', 'https://v1.api.us.janrain.com'],
    ['https://v1.api.us.janrain.com/', 'https://v1.api.us.janrain.com'],
    ['  https://v1.api.us.janrain.com\n', 'https://v1.api.us.janrain.com'],
    ['HTTPS://V1.API.US.Janrain.COM', 'https://v1.api.us.janrain.com'],
    ['https://host:443', 'https://host'],
    ['https://host:8443/', 'https://host:8443'],
    ['https://[::1]:8443', 'https://[::1]:8443'],
    ['https://bücher.example', 'https://xn--bcher-kva.example'],
    ['http://localhost:80', 'http://localhost'],
    ['http://localhost:3000', 'http://localhost:3000'],
    ['http://LOCALHOST', 'http://localhost'],
    ['http://127.0.0.1:54321', 'http://127.0.0.1:54321'],
    ['http://127.1.2.3', 'http://127.1.2.3'],
    ['http://127.1', 'http://127.0.0.1'],
    ['http://[::1]:1', 'http://[::1]:1'],
  ];
  for (const [text, origin] of good) {
    it(`${JSON.stringify(text)} is ${origin}`, () => {
      assert.equal(originIssue(text), undefined);
      assert.equal(normalizeOrigin(text), origin);
      assert.equal(originIssue(origin), undefined);
    });
  }

  const bad: readonly [text: string, issue: RegExp][] = [
    ['', /^Enter the origin/],
    [' \n', /^Enter the origin/],
    ['v1.api.us.janrain.com', /not an origin/],
    ['https://', /not an origin/],
    ['https://host:99999', /not an origin/],
    ['https://a b.example', /no spaces/],
    ['https://host.example /path', /no spaces/],
    ['https://host\texample', /no spaces/],
    ['ftp://host.example', /begins with https/],
    ['javascript:alert(1)', /begins with https/],
    ['localhost:8080', /begins with https/],
    ['https:host.example', /begins with https/],
    ['https:/host.example', /begins with https/],
    ['https:\\\\host.example', /begins with https/],
    ['https:///host.example', /begins with https/],
    ['http://v1.api.us.janrain.com', /Only https/],
    ['http://127.0.0.1.evil.com', /Only https/],
    ['http://localhost.evil.com', /Only https/],
    ['http://evil.com:127', /Only https/],
    ['http://0.0.0.0', /Only https/],
    ['http://192.168.0.1', /Only https/],
    ['http://1270.0.0.1', /not an origin|Only https/],
    ['http://[::2]', /Only https/],
    ['http://localhost@evil.com', /no user name/],
    ['https://user:password@host.example', /no user name/],
    ['https://user@host.example', /no user name/],
    ['https://@host.example', /no user name/],
    ['https://:@host.example', /no user name/],
    ['https://host.example/login', /ends after the host: https:\/\/host\.example$/],
    ['https://host.example//', /ends after the host/],
    ['https://host.example?', /ends after the host/],
    ['https://host.example/?a=b', /ends after the host/],
    ['https://host.example#', /ends after the host/],
    ['https://v1.api.<region>', /not an origin/],
    ['https://{{host}}', /not an origin/],
  ];
  for (const [text, issue] of bad) {
    it(`${JSON.stringify(text)} is none: ${issue.source}`, () => {
      assert.match(originIssue(text) ?? 'no issue', issue);
    });
  }

  it('does not quote a password that was typed into it', () => {
    assert.doesNotMatch(originIssue('https://user:p4ssword@host.example/x') ?? '', /p4ssword/);
  });

  it('of each known region is one', () => {
    for (const { label, origin } of regions()) {
      assert.equal(originIssue(origin), undefined);
      assert.equal(normalizeOrigin(origin), origin);
      assert.notEqual(label, '');
    }
    assert.deepEqual(
      regions().map(({ origin }) => origin),
      ['us', 'eu', 'jp', 'au', 'sg', 'ca'].map(region => `https://v1.api.${region}.janrain.com`),
    );
  });

  it('is on this machine by its host name alone', () => {
    const names = [
      'localhost',
      '127.0.0.1',
      '127.255.0.9',
      '[::1]',
      'localhost.',
      '127.0.0.1.nip.io',
      'x127.0.0.1',
    ];
    assert.deepEqual(names.map(isLoopback), [true, true, true, true, false, false, false]);
  });
});

describe('a customer ID', () => {
  const good = [
    '1ab23c45-6789-0123-d4ef-5g678h90ijk1',
    'a123bcde-4f56-7890-gh12-i34j567k8l90',
    ' 00000000-0000-0000-0000-000000000000 ',
    'ZZZZZZZZ-zzzz-ZZZZ-zzzz-ZZZZZZZZZZZZ',
  ];
  const bad = [
    '',
    'customer',
    '1ab23c45-6789-0123-d4ef-5g678h90ijk',
    '1ab23c45-6789-0123-d4ef-5g678h90ijk12',
    '1ab23c45678901 23d4ef5g678h90ijk1',
    '../../../../etc/passwd',
    '1ab23c45-6789-0123-d4ef-5g678h90ij/1',
    '1ab23c45-6789-0123-d4ef-5g678h90ijk1\nx',
    '1ab23c45-6789-0123-d4ef-5g678h90ijkı',
  ];
  for (const text of good) {
    it(`${text} is one`, () => {
      assert.equal(customerIdIssue(text), undefined);
    });
  }
  for (const text of bad) {
    it(`${JSON.stringify(text)} is none`, () => {
      assert.match(customerIdIssue(text) ?? '', /looks like 1ab23c45/);
    });
  }
});

describe('a profile name', () => {
  const taken = ['acme', 'Straße 1', 'Ångström', 'ﬁrst', 'a b'];
  const cases: readonly [name: string, issue: RegExp | undefined][] = [
    ['acme prod', undefined],
    ['日本', undefined],
    ['$(key) `x` ](', undefined],
    ['x'.repeat(60), undefined],
    ['', /^Give the profile a name/],
    [' \t', /^Give the profile a name/],
    ['x'.repeat(61), /at most 60/],
    ['a\u0000b', /control or invisible/],
    ['a\nb', /control or invisible/],
    ['a\u200bb', /control or invisible/],
    ['a\u202eb', /control or invisible/],
    ['a\u2028b', /control or invisible/],
    ['a\ud800b', /control or invisible/],
    ['acme', /already a profile “acme”/],
    [' ACME ', /already/],
    ['ａｃｍｅ', /already/],
    ['STRAẞE 1', /already/],
    ['A\u030angstro\u0308m', /already/],
    ['first', /already/],
    ['a\u00a0b', /already/],
    ['acme 2', undefined],
  ];
  for (const [name, issue] of cases) {
    it(`${JSON.stringify(name)}: ${issue?.source ?? 'fine'}`, () => {
      const found = nameIssue(name, taken);
      if (issue) assert.match(found ?? 'no issue', issue);
      else assert.equal(found, undefined);
    });
  }

  it('is the same in any case and Unicode form', () => {
    assert.ok(isSameName('É', 'e\u0301'));
    assert.ok(!isSameName('acme', 'acme2'));
  });
});

describe('freeName', () => {
  const spare = (name: string) => `${name} (spare)`;
  const long = 'a'.repeat(60);
  const cases: readonly [name: string, taken: readonly string[], expected: string][] = [
    ['acme', ['acme'], 'acme (spare)'],
    ['acme', ['acme', 'ACME (spare)'], 'acme (spare 2)'],
    ['acme', ['acme (spare)', 'Acme (Spare 2) '], 'acme (spare 3)'],
    [long, [long], `${'a'.repeat(52)} (spare)`],
    [long, [long, `${'A'.repeat(52)} (spare)`], `${'a'.repeat(51)} (spare)`],
    ['😀'.repeat(30), [], `${'😀'.repeat(26)} (spare)`],
    [`${'a'.repeat(51)} ${'b'.repeat(8)}`, [], `${'a'.repeat(51)} (spare)`],
    ['a\u0007', [], 'a (spare)'],
  ];
  for (const [name, taken, expected] of cases) {
    it(`${JSON.stringify(name)}, besides ${JSON.stringify(taken)}: ${expected}`, () => {
      assert.equal(freeName(name, spare, taken), expected);
      assert.equal(nameIssue(expected, taken), undefined);
    });
  }
});

describe('a client', () => {
  const ids: readonly [id: string, isGood: boolean][] = [
    ['7ba51661-1a7e-4b1c-9d0f-0123456789ab', true],
    ['client:1', true],
    [' padded ', true],
    ['ä', true],
    ['', false],
    ['  ', false],
    ['a b', false],
    ['a\u0007b', false],
    ['a\u200bb', false],
  ];
  for (const [id, isGood] of ids) {
    it(`ID ${JSON.stringify(id)}: ${isGood ? 'fine' : 'an issue'}`, () => {
      assert.equal(clientIdIssue(id) === undefined, isGood);
    });
  }

  const secrets: readonly [secret: string, isGood: boolean][] = [
    ['a:b:c', true],
    ['100%', true],
    ['%3A', true],
    ['pässwörd €', true],
    ['😀', true],
    ['two words', true],
    ['', false],
    [' ', false],
    ['a\nb', false],
    ['a\u0000b', false],
    ['a\u009fb', false],
    ['a\ud800b', false],
  ];
  for (const [secret, isGood] of secrets) {
    it(`secret ${JSON.stringify(secret)}: ${isGood ? 'fine' : 'an issue'}`, () => {
      const issue = clientSecretIssue(secret);
      assert.equal(issue === undefined, isGood);
      if (secret.trim() !== '') assert.ok(!(issue ?? '').includes(secret));
    });
  }
});

describe('parseIssuer', () => {
  const origin = 'https://v1.api.us.janrain.com';
  const customerId = '1ab23c45-6789-0123-d4ef-5g678h90ijk1';
  const taken: readonly [text: string, customerId: string | undefined, origin?: string][] = [
    [`${origin}/${customerId}/login`, customerId],
    [` ${origin}/${customerId}/login/\n`, customerId],
    [`${origin}/${customerId}`, customerId],
    [`${origin}/${customerId}/login/.well-known/openid-configuration`, customerId],
    [`${origin}/${customerId}/login/token`, customerId],
    [`${origin}/${customerId}/config/clients?page=1`, customerId],
    [`${origin}/${customerId.toUpperCase()}/login`, customerId.toUpperCase()],
    [`HTTPS://V1.API.US.Janrain.COM:443/${customerId}/login`, customerId],
    [`https://login.customer.example/${customerId}/login`, customerId, 'https://login.customer.example'],
    ['https://documentation.akamai.com/login', undefined, 'https://documentation.akamai.com'],
    [
      'https://host.example:8443/login/.well-known/openid-configuration',
      undefined,
      'https://host.example:8443',
    ],
    [origin, undefined],
    [`${origin}/`, undefined],
    [`http://127.0.0.1:8080/${customerId}/login`, customerId, 'http://127.0.0.1:8080'],
  ];
  for (const [text, id, at = origin] of taken) {
    it(`takes ${JSON.stringify(text)} apart`, () => {
      assert.deepEqual(parseIssuer(text), { origin: at, customerId: id });
    });
  }

  for (const text of [
    ...['', 'v1.api.us.janrain.com', `http://host.example/${customerId}/login`, `${origin}/docs/login`],
    ...[
      `https://user:password@host.example/${customerId}/login`,
      'mailto:a@b.example',
      'https://host.example/x',
    ],
    ...[`https://{{host}}/${customerId}/login`, 'javascript:alert(1)', 'https://'],
  ]) {
    it(`leaves ${JSON.stringify(text)} alone`, () => {
      assert.equal(parseIssuer(text), undefined);
    });
  }
});

describe('parseTypedIssuer', () => {
  const customerId = '1ab23c45-6789-0123-d4ef-5g678h90ijk1';
  const taken: readonly [text: string, origin: string, customerId?: string][] = [
    [' v1.api.eu.janrain.com\n', 'https://v1.api.eu.janrain.com'],
    [`login.customer.example/${customerId}/login`, 'https://login.customer.example', customerId],
    ['http://127.0.0.1:8080', 'http://127.0.0.1:8080'],
  ];
  for (const [text, origin, id] of taken) {
    it(`takes ${JSON.stringify(text)} for ${origin}`, () => {
      assert.deepEqual(parseTypedIssuer(text), { origin, customerId: id });
    });
  }

  for (const text of [
    '',
    'Acme',
    'acme production',
    'host.example/docs',
    'a@b.example',
    'http://host.example',
    '.example',
    'host.',
  ]) {
    it(`leaves ${JSON.stringify(text)} alone`, () => {
      assert.equal(parseTypedIssuer(text), undefined);
    });
  }
});

describe('endpointUrl', () => {
  it('keeps the case of the customer ID', () => {
    assert.equal(
      endpointUrl(
        { origin: 'https://host.example', customerId: '1AB23C45-6789-0123-D4EF-5G678H90IJK1' },
        'x',
      ),
      'https://host.example/1AB23C45-6789-0123-D4EF-5G678H90IJK1/x',
    );
  });

  it('puts a path below the customer', () => {
    const profile = {
      origin: 'https://v1.api.us.janrain.com',
      customerId: '1ab23c45-6789-0123-d4ef-5g678h90ijk1',
    };
    assert.equal(
      endpointUrl(profile, 'login/token'),
      'https://v1.api.us.janrain.com/1ab23c45-6789-0123-d4ef-5g678h90ijk1/login/token',
    );
  });

  it('does not let a customer ID lead elsewhere', () => {
    const url = endpointUrl(
      { origin: 'https://host.example', customerId: '@evil.example/?#' },
      'login/token',
    );
    assert.equal(new URL(url).host, 'host.example');
    assert.equal(new URL(url).pathname, '/%40evil.example%2F%3F%23/login/token');
  });
});
