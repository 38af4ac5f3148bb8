import type {
  ConfigurationSnapshot,
  LoginPolicyOptions,
} from '../../../src/core/resources/configurationSnapshot';
import { type Resource, type ResourceKind, titleMember } from '../../../src/core/resources/resource';
import { pick, type Random } from '../mutations';

/** Pieces of titles that something may take for more than a title. */
const oddPieces = [
  ...[
    '',
    ' ',
    'é',
    'Ünïcödé',
    '日本語',
    '👩‍👩‍👧',
    '\u202e',
    '\u0000',
    '\n',
    '\r\n',
    '\t',
    '"',
    "'",
    '`',
    '```\n',
    '|',
    '\\',
  ],
  ...[
    '<b>',
    '&amp;',
    '](command:x)',
    '$(x)',
    '${PATH}',
    '##PATH##',
    '@@PATH@@',
    '%%{init}%%',
    '#35;',
    '--> x',
    'end',
  ],
  ...[
    '=1+1',
    '+1',
    '-1',
    '@x',
    ';',
    ',',
    ': ',
    '- ',
    '# ',
    '{}',
    '[]',
    '*',
    '!',
    'con',
    'null',
    'true',
    '\u2028',
    '\u0085',
  ],
];

/** A resource of these members, as if the service had sent it. */
export function resourceOf(kind: ResourceKind, members: Record<string, unknown>): Resource {
  const title = members[titleMember(kind)];
  const id = typeof members['id'] === 'string' ? members['id'] : '';
  return {
    kind,
    id,
    title: typeof title === 'string' ? title : '',
    body: JSON.stringify(members),
    members,
  };
}

export function snapshotOf(
  resources: readonly Resource[],
  options: ReadonlyMap<string, LoginPolicyOptions> = new Map(),
): ConfigurationSnapshot {
  return {
    origin: 'https://v1.api.us.janrain.com',
    customerId: '01234567-89ab-cdef-0123-456789abcdef',
    resources,
    loginPolicyOptions: options,
    discovery: undefined,
    unread: [],
  };
}

/** A customer with unusual titles, unknown members, missing and undocumented values. Each string occurs only once. */
export function randomCustomer(random: Random, clientCount = random(6)): ConfigurationSnapshot {
  let count = 0;
  const text = (from: string) => {
    const piece = () => (random(3) === 0 ? pick(random, oddPieces) : '');
    return `${piece()}${from}${(++count).toString()}x${piece()}`;
  };
  const sometimes = (chance: number, members: () => Record<string, unknown>) =>
    random(chance) === 0 ? members() : {};
  const mostly = (members: () => Record<string, unknown>) => (random(8) === 0 ? {} : members());
  const secret = () => `s3cret-${++count}`;
  const unknown = (): Record<string, unknown> => ({
    [text('unknown')]: pick(random, [
      text('value'),
      4711 + count,
      true,
      null,
      [],
      {},
      [text('item')],
      { [text('inner')]: { [text('deep')]: text('value') } },
    ]),
    ...sometimes(2, () =>
      pick(random, [
        { apiKey: { value: secret() } },
        { password: 987_654_321_000 + ++count },
        { tokens: [secret(), { [text('inner')]: secret() }] },
        { credentials: { user: text('user'), pass: secret() } },
        { [`${text('unknown')}Secret`]: secret() },
      ]),
    ),
  });
  const links = () => ({ _links: { self: { href: text('/link') } } });
  const odd = () => pick(random, [null, 5, {}, [], [1], text('odd'), { [text('odd')]: text('odd') }]);
  const ids = (kind: string, length: number) =>
    Array.from({ length }, () => `${kind}-${++count}-${random(1e9).toString(36)}`);
  const tokenIds = ids('t', 1 + random(3));
  const loginIds = ids('l', 1 + random(3));

  const tokenPolicies = tokenIds.map(id =>
    resourceOf('tokenPolicies', {
      id,
      ...mostly(() => ({ title: text('Token policy') })),
      ...mostly(() => ({
        accessTokenLifetime: pick<unknown>(random, [1000 + ++count, String(1000 + ++count), odd()]),
      })),
      ...mostly(() => ({
        refreshTokenLifetime: pick<unknown>(random, [100_000 + ++count, String(100_000 + ++count), odd()]),
      })),
      ...mostly(() => ({
        allowedScopes: pick<unknown>(random, [
          ['openid', 'email'],
          ['openid', `scope-${++count}`],
          [text('scope'), 'profile'],
          ['*:config/**'],
          odd(),
        ]),
      })),
      ...mostly(() => ({ useAccessJWT: pick<unknown>(random, [true, false, 'true', odd()]) })),
      ...sometimes(2, unknown),
      ...mostly(links),
    }),
  );
  const claims = () =>
    Object.fromEntries(
      Array.from({ length: random(4) }, () =>
        random(8) === 0
          ? [`${text('claim')}Token`, secret()]
          : [text('claim'), pick<unknown>(random, [text('path.'), text('path.'), text('path.'), odd()])],
      ),
    );
  const loginPolicies = loginIds.map(id =>
    resourceOf('loginPolicies', {
      id,
      ...mostly(() => ({ title: text('Login policy') })),
      ...mostly(() => ({
        loginURL: pick<unknown>(random, [
          text('https://login.example/'),
          text('https://login.example/'),
          odd(),
        ]),
      })),
      ...mostly(() => ({
        identityStoreDetails: pick<unknown>(random, [
          {
            type: text('janrainCapture'),
            connectionDetails: {
              domain: text('domain'),
              applicationId: text('application'),
              entityType: text('entity'),
              clientId: text('owner'),
              clientSecret: secret(),
              ...sometimes(4, unknown),
            },
          },
          odd(),
        ]),
      })),
      ...mostly(() => ({
        customClaims: pick<unknown>(random, [
          { id_token: claims() },
          { userinfo: claims(), id_token: claims() },
          { ...unknown(), userinfo: claims() },
          { id_token: odd() },
          odd(),
        ]),
      })),
      ...sometimes(2, unknown),
      ...mostly(links),
    }),
  );
  const uris = () =>
    Array.from({ length: random(5) }, () =>
      pick(random, [
        () => `https://app-${++count}.example/cb`,
        () => `app-${++count}://cb`,
        () => `http://localhost:3000/${++count}`,
        () => `http://app-${++count}.example/cb`,
        () => `https://app.example/*/${++count}`,
        () => `https://app.example/#${++count}`,
        () => `https://app.example/\${A${++count}}`,
        () => text('https://app.example/'),
        () => text('uri'),
      ])(),
    );
  const clients = Array.from({ length: clientCount }, () =>
    resourceOf('clients', {
      id: `c-${++count}${pick(random, ['', '', '', '$' + '{HOME}', '##HOME##'])}`,
      ...mostly(() => ({
        name: pick<unknown>(random, [text('Application'), text('Application'), 'The same', odd()]),
      })),
      ...mostly(() => ({
        type: pick<unknown>(random, ['public', 'public', 'confidential', 'confidential', odd()]),
      })),
      ...mostly(() => ({ redirectURIs: pick<unknown>(random, [uris(), uris(), uris(), odd()]) })),
      ...mostly(() => ({ tokenPolicy: pick<unknown>(random, [...tokenIds, ...tokenIds, 'gone', odd()]) })),
      ...mostly(() => ({ loginPolicy: pick<unknown>(random, [...loginIds, ...loginIds, 'gone', odd()]) })),
      ...sometimes(2, unknown),
      ...mostly(() => ({ _links: { application_client: { href: text('/link') } } })),
    }),
  );
  const options = new Map(
    loginIds.map((id): [string, LoginPolicyOptions] => [
      id,
      {
        pushClaims: pick(random, [
          '{"enabled":true}',
          'false',
          '"true"',
          undefined,
          JSON.stringify(unknown()),
        ]),
        allowedResponseTypes: pick(random, [
          '["code"]',
          '{"allowedResponseTypes":["code","token"]}',
          undefined,
          JSON.stringify(unknown()),
        ]),
      },
    ]),
  );
  return snapshotOf([...tokenPolicies, ...loginPolicies, ...clients], options);
}
