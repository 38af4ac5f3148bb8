import { parseJson } from '../../src/core/json/json';
import type {
  ConfigurationSnapshot,
  LoginPolicyOptions,
  UnreadPart,
} from '../../src/core/resources/configurationSnapshot';
import { type Resource, type ResourceKind, titleMember } from '../../src/core/resources/resource';
import { pick, type Random } from './mutations';

export const customer = {
  origin: 'https://v1.api.us.janrain.com',
  customerId: '1ab23c45-6789-0123-d4ef-5g678h90ijk1',
} as const;

/** Begins each secret of a customer that is made here. */
export const secretSign = 's3cret-of-';

/** A snapshot of these resources, all of which were read. */
export function snapshotOf(
  resources: readonly Resource[],
  options: Readonly<Record<string, LoginPolicyOptions>> = {},
  unread: readonly UnreadPart[] = [],
): ConfigurationSnapshot {
  return {
    ...customer,
    resources,
    loginPolicyOptions: new Map(Object.entries(options)),
    discovery: '{"issuer":"https://v1.api.us.janrain.com/x/login"}',
    unread,
  };
}

/** A resource as the service sends it. */
export function resourceOf(kind: ResourceKind, body: string): Resource {
  const members = parseJson(body) as Readonly<Record<string, unknown>>;
  const title = members[titleMember(kind)];
  return {
    kind,
    id: String(members['id']),
    title: typeof title === 'string' ? title : '',
    body,
    members,
  };
}

const titles: readonly string[] = [
  'Nordhaven Storefront',
  'nordhaven storefront',
  'Café “Größe”',
  'con',
  'NUL.',
  '../../etc/passwd',
  '__proto__',
  'constructor',
  'a/b\\c',
  'مرحبا بالعالم',
  '\u202eright to left',
  '🦄🦄',
  '日本語',
  ' leading and trailing ',
  'tab\tand\nline',
  '<script>"quotes" & \\ backslash',
  'x'.repeat(70),
  'lone \ud800 surrogate',
  '',
  '-',
];

/** Values of members that are not documented, as they are spelled. */
const oddValues: readonly string[] = [
  '12345678901234567890',
  '1.50e3',
  '-0.0',
  '"\\u00e9\\/"',
  'null',
  'true',
  '[]',
  '{}',
  '[1, [2, {"a": 3}]]',
  '{"toString":"x","__proto__":{"a":1},"nested":{"deep":[null]}}',
  '"{\\"not\\": \\"parsed\\"}"',
  '"// no comment /* none */"',
];

/** A random customer, and the secrets in it. */
export interface RandomCustomer {
  readonly snapshot: ConfigurationSnapshot;
  readonly secrets: readonly string[];
}

/** Creates customers with unusual titles, IDs, members and numbers. */
export function randomCustomer(random: Random, most = 5): RandomCustomer {
  const maker = new Maker(random);
  const tokenPolicyIds = maker.ids('p', 1 + random(most));
  const loginPolicyIds = maker.ids('l', random(most));
  const clientIds = maker.ids('c', random(most + 2));
  const tokenPolicies = tokenPolicyIds.map(id =>
    maker.tokenPolicy(id, [...tokenPolicyIds, ...clientIds], loginPolicyIds),
  );
  const loginPolicies = loginPolicyIds.map(id => maker.loginPolicy(id));
  const clients = clientIds.map((id, index) => maker.client(id, index, tokenPolicyIds, loginPolicyIds));
  const options = Object.fromEntries(loginPolicyIds.map(id => [id, maker.options()]));
  return {
    snapshot: snapshotOf([...accessOf(random), ...tokenPolicies, ...loginPolicies, ...clients], options),
    secrets: maker.secrets,
  };
}

/** Up to two ways to access the configuration. */
function accessOf(random: Random): readonly Resource[] {
  return Array.from({ length: random(3) }, (_, index) => [
    resourceOf(
      'tokenPolicies',
      `{"id":"admin-policy-${index}","title":"Admin ${index}","allowedScopes":["*:config/**"]}`,
    ),
    resourceOf(
      'clients',
      `{"id":"admin-${index}","name":"Admin ${index}","type":"confidential","tokenPolicy":"admin-policy-${index}"}`,
    ),
  ]).flat();
}

class Maker {
  readonly secrets: string[] = [];

  constructor(private readonly random: Random) {}

  ids(letter: string, count: number): readonly string[] {
    const form = pick(this.random, [
      (n: number) => `${letter}${n}`,
      (n: number) => `${letter.toUpperCase()}0000000-aaaa-4bbb-8ccc-${String(n).padStart(12, '0')}`,
      (n: number) => `${letter} ${n}.x`,
    ]);
    return Array.from({ length: count }, (_, index) => form(count - index));
  }

  tokenPolicy(id: string, resourceIds: readonly string[], loginPolicyIds: readonly string[]): Resource {
    const scopes = () =>
      Array.from({ length: this.random(5) }, () =>
        pick(this.random, [
          'openid',
          'profile',
          '*:config/**',
          '.:config/clients**',
          `*:config/tokenPolicies/${pick(this.random, resourceIds)}`,
          `.:config/clients/${pick(this.random, resourceIds)}/secret`,
          `.:config/loginPolicies/${loginPolicyIds[0] ?? 'none'}`,
          '*:config/clients/<clientId>',
          'a "quoted" scope',
        ]),
      );
    return this.#resource('tokenPolicies', id, [
      ...this.#sometimes('accessTokenLifetime', pick(this.random, ['3600', '"1800"', '60', '9999'])),
      ...this.#sometimes('refreshTokenLifetime', '7776000'),
      ...this.#sometimes('allowedScopes', JSON.stringify(scopes())),
      ...this.#sometimes('useAccessJWT', pick(this.random, ['true', 'false', '"false"'])),
    ]);
  }

  loginPolicy(id: string): Resource {
    const store = `{"type":"janrainCapture","connectionDetails":{"domain":"d","clientSecret":${this.#secret()}}}`;
    return this.#resource('loginPolicies', id, [
      ['loginURL', '"https://shop.example/login"'],
      ['identityStoreDetails', store],
      ...this.#sometimes('customClaims', pick(this.random, ['{}', '{"id_token":{"tier":"loyalty.tier"}}'])),
      ...this.#sometimes('hookSecrets', `[${this.#secret()},{"value":${this.#secret()}},""]`),
    ]);
  }

  client(
    id: string,
    index: number,
    tokenPolicyIds: readonly string[],
    loginPolicyIds: readonly string[],
  ): Resource {
    const login = loginPolicyIds[this.random(loginPolicyIds.length + 1)];
    return this.#resource(
      'clients',
      id,
      [
        ['type', login === undefined ? '"confidential"' : pick(this.random, ['"public"', '"confidential"'])],
        ['tokenPolicy', JSON.stringify(pick(this.random, tokenPolicyIds))],
        ...(login === undefined ? [] : [['loginPolicy', JSON.stringify(login)] as const]),
        ...this.#sometimes('redirectURIs', '["https://a.example/","com.example.app:/back"]'),
      ],
      // Names are unique.
      `${pick(this.random, titles)} ${index}`,
    );
  }

  options(): LoginPolicyOptions {
    return {
      pushClaims: pick(this.random, [
        undefined,
        '{"enabled":true}',
        'true',
        ' [ "a" ] ',
        `{"clientSecret":${this.#secret()}}`,
      ]),
      allowedResponseTypes: pick(this.random, [
        undefined,
        '["code","code id_token"]',
        '{"types":["code"],"n":1.0}',
      ]),
    };
  }

  #resource(
    kind: ResourceKind,
    id: string,
    members: readonly (readonly [string, string])[],
    title = this.random(60) === 0 ? 'x'.repeat(5000) : pick(this.random, titles),
  ): Resource {
    const all: (readonly [string, string])[] = [
      ['id', JSON.stringify(id)],
      [titleMember(kind), JSON.stringify(title)],
      ...members,
      ...this.#sometimes('x-unknown', pick(this.random, oddValues)),
      ...this.#sometimes('__proto__', pick(this.random, oddValues)),
      ...this.#sometimes('clientSecret', pick(this.random, [this.#secret(), '""', '{"isSet":true}'])),
      ...this.#sometimes('_links', `{"self":{"href":"/x/config/${kind}/y"}}`),
    ];
    if (this.random(2) === 0) all.reverse();
    const space = pick(this.random, ['', ' ', '\n  ']);
    const body = `{${all.map(([name, value]) => `${space}"${name}":${space}${value}`).join(',')}${space}}`;
    return resourceOf(kind, body);
  }

  #sometimes(name: string, value: string): readonly (readonly [string, string])[] {
    return this.random(2) === 0 ? [[name, value]] : [];
  }

  /** A secret as JSON. */
  #secret(): string {
    const secret = `${secretSign}${this.secrets.length}`;
    this.secrets.push(secret);
    return JSON.stringify(secret);
  }
}
