import assert from 'node:assert/strict';
import { checkResourceText, refusalFindings } from '../../../../src/core/resourceRules/resourceFindings';
import { resourceSchema } from '../../../../src/core/resourceRules/resourceSchema';
import type { ResourceKind } from '../../../../src/core/resources/resource';
import { toDocumentText } from '../../../../src/core/resources/resourceText';
import { secretPlaceholder } from '../../../../src/core/resources/secretPlaces';

const policy = toDocumentText(
  JSON.stringify({
    id: 'p1',
    title: 'Shop',
    accessTokenLifetime: 600,
    allowedScopes: ['openid', 'email'],
    useAccessJWT: true,
    newMember: { a: [1] },
    _links: { self: { href: '/x' } },
  }),
);
const login = toDocumentText(
  JSON.stringify({
    id: 'l1',
    title: 'Shop',
    loginURL: 'https://shop.example/login',
    identityStoreDetails: { type: 'janrainCapture', connectionDetails: { clientSecret: 's3cr3t' } },
  }),
);
const client = toDocumentText(
  JSON.stringify({
    id: 'c1',
    name: 'Shop',
    type: 'public',
    redirectURIs: ['https://shop.example/in'],
    loginPolicy: 'l1',
    tokenPolicy: 'p1',
  }),
);

/** The findings in an edited text: code, underlined text, and message. */
function found(kind: ResourceKind, text: string, before: string | undefined) {
  return checkResourceText(kind, text, before).map(({ code, start, end, message, member }) => ({
    ...{ code, message, member },
    at: text.slice(start, end),
  }));
}

describe('checkResourceText', () => {
  const cases: readonly [
    what: string,
    kind: ResourceKind,
    before: string,
    from: string | RegExp,
    to: string,
    expected: readonly [code: string, at: string, message: RegExp, member?: string][],
  ][] = [
    ['nothing changed', 'tokenPolicies', policy, '', '', []],
    ['nothing changed with a mask', 'loginPolicies', login, '', '', []],
    ['no JSON', 'tokenPolicies', policy, '{', '', []],
    [
      'a member that appears twice',
      'tokenPolicies',
      policy,
      '{',
      '{ "title": "first",',
      [['refused', '"first"', /title appears twice.*Remove one/]],
    ],
    [
      'a mask that stands for no secret',
      'tokenPolicies',
      policy,
      '"Shop"',
      `"${secretPlaceholder}"`,
      [['refused', `"${secretPlaceholder}"`, /stands for a stored secret.*has none at title/]],
    ],
    [
      'another id',
      'clients',
      client,
      '"c1"',
      '"c2"',
      [['refused', '"c2"', /ID cannot be changed.*"c1"/, 'id']],
    ],
    ['no id', 'clients', client, '"id": "c1",', '', [['refused', '{', /ID cannot be changed/, 'id']]],
    [
      'another type',
      'clients',
      client,
      '"public"',
      '"confidential"',
      [['refused', '"confidential"', /type cannot be changed/, 'type']],
    ],
    [
      'another secret of the owner',
      'loginPolicies',
      login,
      secretPlaceholder,
      'mine',
      [['refused', '"identityStoreDetails"', /cannot be changed/, 'identityStoreDetails']],
    ],
    [
      'an address that is none',
      'loginPolicies',
      login,
      'https://shop.example/login',
      'shop',
      [['refused', '"shop"', /loginURL must be an https address/]],
    ],
    [
      'an insecure redirect',
      'clients',
      client,
      'https://shop.example/in',
      'http://shop.example/in',
      [['refused', '"http://shop.example/in"', /redirect URI is https/]],
    ],
    ['no openid', 'tokenPolicies', policy, '"openid",', '', [['doubtful', '"allowedScopes"', /need openid/]]],
    [
      'two scopes in one',
      'tokenPolicies',
      policy,
      '"email"',
      '"email phone"',
      [['refused', '"email phone"', /Each entry of the list must be one scope/]],
    ],
    ['a malformed scope, which the language of scopes says', 'tokenPolicies', policy, '"email"', '":x"', []],
    [
      'a text for a number',
      'tokenPolicies',
      policy,
      '600',
      '"600"',
      [['refused', '"600"', /whole number of seconds, 60 to 3600/]],
    ],
    [
      'a number out of its limits',
      'tokenPolicies',
      policy,
      '600',
      '7200',
      [['refused', '7200', /whole number of seconds, 60 to 3600/]],
    ],
    [
      'nothing where the service has a text for a number',
      'tokenPolicies',
      policy.replace('600', '"1800"'),
      '"Shop"',
      '"Store"',
      [],
    ],
    [
      'a title left out',
      'tokenPolicies',
      policy,
      /"title".*/,
      '',
      [['refused', '{', /title must be a string/]],
    ],
    [
      'a removed login policy',
      'clients',
      client,
      /"loginPolicy".*/,
      '',
      [['refused', '{', /loginPolicy of a client cannot be removed.*"l1"/, 'loginPolicy']],
    ],
    [
      'a removed token policy',
      'clients',
      client,
      '"p1"',
      'null',
      [['refused', 'null', /tokenPolicy of a client cannot be removed.*"p1"/, 'tokenPolicy']],
    ],
    ['links left out', 'tokenPolicies', policy, /,\s*"_links".*\}\s*\}/s, '', []],
    [
      'what the service resets',
      'tokenPolicies',
      policy,
      /"accessTokenLifetime".*/,
      '',
      [['leftOut', '{', /accessTokenLifetime: 600 → 3600/, 'accessTokenLifetime']],
    ],
    [
      'a member that nobody knows, left out',
      'tokenPolicies',
      policy,
      /"newMember": \{.*?\},/s,
      '',
      [['leftOut', '{', /newMember: \{"a":\[1\]\} → unknown/, 'newMember']],
    ],
  ];
  for (const [what, kind, before, from, to, expected] of cases) {
    it(`reports ${what}`, () => {
      const text = before.replace(from, to);
      const all = found(kind, text, before);
      assert.deepEqual(
        all.map(({ code, at, member }) => [code, at, member]),
        expected.map(([code, at, , member]) => [code, at, member]),
        JSON.stringify(all),
      );
      all.forEach(({ message }, index) => {
        assert.match(message, expected[index]?.[2] ?? /none/);
      });
    });
  }

  it('ignores undocumented members', () => {
    assert.deepEqual(
      found('clients', client.replace('"c1"', '"c2"').replace(/"redirectURIs".*?\],/s, ''), undefined),
      [],
    );
  });
});

describe('checkResourceText, many findings', () => {
  const uris = (count: number) => Array.from({ length: count }, () => 'http://shop.example/');

  it('shows up to a hundred; a last one says how many more there are', () => {
    const text = client.replace(/"redirectURIs".*?\]/s, `"redirectURIs": ${JSON.stringify(uris(5000))}`);
    const findings = checkResourceText('clients', text, client);
    assert.equal(findings.length, 101);
    const last = findings.at(-1);
    assert.equal(last?.message, '4900 more findings of Hosted Login are not shown.');
    assert.equal(last.severity, 'information');
    assert.equal(text.slice(last.start, last.end), '"http://shop.example/"');
  });

  it('shows all of a hundred', () => {
    const text = client.replace(/"redirectURIs".*?\]/s, `"redirectURIs": ${JSON.stringify(uris(100))}`);
    assert.equal(checkResourceText('clients', text, client).length, 100);
  });

  it('only says that a text is too long to be checked', () => {
    const text = (length: number) => JSON.stringify({ title: 'Shop', note: 'x'.repeat(length) });
    const codes = (length: number) =>
      checkResourceText('tokenPolicies', '{}', text(length)).map(({ code }) => code);
    assert.ok(codes(1_000_000).includes('leftOut'));
    assert.deepEqual(codes(1_300_000), ['more']);
    const [found] = checkResourceText('tokenPolicies', text(1_300_000), '{}');
    assert.match(found?.message ?? '', /too long for Hosted Login to check here/);
  });

  it('reports one if the JSON is nested too deep', () => {
    const [finding, ...others] = checkResourceText('clients', `{"a":${'['.repeat(100_000)}`, client);
    assert.deepEqual(others, []);
    assert.equal(finding?.message, 'The JSON is nested more than 32 levels deep.');
    assert.equal(finding.severity, 'error');
  });

  it('reports a member that is left out also if every object has one of that name', () => {
    const before = client.replace('{', '{"toString": "x",');
    assert.match(found('clients', client, before)[0]?.message ?? '', /toString: "x"/);
  });
});

describe('resourceSchema', () => {
  it('refuses nothing that the service has', () => {
    const refusing = [
      'type',
      'required',
      'enum',
      'const',
      'minimum',
      'maximum',
      'pattern',
      'additionalProperties',
    ];
    const look = (schema: unknown, path: string): void => {
      if (typeof schema !== 'object' || schema === null) return;
      const members = schema as Readonly<Record<string, unknown>>;
      assert.deepEqual(
        refusing.filter(name => name in members),
        [],
        path,
      );
      for (const [name, inner] of Object.entries(members['properties'] ?? {})) look(inner, `${path}.${name}`);
      look(members['items'], `${path}.items`);
      // It is enough if one of them accepts everything.
      const any = members['anyOf'];
      if (Array.isArray(any))
        assert.ok(
          any.some(each => JSON.stringify(each) === '{}'),
          path,
        );
    };
    for (const kind of ['tokenPolicies', 'loginPolicies', 'clients'] as const) {
      const { type, ...schema } = resourceSchema(kind);
      assert.equal(type, 'object');
      look(schema, kind);
    }
  });

  it('offers to write a text member with its quotation marks, and selects what is only an example', () => {
    const bodies = (schema: Readonly<Record<string, unknown>>, path: readonly string[]): unknown[] => {
      const [name = '', ...rest] = path;
      const member = (schema['properties'] as Readonly<Record<string, Readonly<Record<string, unknown>>>>)[
        name
      ];
      assert.ok(member, name);
      if (rest.length > 0) return bodies(member, rest);
      return (member['defaultSnippets'] as { readonly body: unknown }[]).map(({ body }) => body);
    };
    const cases: [kind: ResourceKind, path: string, expected: unknown[]][] = [
      ['tokenPolicies', 'title', ['${1:title}']],
      ['clients', 'name', ['${1:name}']],
      ['clients', 'tokenPolicy', ['${1:tokenPolicyId}']],
      ['clients', 'redirectURIs', [['${1:https://example.com/callback}']]],
      ['loginPolicies', 'loginURL', ['${1:https://example.com/login}']],
      ['loginPolicies', 'identityStoreDetails.type', ['janrainCapture']],
      ['loginPolicies', 'identityStoreDetails.connectionDetails.clientSecret', ['${1:clientSecret}']],
      ['loginPolicies', 'customClaims.userinfo', [{ name: '${1:displayName}' }]],
      [
        'tokenPolicies',
        'allowedScopes',
        [['openid', 'profile', 'email'], ['openid'], ['*:config/**'], ['.:config/**']],
      ],
    ];
    for (const [kind, path, expected] of cases)
      assert.deepEqual(bodies(resourceSchema(kind), path.split('.')), expected, path);
  });
});

describe('refusalFindings', () => {
  const refused = (members: readonly string[]) =>
    refusalFindings(policy, 'No.', members).map(({ start, end }) => policy.slice(start, end));

  it('marks the members that cause a refusal, or the beginning if they were removed', () => {
    assert.deepEqual(refused(['title', 'useAccessJWT']), ['"title": "Shop"', '"useAccessJWT": true']);
    assert.deepEqual(refused(['removed']), ['{']);
  });

  it('marks nothing in what is not JSON', () => {
    assert.deepEqual(refusalFindings('', 'No.', ['title']), []);
  });
});
