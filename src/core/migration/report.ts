import { t } from '../common/l10n';
import { canonicalJson, parseJson } from '../json/json';
import type { Resource } from '../resources/resource';
import { singularLabel } from '../resources/resource';
import type { Application, Claim, MigrationSource } from './applications';
import { csvText } from './csv';
import { cellLines, code, table, titleList, titleText } from './markdown';
import { usageDiagram } from './mermaid';
import { type Note, type NoteConcept, NoteList, type Severity } from './notes';
import { describeDoubt, redirectUriDoubt } from './redirectUris';
import {
  commonFates,
  type Fates,
  jsonText,
  type MigrationFile,
  type MigrationOutput,
  nameWithKind,
  noteMembers,
} from './target';

/** An output for one target, as the report tells of it. */
export interface TargetResult extends MigrationOutput {
  readonly title: string;
  /** The folder of its files. */
  readonly folder: string;
}

/** Above that, applications are in the table of `applications.csv` only. */
const maxDescribed = 200;

/**
 * The report: `README.md` for people, `applications.csv` with every setting, `notes.csv` with every note, the discovery
 * document of today, and the names of the secrets.
 * @param keys the JSON Web Key Set of today; undefined if it was not read
 */
export function writeReport(
  source: MigrationSource,
  targets: readonly TargetResult[],
  keys?: string,
): MigrationOutput {
  const list = new NoteList();
  noteMembers(source, source.applications, reportFates(), list);
  const { notes } = list;
  const all = [{ title: t('Report'), folder: '', files: [], notes }, ...targets];
  const files: MigrationFile[] = [
    { path: 'README.md', text: readme(source, notes, targets, keys !== undefined) },
    { path: 'applications.csv', text: applicationsCsv(source) },
    { path: 'notes.csv', text: notesCsv(all) },
    { path: 'secrets.example.env', text: secretNames(source.applications) },
  ];
  if (source.discovery) files.push({ path: 'discovery.json', text: jsonText(source.discovery) });
  const keySet = keys === undefined ? undefined : parseJson(keys);
  if (keySet !== undefined) files.push({ path: 'keys.json', text: jsonText(keySet) });
  return { files, notes };
}

/** The report has every setting. */
function reportFates(): Fates {
  const { userStoreCredentials, links } = commonFates();
  return {
    clientId: 'kept',
    name: 'kept',
    type: 'kept',
    redirectUris: 'kept',
    policies: 'kept',
    scopes: 'kept',
    accessTokenLifetime: 'kept',
    refreshTokenLifetime: 'kept',
    accessTokenForm: 'kept',
    claims: 'kept',
    loginPage: 'kept',
    userStore: 'kept',
    userStoreCredentials,
    pushClaims: 'kept',
    responseTypes: 'kept',
    links,
  };
}

function readme(
  source: MigrationSource,
  notes: readonly Note[],
  targets: readonly TargetResult[],
  hasKeys: boolean,
): string {
  const { applications } = source;
  const shared = sharedNotes(targets);
  return [
    `# ${t('Leaving Hosted Login: {0}', titleText({ id: source.customerId, title: source.name }))}\n`,
    `${t(
      'What the customer {0} at {1} has configured in Akamai Identity Cloud Hosted Login, and what changes at another service. Identity Cloud ends in 2027. Generated from the configuration; no file here holds a secret.',
      code(source.customerId),
      code(source.origin),
    )}\n`,
    unreadSection(notes),
    overview(source, targets),
    diagramSection(applications),
    serviceSection(source, hasKeys),
    applicationsSection(applications),
    claimsSection(applications),
    redirectSection(applications),
    usageSection(source, notes),
    openSection(notes, shared),
    ...targets.map(target => targetSection(target, shared)),
    secretsSection(applications),
    checklist(),
  ]
    .filter(section => section !== '')
    .join('\n');
}

function unreadSection(notes: readonly Note[]): string {
  const unread = notes.filter(({ concept }) => concept === 'unread');
  if (unread.length === 0) return '';
  return section(
    t('Not read'),
    t('The report is incomplete. Export again when this can be read.'),
    noteLines(unread),
  );
}

function overview(
  { applications, configurationAccess, unused, unclear }: MigrationSource,
  targets: readonly TargetResult[],
): string {
  const count = (type: Application['type']) => applications.filter(each => each.type === type).length;
  const rows = [
    [
      t('Applications to move'),
      String(applications.length),
      t('{0} public, {1} confidential', count('public'), count('confidential')),
    ],
    [t('Policies that no client uses'), String(unused.length), t('Do not move them.')],
    [
      t('Clients and policies for access to the configuration'),
      String(configurationAccess.length),
      t('They end with Hosted Login.'),
    ],
  ];
  if (unclear.length > 0) rows.push([t('Unclear'), String(unclear.length), t('See the open questions.')]);
  const files = [
    [`[applications.csv](applications.csv)`, t('Every setting of every application, for a spreadsheet')],
    [`[notes.csv](notes.csv)`, t('Every note of this report, with all resources and members')],
    ...targets.map(({ title, folder }) => [`[${folder}/](${folder}/)`, title]),
    [`[secrets.example.env](secrets.example.env)`, t('The names of the secrets, without values')],
  ];
  return section(
    t('Overview'),
    table([t('What'), t('Count'), ''], rows),
    table([t('File'), t('Content')], files),
    t(
      'None of the generated files was imported into the real product by us. Try each in a test tenant first.',
    ),
  );
}

function diagramSection(applications: readonly Application[]): string {
  const diagram = usageDiagram(applications);
  if (diagram === undefined && applications.length === 0) return '';
  return section(
    t('Who uses what'),
    diagram === undefined
      ? t('There are too many applications to draw. See applications.csv.')
      : '```mermaid\n' + diagram + '```\n',
  );
}

/** The members of a discovery document that an application uses, with what they are. */
function endpointRows(): readonly (readonly [member: string, label: string])[] {
  return [
    ['issuer', t('Issuer')],
    ['authorization_endpoint', t('Authorization endpoint')],
    ['token_endpoint', t('Token endpoint')],
    ['userinfo_endpoint', t('Userinfo endpoint')],
    ['introspection_endpoint', t('Introspection endpoint')],
    ['revocation_endpoint', t('Revocation endpoint')],
    ['end_session_endpoint', t('Logout endpoint')],
    ['jwks_uri', t('Keys')],
  ];
}

function serviceSection({ discovery, origin, customerId }: MigrationSource, hasKeys: boolean): string {
  const issuer = `${origin}/${customerId}/login`;
  const links = [
    ...(discovery
      ? [t('The whole discovery document of today is in {0}.', '[discovery.json](discovery.json)')]
      : []),
    ...(hasKeys ? [t('The public keys of today are in {0}.', '[keys.json](keys.json)')] : []),
  ];
  return section(
    t('What changes for every application'),
    discovery
      ? table(
          [t('Setting'), t('Today'), t('Afterwards')],
          endpointRows().flatMap(([member, label]) => {
            const value = discovery[member];
            return typeof value === 'string' ? [[label, code(value), t('changes')]] : [];
          }),
        )
      : t('The discovery document could not be read. The issuer is probably {0}.', code(issuer)),
    [
      t('Applications that read the discovery document need only the new issuer. Others need each endpoint.'),
      t(
        'ID tokens have another issuer and other keys: APIs that check tokens have to accept both for a while.',
      ),
      t('Users have to sign in again: sessions and refresh tokens are not moved.'),
      t('“sub” is the ID of a user. Import users with it, or applications take everybody for a new user.'),
      ...links,
    ]
      .map(line => `- ${line}\n`)
      .join(''),
  );
}

function applicationsSection(applications: readonly Application[]): string {
  if (applications.length === 0)
    return section(t('Applications'), t('There is no client through which people sign in.'));
  const described = applications.slice(0, maxDescribed);
  const rest = applications.length - described.length;
  return section(
    t('Applications'),
    ...described.map(applicationText),
    ...(rest > 0 ? [t('{0} more applications are in applications.csv.', rest)] : []),
  );
}

function applicationText(application: Application): string {
  const { client, type, redirectUris, tokens, login } = application;
  const unknown = t('not known');
  const isPublic = type === 'public';
  const rows = [
    [
      t('Client ID'),
      code(client.id),
      t('Keycloak and Ping can keep it. Auth0 and registration choose a new one.'),
    ],
    [t('Type'), isPublic ? t('public') : t('confidential'), isPublic ? t('stays; use PKCE') : t('stays')],
    [
      t('Client secret'),
      isPublic ? t('none') : t('kept by Hosted Login'),
      isPublic ? t('none') : t('a new one, or imported as {0}', code(application.secretVariable ?? '')),
    ],
    [
      t('Redirect URIs'),
      cellLines(redirectUris.map(code)),
      redirectUris.some(uri => redirectUriDoubt(uri))
        ? t('see “Redirect URIs that other servers may refuse”')
        : t('stay'),
    ],
    [
      t('Scopes'),
      tokens ? cellLines([tokens.scopes.map(code).join(' ')]) : unknown,
      t('stay; for refresh tokens many servers want “offline_access” too'),
    ],
    [
      t('Response types'),
      login?.responseTypes ? cellLines(login.responseTypes.map(code)) : unknown,
      t('“code” with PKCE'),
    ],
    [
      t('Access token'),
      tokens
        ? `${tokens.isAccessTokenJwt ? t('JWT') : t('opaque')}, ${duration(tokens.accessTokenLifetime)}`
        : unknown,
      t('the form depends on the server: APIs that introspect keep working'),
    ],
    [
      t('Refresh token'),
      tokens ? duration(tokens.refreshTokenLifetime) : unknown,
      t('set it again; users sign in once'),
    ],
    [
      t('Claims'),
      login ? cellLines(login.claims.map(claimText)) : unknown,
      login?.claims.length ? t('see “Claims”') : t('none of its own'),
    ],
    [
      t('Login page'),
      login?.loginUrl === undefined ? unknown : code(login.loginUrl),
      t('ends; the new service has its own'),
    ],
    [
      t('Pushed claims'),
      login?.pushesClaims === undefined ? unknown : login.pushesClaims ? t('on') : t('off'),
      login?.pushesClaims === true ? t('no counterpart is known') : t('nothing to do'),
    ],
    [
      t('User store'),
      login
        ? code(
            [login.store.domain, login.store.applicationId, login.store.entityType]
              .filter(part => part !== undefined)
              .join(' / '),
          )
        : unknown,
      t('users are moved on their own'),
    ],
    [
      t('Policies'),
      cellLines(
        [login?.policy, tokens?.policy].flatMap(policy =>
          policy ? [`${singularLabel(policy.kind)} ${titleText(policy)}`] : [],
        ),
      ),
      t('become settings of the application'),
    ],
  ];
  return `### ${titleText(client)}\n\n${table([t('Setting'), t('Today'), t('Afterwards')], rows)}`;
}

function claimText({ name, attribute }: Claim): string {
  return `${code(name)} ← ${code(attribute)}`;
}

/** Seconds in the largest unit that divides them: `7776000 s (90 days)`. */
function duration(seconds: number): string {
  const exact = `${String(seconds)} s`;
  const inUnit = (size: number) => seconds >= 2 * size && seconds % size === 0;
  if (inUnit(86_400)) return `${exact} (${t('{0} days', seconds / 86_400)})`;
  if (inUnit(3600)) return `${exact} (${t('{0} hours', seconds / 3600)})`;
  if (inUnit(60)) return `${exact} (${t('{0} minutes', seconds / 60)})`;
  return exact;
}

function claimsSection(applications: readonly Application[]): string {
  const rows = new Map<string, { readonly claim: Claim; readonly users: Resource[] }>();
  for (const { client, login } of applications) {
    for (const claim of login?.claims ?? []) {
      const key = canonicalJson(claim) ?? '';
      const row = rows.get(key) ?? { claim, users: [] };
      rows.set(key, row);
      row.users.push(client);
    }
  }
  if (rows.size === 0) return '';
  const mark = (isSet: boolean) => (isSet ? t('yes') : '—');
  return section(
    t('Claims'),
    table(
      [t('Claim'), t('Attribute of the user'), t('ID token'), t('Userinfo'), t('Used by')],
      [...rows.values()].map(({ claim, users }) => [
        code(claim.name),
        code(claim.attribute),
        mark(claim.isInIdToken),
        mark(claim.isInUserinfo),
        titleList(users, moreText),
      ]),
    ),
    t(
      'Attributes with a dot are nested in the user store of today. Decide where they go at the new service, then map each claim.',
    ),
  );
}

function redirectSection(applications: readonly Application[]): string {
  const rows = applications.flatMap(({ client, redirectUris }) =>
    redirectUris.flatMap(uri => {
      const doubt = redirectUriDoubt(uri);
      return doubt ? [[titleText(client), code(uri), describeDoubt(doubt)]] : [];
    }),
  );
  if (rows.length === 0) return '';
  const shown = rows.slice(0, maxDescribed);
  return section(
    t('Redirect URIs that other servers may refuse'),
    table([t('Application'), t('Redirect URI'), t('Why')], shown),
    ...(rows.length > shown.length
      ? [t('{0} more are in applications.csv.', rows.length - shown.length)]
      : []),
  );
}

function usageSection(
  { applications, unused, configurationAccess }: MigrationSource,
  notes: readonly Note[],
): string {
  const users = new Map<Resource, Resource[]>();
  for (const { client, login, tokens } of applications) {
    for (const policy of [login?.policy, tokens?.policy]) {
      if (!policy) continue;
      const clients = users.get(policy) ?? [];
      users.set(policy, clients);
      clients.push(client);
    }
  }
  const rows = [...users].map(([policy, clients]) => [
    titleText(policy),
    singularLabel(policy.kind),
    titleList(clients, moreText),
  ]);
  const staying = notes.filter(({ concept }) => concept === 'unused' || concept === 'configurationAccess');
  return section(
    t('Policies'),
    rows.length > 0 ? table([t('Policy'), t('Kind'), t('Used by')], rows) : '',
    ...(unused.length + configurationAccess.length > 0
      ? [`${t('Do not move:')}\n\n${noteLines(staying)}`]
      : []),
  );
}

const toldElsewhere: ReadonlySet<NoteConcept> = new Set([
  'unread',
  'unused',
  'configurationAccess',
  'links',
] as const);

/** A note's words. */
function wordsOf({ severity, sentence }: Note): string {
  return `${severity} ${sentence}`;
}

/** The notes that are true for each target. */
function sharedNotes([first, ...others]: readonly TargetResult[]): readonly Note[] {
  if (!first || others.length === 0) return [];
  const rest = others.map(({ notes }) => new Set(notes.map(wordsOf)));
  return first.notes.filter(note => rest.every(words => words.has(wordsOf(note))));
}

function openSection(notes: readonly Note[], shared: readonly Note[]): string {
  const words = new Set(shared.map(wordsOf));
  const open = [...shared, ...notes.filter(note => !words.has(wordsOf(note)))].filter(
    ({ concept }) => !toldElsewhere.has(concept),
  );
  return open.length === 0 ? '' : section(t('For every target'), noteLines(open));
}

function targetSection({ title, folder, files, notes }: TargetResult, shared: readonly Note[]): string {
  const links = files.slice(0, 10).map(({ path }) => `[${path.slice(folder.length + 1)}](${path})`);
  const more = files.length - links.length;
  const words = new Set(shared.map(wordsOf));
  return section(
    title,
    files.length === 0
      ? t('No file: there is no application that it can hold.')
      : `${t('Files:')} ${links.join(', ')}${more > 0 ? ` ${t('and {0} more', more)}` : ''}`,
    noteLines(notes.filter(note => !toldElsewhere.has(note.concept) && !words.has(wordsOf(note)))),
  );
}

function noteLines(notes: readonly Note[]): string {
  return notes
    .map(({ severity, sentence, about }) => {
      const who = about.length === 0 ? '' : ` — ${titleList(about, moreText)}${membersText(about)}`;
      return `- **${severityLabel(severity)}:** ${plainSentence(sentence)}${who}\n`;
    })
    .join('');
}

/** Sentences may repeat what a customer wrote. */
function plainSentence(sentence: string): string {
  return sentence.replace(/[\\`*_{}[\]<>|$]/g, '\\$&');
}

function membersText(about: Note['about']): string {
  const members = [...new Set(about.flatMap(subject => subject.members))];
  if (members.length === 0) return '';
  const shown = members.slice(0, 8).map(code);
  if (members.length > shown.length) shown.push(moreText(members.length - shown.length));
  return ` (${shown.join(', ')})`;
}

function moreText(count: number): string {
  return t('{0} more (see notes.csv and applications.csv)', count);
}

export function severityLabel(severity: Severity): string {
  switch (severity) {
    case 'ask':
      return t('To decide');
    case 'lost':
      return t('Lost');
    case 'changed':
      return t('Changed');
    case 'assumed':
      return t('Assumed');
  }
}

function secretsSection(applications: readonly Application[]): string {
  const secrets = applications.flatMap(({ client, secretVariable }) =>
    secretVariable === undefined ? [] : [[code(secretVariable), titleText(client)]],
  );
  if (secrets.length === 0) return '';
  return section(
    t('Secrets'),
    t(
      'No file here holds a secret. In VS Code, “Hosted Login: Open Terminal for Import” opens a terminal that has them as environment variables. Better: let the new service make new ones.',
    ),
    table([t('Environment variable'), t('Application')], secrets.slice(0, maxDescribed)),
  );
}

function checklist(): string {
  const items = [
    t('Users, with their IDs (“sub”), password hashes and consents'),
    t('Entity types, attributes and their rules'),
    t('Registration and login flows, forms and translations'),
    t('E-mail and SMS templates and their senders'),
    t('Social login providers and their credentials, whose redirect URIs change'),
    t('Custom domains (CNAME) and their certificates'),
    t('Webhooks, and who receives them'),
    t('API clients of the user store, and the programs that use them'),
    t('Property settings of the console, such as CORS and password policies'),
    t('Which flow, scopes and claims each application really uses: its code says it, not the configuration'),
    t('Logout: who is signed out where'),
    t('Reports, exports and audits that read from Identity Cloud'),
  ];
  return section(
    t('What this configuration does not hold'),
    t('The configuration API does not hold the following. Collect it before the service ends.'),
    items.map(item => `- [ ] ${item}\n`).join(''),
  );
}

function section(title: string, ...parts: readonly string[]): string {
  return [`## ${title}\n`, ...parts.filter(part => part !== '').map(part => `${part.trimEnd()}\n`)].join(
    '\n',
  );
}

/** Everything that is known of each application. Lists are lines of a cell. */
function applicationsCsv({ applications }: MigrationSource): string {
  const lines = (texts: readonly string[] | undefined) => texts?.join('\n') ?? '';
  const claims = (list: readonly Claim[] | undefined, isIn: (claim: Claim) => boolean) =>
    lines(list?.filter(isIn).map(({ name, attribute }) => `${name} = ${attribute}`));
  const flag = (value: boolean | undefined) => (value === undefined ? '' : String(value));
  return csvText([
    [
      t('Name'),
      t('Client ID'),
      t('Type'),
      t('Redirect URIs'),
      t('Redirect URIs that other servers may refuse'),
      t('Scopes'),
      t('Response types'),
      t('Access token lifetime (s)'),
      t('Refresh token lifetime (s)'),
      t('Access token is a JWT'),
      t('Claims in ID token'),
      t('Claims in userinfo'),
      t('Pushed claims'),
      t('Login page'),
      t('Token policy'),
      t('Token policy ID'),
      t('Login policy'),
      t('Login policy ID'),
      t('User store type'),
      t('User store domain'),
      t('User store application'),
      t('User store entity type'),
      t('Environment variable of the secret'),
      t('Name in files'),
    ],
    ...applications.map(({ client, name, type, redirectUris, tokens, login, secretVariable, slug }) => [
      ...[name, client.id, type, lines(redirectUris)],
      lines(
        redirectUris.flatMap(uri => {
          const doubt = redirectUriDoubt(uri);
          return doubt ? [`${uri}: ${describeDoubt(doubt)}`] : [];
        }),
      ),
      tokens?.scopes.join(' ') ?? '',
      lines(login?.responseTypes),
      ...[tokens?.accessTokenLifetime, tokens?.refreshTokenLifetime].map(seconds => String(seconds ?? '')),
      flag(tokens?.isAccessTokenJwt),
      claims(login?.claims, claim => claim.isInIdToken),
      claims(login?.claims, claim => claim.isInUserinfo),
      flag(login?.pushesClaims),
      login?.loginUrl ?? '',
      ...[tokens?.policy, login?.policy].flatMap(policy => [policy?.title ?? '', policy?.id ?? '']),
      login?.store.type ?? '',
      login?.store.domain ?? '',
      login?.store.applicationId ?? '',
      login?.store.entityType ?? '',
      secretVariable ?? '',
      slug,
    ]),
  ]);
}

/** One row for each note and resource. */
function notesCsv(outputs: readonly Omit<TargetResult, 'files'>[]): string {
  return csvText([
    [t('Output'), t('Kind of note'), t('Note'), t('Kind'), t('Title'), t('ID'), t('Members')],
    ...outputs.flatMap(({ title, notes }) =>
      notes.flatMap(({ severity, sentence, about }) => {
        const start = [title, severityLabel(severity), sentence];
        if (about.length === 0) return [[...start, '', '', '', '']];
        return about.map(({ kind, id, title, members }) => [
          ...start,
          singularLabel(kind),
          title,
          id,
          members.join('\n'),
        ]);
      }),
    ),
  ]);
}

function secretNames(applications: readonly Application[]): string {
  const lines = applications.flatMap(({ client, secretVariable }) =>
    secretVariable === undefined ? [] : [`# ${nameWithKind(client)}`, `${secretVariable}=`],
  );
  return [
    `# ${t('The names of the client secrets that the import takes from the environment. Never write a value into this file.')}`,
    ...lines,
    '',
  ].join('\n');
}
