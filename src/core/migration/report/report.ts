import { t } from '../../common/l10n';
import { parseJson } from '../../json/json';
import { type Application, isConfidential, type MigrationSource } from '../applications';
import {
  commonOutcomes,
  type Outcomes,
  jsonText,
  keptByProducts,
  type MigrationFile,
  type MigrationOutput,
  nameWithKind,
  noteMembers,
} from '../migrationTarget';
import { type Note, NoteList } from '../notes';
import {
  applicationsSection,
  claimsSection,
  maxDescribed,
  redirectSection,
  usageSection,
} from './applicationSections';
import { usageDiagram } from './mermaid';
import { noteLines, openSection, sharedNotes, targetSection, type TargetResult } from './noteSections';
import { applicationsCsv, notesCsv } from './reportCsv';
import { code, section, table, titleText } from './reportMarkdown';
import { checklist, serviceSection } from './serviceSections';

/**
 * The report: `README.md` for people, `applications.csv` with every setting, `notes.csv` with every note, the current
 * discovery document, and the names of the secrets.
 * @param keys the current JSON Web Key Set; undefined if it was not read
 */
export function writeReport(
  source: MigrationSource,
  targets: readonly TargetResult[],
  keys?: string,
): MigrationOutput {
  const list = new NoteList();
  noteMembers(source, source.applications, reportOutcomes(), list);
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
function reportOutcomes(): Outcomes {
  const { userStoreCredentials, links } = commonOutcomes();
  return {
    ...keptByProducts,
    policies: 'kept',
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
  if (unclear.length > 0) rows.push([t('Unclear'), String(unclear.length), t('See the notes “To decide”.')]);
  const files = [
    [`[applications.csv](applications.csv)`, t('Every setting of every application, for a spreadsheet')],
    [`[notes.csv](notes.csv)`, t('Every note of this report, with all policies, clients and members')],
    ...targets.map(({ title, folder }) => [`[${folder}/](${folder}/)`, title]),
    [`[secrets.example.env](secrets.example.env)`, t('The names of the secrets, without values')],
  ];
  return section(
    t('Overview'),
    table([t('What'), t('Count'), ''], rows),
    table([t('File'), t('Content')], files),
    t('We have not imported these files into the real products. Try each in a test tenant first.'),
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

function secretsSection(applications: readonly Application[]): string {
  const secrets = applications
    .filter(isConfidential)
    .map(({ client, secretVariable }) => [code(secretVariable), titleText(client)]);
  if (secrets.length === 0) return '';
  return section(
    t('Secrets'),
    t(
      'No file here holds a secret. In VS Code, “Hosted Login: Open Terminal for Import” opens a terminal that has them as environment variables. It is better to let the new service create new ones.',
    ),
    table([t('Environment variable'), t('Application')], secrets.slice(0, maxDescribed)),
  );
}

function secretNames(applications: readonly Application[]): string {
  const lines = applications
    .filter(isConfidential)
    .flatMap(({ client, secretVariable }) => [`# ${nameWithKind(client)}`, `${secretVariable}=`]);
  return [
    `# ${t('The names of the client secrets that the import takes from the environment. Never write a value into this file.')}`,
    ...lines,
    '',
  ].join('\n');
}
