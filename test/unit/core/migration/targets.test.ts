import assert from 'node:assert/strict';
import vm from 'node:vm';
import { parse } from 'yaml';
import { exportConfiguration, type FormatName } from '../../../../src/core/migration/exportConfiguration';
import type { Resource } from '../../../../src/core/resources/resource';
import { resourceOf, snapshotOf } from '../../../support/migration/randomCustomers';
import { randomSource } from '../../../support/mutations';

interface Client {
  readonly [name: string]: unknown;
  readonly protocolMappers: readonly { readonly name: string; readonly config: Record<string, string> }[];
}

const tokenPolicy = resourceOf('tokenPolicies', {
  id: 't',
  title: 'T',
  accessTokenLifetime: '900',
  refreshTokenLifetime: 3600,
  allowedScopes: ['openid', 'loyalty'],
  useAccessJWT: 'true',
});

function app(members: Record<string, unknown> = {}): Resource {
  return resourceOf('clients', {
    id: 'c',
    name: 'App',
    type: 'public',
    redirectURIs: ['https://app.example/cb'],
    tokenPolicy: 't',
    loginPolicy: 'l',
    ...members,
  });
}

function loginPolicy(customClaims: Record<string, unknown> = {}): Resource {
  return resourceOf('loginPolicies', {
    id: 'l',
    title: 'L',
    loginURL: 'https://login.example/',
    customClaims,
  });
}

function outputOf(format: FormatName, ...resources: readonly Resource[]) {
  const all = resources.some(({ kind }) => kind === 'loginPolicies')
    ? resources
    : [loginPolicy(), ...resources];
  const { files, notes } = exportConfiguration(snapshotOf([tokenPolicy, ...all]), 'acme', [format]);
  const textOf = (ending: string) =>
    files.find(({ path }) => path.startsWith(format) && path.endsWith(ending))?.text ?? '';
  return {
    notes: notes.filter(({ output }) => output === format),
    files: files.filter(({ path }) => path.startsWith(format)),
    readme: files.find(({ path }) => path === 'README.md')?.text ?? '',
    textOf,
    keycloak: () => (JSON.parse(textOf('realm.json')) as { clients: Client[] }).clients,
    auth0: () => (parse(textOf('tenant.yaml')) as { clients: Client[] }).clients,
  };
}

describe('a target', () => {
  const products: readonly (readonly [format: FormatName, marks: readonly string[]])[] = [
    ['keycloak', ['${']],
    ['auth0', ['##', '@@']],
    ['pingAic', ['&{']],
    ['rfc7591', ['&{']],
  ];

  for (const [format, marks] of products) {
    it(`writes no placeholder that an import replaces: ${format}`, () => {
      const odd = marks.map(mark => `${mark.charAt(0)}${mark}ESV_ADMIN_PASSWORD${mark}}`).join('');
      const claims = { id_token: { [`claim${odd}`]: `path${odd}` } };
      const policy = resourceOf('tokenPolicies', { id: 't2', allowedScopes: ['openid', `scope${odd}`] });
      const members = { id: odd, name: odd, tokenPolicy: 't2' };
      const redirectURIs = ['https://app.example/cb', `https://app.example/${odd}`, `app://${odd}`];
      const { files, notes } = outputOf(
        format,
        policy,
        loginPolicy(claims),
        app({ ...members, redirectURIs }),
      );
      assert.ok(files.length > 0);
      for (const { path, text } of files)
        for (const mark of marks) assert.ok(!text.includes(mark), `${path}: ${text}`);
      const told = (concept: string) => notes.some(note => note.concept === concept && note.about.length > 0);
      assert.deepEqual(['name', 'scopes', 'redirectUris'].filter(told), ['name', 'scopes', 'redirectUris']);
    });
  }

  for (const format of ['rfc7591', 'pingAic'] as const) {
    it(`names the claims that it cannot hold: ${format}`, () => {
      const claims = { id_token: { 'https://x.example/tier': 'loyalty.tier' }, userinfo: { store: 'store' } };
      const { notes, files } = outputOf(format, loginPolicy(claims), app());
      const [lost] = notes.filter(({ concept }) => concept === 'claims');
      assert.equal(lost?.severity, 'lost');
      assert.deepEqual(lost.about[0]?.members, [
        'customClaims.id_token.https://x.example/tier',
        'customClaims.userinfo.store',
      ]);
      for (const { text } of files) assert.doesNotMatch(text, /tier|store/);
    });
  }

  it('has the redirect URIs that an import would replace in the report', () => {
    const uri = 'https://app.example/&{esv.x}';
    const { readme } = outputOf('pingAic', app({ redirectURIs: [uri, 'https://app.example/cb'] }));
    assert.match(readme, /\| `https:\/\/app\.example\/&\{esv\.x\}` \| It has “\$\{”, “&\{”/);
  });
});

describe('keycloak', () => {
  it('writes no placeholder but those for secrets', () => {
    const { keycloak, notes } = outputOf(
      'keycloak',
      app({ name: '${KC_DB_PASSWORD}', type: 'confidential' }),
    );
    const [client] = keycloak();
    assert.equal(client?.['name'], '$ {KC_DB_PASSWORD}');
    assert.equal(client['secret'], '${HOSTED_LOGIN_SECRET_KC_DB_PASSWORD_C}');
    assert.deepEqual(
      notes
        .filter(({ severity, concept }) => severity === 'changed' && concept === 'name')
        .map(({ about }) => about[0]?.members),
      [['name']],
    );
  });

  it('leaves out a redirect URI with a placeholder, and says so', () => {
    const { keycloak, notes } = outputOf(
      'keycloak',
      app({ redirectURIs: ['https://app.example/${HOME}', 'app://cb'] }),
    );
    assert.deepEqual(keycloak()[0]?.['redirectUris'], ['app://cb']);
    assert.ok(notes.some(({ severity, concept }) => severity === 'lost' && concept === 'redirectUris'));
  });

  it('escapes dots in claims, and keeps two attributes of one claim apart', () => {
    const claims = {
      id_token: { 'https://x.example/tier': 'loyalty.tier' },
      userinfo: { 'https://x.example/tier': 'tier' },
    };
    const [client] = outputOf('keycloak', loginPolicy(claims), app()).keycloak();
    const mappers = client?.protocolMappers ?? [];
    assert.deepEqual(
      mappers.map(({ config }) => [
        config['claim.name'],
        config['user.attribute'],
        config['id.token.claim'],
        config['userinfo.token.claim'],
      ]),
      [
        ['https://x\\.example/tier', 'loyalty.tier', 'true', 'false'],
        ['https://x\\.example/tier', 'tier', 'false', 'true'],
      ],
    );
    assert.equal(new Set(mappers.map(({ name }) => name)).size, 2);
  });

  it('asks for client scopes that a new realm lacks', () => {
    const { keycloak, notes } = outputOf('keycloak', app());
    assert.deepEqual(keycloak()[0]?.['optionalClientScopes'], ['loyalty']);
    assert.ok(notes.some(({ severity, sentence }) => severity === 'ask' && sentence.includes('“loyalty”')));
  });
});

describe('auth0', () => {
  it('gives each application a name that Auth0 takes', () => {
    const clients = outputOf(
      'auth0',
      app({ name: 'A<b>' }),
      app({ name: 'Ab', id: 'c2' }),
      app({ name: '<>', id: 'c3' }),
    ).auth0();
    assert.deepEqual(clients.map(({ name }) => name).sort(), ['Ab', 'Ab (2)', 'c3']);
  });

  it('writes no marker but those for secrets', () => {
    const { auth0 } = outputOf(
      'auth0',
      app({
        name: '##AUTH0_CLIENT_SECRET##',
        type: 'confidential',
        redirectURIs: ['https://a.example/', 'https://a.example/@@X@@'],
      }),
    );
    const [client] = auth0();
    assert.equal(client?.['name'], '# #AUTH0_CLIENT_SECRET# #');
    assert.equal(client['client_secret'], '##HOSTED_LOGIN_SECRET_AUTH0_CLIENT_SECRET_C##');
    assert.deepEqual(client['callbacks'], ['https://a.example/']);
  });

  it('writes no marker in the name of another application, whatever is taken out of it', () => {
    const random = randomSource(7);
    const marks = ['#', '@', '<', '>', '\0', ' ', 'HOSTED_LOGIN_SECRET_APP_C'];
    const names = Array.from({ length: 300 }, () =>
      Array.from({ length: 12 }, () => marks[random(marks.length)]).join(''),
    );
    const apps = ['x #<#HOSTED_LOGIN_SECRET_BANK_C#<#', ...names].map((name, index) =>
      app({ id: `c${index}`, name, type: 'confidential' }),
    );
    for (const { client_secret: _, ...client } of outputOf('auth0', ...apps).auth0())
      assert.doesNotMatch(JSON.stringify(client), /##|@@/);
  });

  it('is native with a scheme of its own, single-page for public web, and regular web for confidential', () => {
    const types = [
      app({ id: '1', name: '1', redirectURIs: ['app://cb', 'https://a.example/'] }),
      app({ id: '2', name: '2' }),
      app({ id: '3', name: '3', type: 'confidential' }),
    ];
    assert.deepEqual(
      outputOf('auth0', ...types)
        .auth0()
        .map(client => client['app_type']),
      ['native', 'spa', 'regular_web'],
    );
  });

  it('has an action that sets the claims of the login policy, and no others', async () => {
    const claims = { id_token: { tier: 'loyalty.tier', none: 'not.there' }, userinfo: { store: 'store' } };
    const code = outputOf('auth0', loginPolicy(claims), app()).textOf('.js');
    const exported: { onExecutePostLogin?: (event: object, api: object) => Promise<void> } = {};
    vm.runInNewContext(code, { exports: exported });
    const login = async (policy: string) => {
      const set: [string, unknown][] = [];
      await exported.onExecutePostLogin?.(
        {
          client: { metadata: { hosted_login_login_policy: policy } },
          user: { user_metadata: { loyalty: { tier: 'gold' }, store: 7 } },
        },
        { idToken: { setCustomClaim: (name: string, value: unknown) => set.push([name, value]) } },
      );
      return set;
    };
    assert.deepEqual(await login('l'), [
      ['tier', 'gold'],
      ['store', 7],
    ]);
    assert.deepEqual(await login('another'), []);
  });
});

describe('pingAic', () => {
  it('keeps the client ID, the lifetimes and the form of access tokens', () => {
    const file = JSON.parse(outputOf('pingAic', app()).textOf('.json')) as {
      application: Record<
        string,
        { coreOAuth2ClientConfig: Record<string, unknown>; overrideOAuth2ClientConfig: unknown }
      >;
    };
    const client = file.application['c'];
    assert.deepEqual(client?.coreOAuth2ClientConfig['accessTokenLifetime'], { inherited: false, value: 900 });
    assert.deepEqual(client.overrideOAuth2ClientConfig, {
      providerOverridesEnabled: true,
      statelessTokensEnabled: true,
    });
  });
});
