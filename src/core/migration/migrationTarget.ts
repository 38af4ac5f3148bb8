// What every target of the export has: its interface, and what they share.
import { displayText } from '../common/displayText';
import { t } from '../common/l10n';
import { displayTitle } from '../resources/displayTitle';
import { pluralLabel, type Resource, singularTitle } from '../resources/resource';
import { type Application, type MigrationSource, usedPolicies } from './applications';
import { LiteralTexts, type Product } from './literalTexts';
import { type Concept, type Note, type NoteConcept, NoteList, type Severity } from './notes';
import { isRefusedEverywhere } from './redirectUris';

export interface MigrationFile {
  /** Relative to the folder of the export, with `/`. */
  readonly path: string;
  readonly text: string;
}

export interface MigrationOutput {
  readonly files: readonly MigrationFile[];
  readonly notes: readonly Note[];
}

/** A product or standard that a configuration is exported for. Pure. */
export interface MigrationTarget {
  /** The name, shown to the user. */
  readonly title: () => string;
  /** Whose import reads the files. */
  readonly product: Product;
  readonly outcomes: () => Outcomes;
  /** In a folder of their own, without secrets. */
  readonly files: (context: TargetContext) => readonly MigrationFile[];
}

/** What a target writes files from, and where it notes what becomes of it. */
export interface TargetContext {
  /** Of the profile or folder, for people. */
  readonly name: string;
  readonly applications: readonly ExportedApplication[];
  readonly notes: NoteList;
  readonly literals: LiteralTexts;
}

/** The files of a target, and notes about what they change. */
export function writeTarget(target: MigrationTarget, source: MigrationSource): MigrationOutput {
  const context = startTarget(source, target.outcomes(), target.product);
  // Writing files adds notes.
  const files = target.files(context);
  return { files, notes: context.notes.notes };
}

/** What becomes of a setting in an output: `kept` as it is, or a note. */
export type Outcome = 'kept' | readonly [severity: Severity, sentence: string];

/** Every target says it for every setting, so that none is forgotten. */
export type Outcomes = Readonly<Record<Concept, Outcome>>;

/** For targets that keep IDs and lifetimes: what they take over as it is. */
export const keptByProducts = {
  clientId: 'kept',
  name: 'kept',
  type: 'kept',
  redirectUris: 'kept',
  scopes: 'kept',
  accessTokenLifetime: 'kept',
  refreshTokenLifetime: 'kept',
} as const satisfies Partial<Outcomes>;

/** What no target takes over, because it is not about OIDC clients. */
export function commonOutcomes(): Pick<
  Outcomes,
  'policies' | 'loginPage' | 'userStore' | 'userStoreCredentials' | 'pushClaims' | 'responseTypes' | 'links'
> {
  return {
    policies: [
      'changed',
      t('Policies become settings of each application. Their own titles and IDs are not kept.'),
    ],
    loginPage: ['ask', t('The login page ends with Hosted Login. Plan a new one.')],
    userStore: ['ask', t('Users are not in this configuration. Plan their export and import.')],
    userStoreCredentials: ['lost', t('The credentials of the user store are not exported.')],
    pushClaims: ['lost', t('No counterpart of push claims is known. Find out who relies on them.')],
    responseTypes: [
      'assumed',
      t(
        'Each application gets the response type “code”, to be used with PKCE. Which response types it uses today is in its code, not in the configuration.',
      ),
    ],
    links: ['lost', t('Links of the API are not settings.')],
  };
}

/** An application with the redirect URIs that a target takes, at least one. */
export interface ExportedApplication extends Application {
  readonly redirectUris: readonly [string, ...string[]];
}

/**
 * The applications that a target takes, and notes about what becomes of each member of each resource. An application
 * without a redirect URI that the target takes is left out.
 */
function startTarget(source: MigrationSource, outcomes: Outcomes, product: Product): TargetContext {
  const notes = new NoteList();
  const literals = new LiteralTexts(notes, product);
  const isUsable = (uri: string) => !isRefusedEverywhere(uri) && literals.isLiteral(uri);
  const applications: ExportedApplication[] = [];
  const left: Application[] = [];
  for (const application of source.applications) {
    const { client, redirectUris } = application;
    const [first, ...others] = new Set(redirectUris.filter(isUsable));
    if (first === undefined) {
      left.push(application);
      notes.add(
        'ask',
        'redirectUris',
        t('It has no redirect URI that the server accepts, so it is not exported.'),
        client,
      );
      continue;
    }
    applications.push({ ...application, redirectUris: [first, ...others] });
    if (!redirectUris.every(isUsable))
      notes.add(
        'lost',
        'redirectUris',
        t(
          'Redirect URIs that the server would refuse, or that its import would change, are left out. The report lists them.',
        ),
        client,
        ['redirectURIs'],
      );
  }
  const exported = new Set(applications.flatMap(usedPolicies));
  for (const policy of new Set(left.flatMap(usedPolicies)))
    if (!exported.has(policy))
      notes.add('ask', 'unused', t('It is used only by applications that are not exported.'), policy);
  noteMembers(source, applications, outcomes, notes);
  notes.add(
    'assumed',
    'flow',
    t('Every application uses the authorization code flow with PKCE, and refresh tokens.'),
  );
  notes.add(
    'ask',
    'scopes',
    t('Create the scopes at the server. Many servers issue refresh tokens only with “offline_access”.'),
  );
  return { name: source.name, applications, notes, literals };
}

/** Notes what becomes of each member of the applications and their policies, and of everything else. */
export function noteMembers(
  source: MigrationSource,
  applications: readonly Application[],
  outcomes: Outcomes,
  notes: NoteList,
): void {
  for (const { client, tokens, login } of applications) {
    const missing: readonly [isMissing: boolean, member: string, sentence: string][] = [
      [!tokens, 'tokenPolicy', t('The token policy is not known, so scopes and lifetimes are missing.')],
      [!login, 'loginPolicy', t('The login policy is not known, so claims are missing.')],
    ];
    for (const [isMissing, member, sentence] of missing)
      if (isMissing) notes.add('ask', 'policies', sentence, client, [member]);
    if (login?.responseTypes?.some(type => type !== 'code') === true)
      notes.add(
        'ask',
        'flow',
        t('Other response types than “code” are allowed. Applications that use them must change to it.'),
        login.policy,
        ['/allowedResponseTypes'],
      );
  }
  const unknown = ['ask', t('We do not know what these members set. They are not exported.')] as const;
  const resources = new Set(applications.flatMap(each => [each.client, ...usedPolicies(each)]));
  for (const resource of resources)
    for (const { label, concept } of source.membersOf(resource)) {
      const outcome = concept === undefined ? unknown : outcomes[concept];
      if (outcome !== 'kept') notes.add(outcome[0], concept ?? 'unknown', outcome[1], resource, [label]);
    }
  noteWhatStays(notes, source);
}

/** What no output holds, and why; and what could not be read. */
function noteWhatStays(notes: NoteList, source: MigrationSource): void {
  const whole = (resources: readonly Resource[]) =>
    resources.map(resource => ({ resource, member: undefined }));
  const add = (
    severity: Severity,
    concept: NoteConcept,
    sentence: string,
    subjects: readonly { readonly resource: Resource; readonly member: string | undefined }[],
  ) => {
    for (const { resource, member } of subjects)
      notes.add(severity, concept, sentence, resource, member === undefined ? [] : [member]);
  };
  const isUnsure = source.unread.some(({ kind }) => kind === 'clients');
  add(
    'lost',
    'configurationAccess',
    t('It is for access to the configuration of Hosted Login, and is not exported.'),
    whole(source.configurationAccess),
  );
  add(
    'ask',
    'unused',
    isUnsure
      ? t('No client that could be read uses it. It is not exported.')
      : t('No client uses it. It is not exported.'),
    whole(source.unused),
  );
  add(
    'ask',
    'type',
    t(
      'The type of the client is neither “public” nor “confidential”. It is not exported, nor are its policies.',
    ),
    whole(source.unclear),
  );
  add('ask', 'unknown', t('These values have an undocumented form and are not exported.'), source.unreadable);
  add(
    'ask',
    'claims',
    t('The name looks like that of a credential, so the value is not exported.'),
    source.masked,
  );
  add('assumed', 'unknown', t('It is left out, so the documented default is exported.'), source.defaults);
  for (const { kind, entry, part, reason } of source.unread)
    notes.add(
      'ask',
      'unread',
      entry
        ? t('It could not be read: {0}', reason)
        : t('The list “{0}” could not be read: {1}', pluralLabel(kind), reason),
      entry,
      part === undefined ? [] : [`/${part}`],
    );
}

/** The scopes that another server understands, and notes about the others. With `openid`, which a login needs. */
export function exportedScopes(
  { client, tokens }: Application,
  { notes, literals: { isLiteral } }: TargetContext,
): readonly string[] {
  const valid: string[] = [];
  for (const scope of tokens?.scopes ?? []) {
    if (isExportable(scope) && isLiteral(scope)) valid.push(scope);
    else
      notes.add(
        'lost',
        'scopes',
        t(
          'The scope “{0}” is left out: it is for the configuration, is not a scope (RFC 6749 §3.3), or would be replaced at import.',
          displayText(scope, 80),
        ),
        tokens?.policy ?? client,
        ['allowedScopes'],
      );
  }
  if (valid.includes('openid')) return [...new Set(valid)];
  notes.add('assumed', 'scopes', t('“openid” is added to the scopes: without it there is no login.'), client);
  return ['openid', ...new Set(valid)];
}

/** A scope token of RFC 6749 §3.3 that is not for administration. */
function isExportable(scope: string): boolean {
  return /^[\x21\x23-\x5b\x5d-\x7e]+$/.test(scope) && !/^[.*]:/.test(scope);
}

/** The title of a resource with its kind, for sentences. */
export function nameWithKind(resource: Pick<Resource, 'kind' | 'id' | 'title'>): string {
  return `${singularTitle(resource.kind)} “${displayTitle(resource)}”`;
}

/** Seconds in the largest unit that divides them: `7776000 s (90 days)`. */
export function duration(seconds: number): string {
  const exact = `${String(seconds)} s`;
  const inUnit = (size: number) => seconds >= 2 * size && seconds % size === 0;
  if (inUnit(86_400)) return `${exact} (${t('{0} days', seconds / 86_400)})`;
  if (inUnit(3600)) return `${exact} (${t('{0} hours', seconds / 3600)})`;
  if (inUnit(60)) return `${exact} (${t('{0} minutes', seconds / 60)})`;
  return exact;
}

/** JSON as files hold it. */
export function jsonText(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
