import { readBlockingClients } from '../../src/api/configuration/configurationProblems';
import { readPage } from '../../src/api/configuration/lists';
import { readCreatedId, readResource, readSecretAnswer } from '../../src/api/configuration/resourceAnswers';
import { edgeProblem } from '../../src/api/problems/edgeProblem';
import { describeServiceError, readOAuthError } from '../../src/api/problems/serviceError';
import { SentSecretMasks } from '../../src/api/transport/sentSecrets';
import { planNewRequest } from '../../src/core/catalogue/insertRequest';
import { linesOf, type Lines } from '../../src/core/common/lines';
import { isProblem } from '../../src/core/common/problem';
import { finish } from '../../src/core/common/steps';
import { withId } from '../../src/core/configurationFiles/changeIds';
import { readFolder } from '../../src/core/configurationFiles/configurationFolder';
import { checkFile, type FileSurroundings } from '../../src/core/configurationFiles/fileFindings';
import { readIdentity } from '../../src/core/configurationFiles/folderIdentity';
import { readIds } from '../../src/core/configurationFiles/idsFile';
import { promote } from '../../src/core/configurationFiles/promote';
import { versionOf } from '../../src/core/configurationFiles/resourceVersion';
import { updateFileText } from '../../src/core/configurationFiles/text/updateFileText';
import { readWanted } from '../../src/core/configurationFiles/wantedVersion';
import { brunoFormat } from '../../src/core/formats/bruno/brunoFormat';
import { detectClient } from '../../src/core/formats/environmentFiles';
import { httpFormat } from '../../src/core/formats/httpFormat';
import { hurlFormat } from '../../src/core/formats/hurl/hurlFormat';
import { markdownFormat } from '../../src/core/formats/markdownFormat';
import { isOpenCollection, openCollectionFormat } from '../../src/core/formats/openCollectionFormat';
import type { RequestFormat } from '../../src/core/formats/requestFormat';
import {
  cmdFormat,
  posixFormat,
  powershellFormat,
  transcriptFormats,
} from '../../src/core/formats/shellFormat';
import { jsonObject, parseJson } from '../../src/core/json/json';
import { parseJsonTree } from '../../src/core/json/jsonTree';
import { referenceEdits } from '../../src/core/leaks/referenceEdit';
import { replaceInJson } from '../../src/core/leaks/replaceInJson';
import { fingerprintOf, LeakSearch } from '../../src/core/leaks/secretSearch';
import { EchoMask } from '../../src/core/masking/echoMask';
import { plainText, Redactor } from '../../src/core/masking/redaction';
import { maskSecretLikeWords } from '../../src/core/masking/secretLikeWords';
import { compareIssuers } from '../../src/core/migration/compareIssuers';
import { parseCredentials } from '../../src/core/profile/parseCredentials';
import { parseTypedIssuer } from '../../src/core/profile/profile';
import { configurationRequests } from '../../src/core/requestAnalysis/configurationRequests';
import { earlierRequests } from '../../src/core/requestAnalysis/earlierRequests';
import { findHostedLoginRequestsInSteps } from '../../src/core/requestAnalysis/hostedLoginRequests';
import { createInsertionChecker } from '../../src/core/requestAnalysis/insertionRules';
import { requestTargets } from '../../src/core/requestAnalysis/matchProfiles';
import { neededScopes } from '../../src/core/requestAnalysis/neededScopes';
import { referenceCompletion } from '../../src/core/requestAnalysis/referenceCompletion';
import { authorizingReferencesInSteps, referenceAt } from '../../src/core/requestAnalysis/tokenReferences';
import type { HttpDialect } from '../../src/core/requests/blocks';
import type { DocumentLanguage } from '../../src/core/requests/documentRegions';
import { listRequests, requestAt } from '../../src/core/requests/findRequests';
import {
  hasDocumentedScope,
  mayBeHostedLogin,
  mentionsHostedLogin,
} from '../../src/core/requests/hostedLoginMentions';
import { mergeChanges } from '../../src/core/resourceRules/mergeChanges';
import { checkResourceText } from '../../src/core/resourceRules/resourceFindings';
import { validateResource } from '../../src/core/resourceRules/validateResource';
import { joinSecrets, separateSecrets, titleIn } from '../../src/core/resources/draftText';
import { findDuplicateMember } from '../../src/core/resources/duplicateMembers';
import { isEquivalentJson } from '../../src/core/resources/equivalentJson';
import { stringAt } from '../../src/core/resources/jsonLocation';
import { alignMembers, withTitleFirst } from '../../src/core/resources/memberOrder';
import { type ResourceKind, resourceKinds } from '../../src/core/resources/resource';
import { findMissingSecret, toRequestBody, toDocumentText } from '../../src/core/resources/resourceText';
import { explainScopes, completeScopes } from '../../src/core/scopeLanguage/scopeCompletion';
import { checkScopesInSteps } from '../../src/core/scopeLanguage/scopeFindings';
import { canonicalScope, missingScopes } from '../../src/core/scopes/compareScopes';
import { scopeRemarks, parseScopeInput } from '../../src/core/scopes/scopeInput';
import {
  hostileAnswers,
  hostileFiles,
  hostileForms,
  hostileJson,
  hostileLeaks,
  hostileRequests,
  hostileScripts,
  hostileSigns,
  type HostileTexts,
  leakedToken,
  numbered,
} from './hostileTexts';

/** A function of ours that reads text written by others. */
export interface Reader {
  readonly name: string;
  readonly read: (text: string) => unknown;
}

/** Reads a text. A refusal with a `Problem` or a `SyntaxError` counts as read. */
export function readToTheEnd({ read }: Reader, text: string): void {
  try {
    read(text);
  } catch (error) {
    if (!isProblem(error) && !(error instanceof SyntaxError)) throw error;
  }
}

const customer = {
  origin: 'https://v1.api.us.janrain.com',
  customerId: '00000000-0000-0000-0000-000000000000',
};
const profile = { ...customer, id: 'x', name: 'x', clientId: 'x' };
const checkInsertion = createInsertionChecker([profile], true);
const request = { title: 'x', lines: ['GET {{origin}}/x'], variables: { origin: 'https://x', a: '1' } };

/** The readers of resources of the configuration. */
export const resourceReaders: readonly Reader[] = [
  { name: 'toDocumentText', read: toDocumentText },
  { name: 'toRequestBody', read: text => toRequestBody(text, text) },
  { name: 'mergeChanges of removed members', read: text => mergeChanges(text, text, '{}') },
  { name: 'mergeChanges of added members', read: text => mergeChanges('{}', '{}', text) },
  { name: 'findDuplicateMember', read: text => findDuplicateMember(parseJsonTree(text)) },
  { name: 'isEquivalentJson', read: text => isEquivalentJson(text, text) },
  { name: 'alignMembers', read: text => alignMembers(text, text) },
  { name: 'withTitleFirst', read: withTitleFirst },
  ...resourceKinds.flatMap(kind => [
    { name: `checkResourceText ${kind}`, read: (text: string) => checkResourceText(kind, text, text) },
    {
      name: `checkResourceText ${kind} on another version`,
      read: (text: string) =>
        checkResourceText(kind, text, '{"redirectURIs":["http://other.example"],"allowedScopes":[]}'),
    },
    {
      name: `checkResourceText ${kind} without members`,
      read: (text: string) => checkResourceText(kind, '{}', text),
    },
  ]),
  {
    name: 'validateResource',
    read: text =>
      resourceKinds.map((kind: ResourceKind) => validateResource(kind, jsonObject(parseJson(text)) ?? {})),
  },
  {
    name: 'separateSecrets and joinSecrets',
    read: text => {
      const separated = separateSecrets(text);
      return [joinSecrets(separated), joinSecrets({ text, secrets: text })];
    },
  },
  { name: 'findMissingSecret', read: findMissingSecret },
  { name: 'titleIn', read: text => resourceKinds.map(kind => titleIn(kind, text, 'x')) },
  {
    name: 'stringAt',
    read: text => [stringAt(text, text.length - 2), stringAt(text, text.length >> 1)],
  },
];

/** The readers and writers of configuration files. */
export const fileReaders: readonly Reader[] = [
  { name: 'updateFileText without a change', read: text => updateFileText(text, text) },
  {
    name: 'updateFileText with other numbers',
    read: text => updateFileText(text, text.replace(/: (\d)/g, ': 1$1')),
  },
  {
    name: 'updateFileText with other names',
    read: text => updateFileText(text, text.replace(/"a(\d)/g, '"b$1')),
  },
  { name: 'updateFileText of a short file', read: text => updateFileText('{"a": 1}', text) },
  { name: 'updateFileText with a short version', read: text => updateFileText(text, '{"a": 1}') },
  { name: 'readWanted', read: text => wanted(text, withSecrets(text)) },
  {
    name: 'readWanted with other secrets',
    read: text => wanted(text, withSecrets(text).replaceAll('"key"', '"other"')),
  },
  { name: 'readWanted without secrets', read: text => wanted(text, '{}') },
  ...resourceKinds.map(kind => ({
    name: `checkFile ${kind}`,
    read: (text: string) => checkFile({ kind, name: 'x' }, text, pulledAs(withSecrets(text))),
  })),
  {
    name: 'checkFile of another version',
    read: text =>
      checkFile(
        { kind: 'loginPolicies', name: 'x' },
        text,
        pulledAs(withSecrets(text).replace(/: (\d)/g, ': 1$1')),
      ),
  },
  { name: 'readIds', read: readIds },
  { name: 'withId', read: text => withId(text, 'clients/x', 'y') },
  { name: 'readIdentity', read: readIdentity },
  {
    name: 'promote',
    read: text => {
      const folder = readFolder(new Map([['loginPolicies/x.json', text]]));
      return promote(folder, folder);
    },
  },
];

/** The body of a login policy with secrets in place of the markers of its file. */
function withSecrets(text: string): string {
  return text.replaceAll('{"$secret":"keep"}', '"••••••••"');
}

/** What is known of a file that was pulled with this body. */
function pulledAs(body: string): FileSurroundings {
  return { ids: new Map(), addresses: new Set(), isOnService: true, base: versionOf({ body }) };
}

function wanted(text: string, body: string): unknown {
  return readWanted({ kind: 'loginPolicies', text }, { ids: new Map(), current: versionOf({ body }) });
}

/** The readers of scopes in documents of a language. */
export function scopeReaders(language: DocumentLanguage): readonly Reader[] {
  return [
    {
      name: `checkScopes ${language}`,
      read: (text: string) => finish(checkScopesInSteps(linesOf(text), language)),
    },
    {
      name: `completeScopes ${language}`,
      read: (text: string) =>
        atPlaces(text, (lines, line, character) =>
          completeScopes(lines, language, line, character, () => []),
        ),
    },
    {
      name: `explainScopes ${language}`,
      read: (text: string) =>
        atPlaces(text, (lines, line, character) => explainScopes(lines, language, line, character)),
    },
  ];
}

/** The readers of requests in request files and Markdown. */
export function requestReaders(dialect: HttpDialect): readonly Reader[] {
  return [
    {
      name: `authorizingReferences ${dialect}`,
      read: (text: string) => finish(authorizingReferencesInSteps(linesOf(text), dialect)),
    },
    {
      name: `findHostedLoginRequests ${dialect}`,
      read: (text: string) => finish(findHostedLoginRequestsInSteps(linesOf(text), dialect, profile)),
    },
    {
      name: `referenceCompletion ${dialect}`,
      read: (text: string) =>
        atPlaces(text, (lines, line, character) =>
          referenceCompletion(lines, dialect, { line, character }, [profile], 'x'),
        ),
    },
    {
      name: `referenceAt ${dialect}`,
      read: (text: string) =>
        atPlaces(text, (lines, line, character) => referenceAt(lines, dialect, { line, character })),
    },
    {
      name: `configurationRequests ${dialect}`,
      read: (text: string) => neededScopes(configurationRequests(linesOf(text), dialect, customer)),
    },
    ...(['restClient', 'httpYac'] as const).map(client => ({
      name: `requestTargets ${dialect} ${client}`,
      read: (text: string) => {
        const lines = linesOf(text);
        return listRequests(lines, dialect).map(requestTargets(lines, dialect, { client }));
      },
    })),
    {
      name: `planNewRequest ${dialect}`,
      read: (text: string) =>
        atPlaces(text, (lines, line) => planNewRequest(lines, line, request, { dialect, eol: '\n' })),
    },
    {
      name: `earlierRequests ${dialect}`,
      read: (text: string) => {
        const lines = linesOf(text);
        const first = requestAt(lines, 0, dialect);
        return 'requestLine' in first && earlierRequests(lines, dialect, first);
      },
    },
    {
      name: `requestAt ${dialect}`,
      read: (text: string) => atPlaces(text, (lines, line) => requestAt(lines, line, dialect)),
    },
    ...planned(dialect, formatOf(dialect)),
    {
      // As the quick fixes do.
      name: `a header for each, ${dialect}`,
      read: (text: string) => {
        const lines = linesOf(text);
        const format = formatOf(dialect);
        const edit = { eol: '\n', replaceOtherSchemes: true, token: format.reference } as const;
        return listRequests(lines, dialect).map(({ requestLine }) => format.plan(lines, [requestLine], edit));
      },
    },
  ];
}

function formatOf(dialect: HttpDialect): RequestFormat {
  return dialect === 'http' ? httpFormat('restClient') : markdownFormat('restClient');
}

/** The readers of scripts and of files of other clients. */
export const scriptReaders: readonly Reader[] = [
  ...planned('bruno', brunoFormat),
  ...planned('openCollection', openCollectionFormat),
  { name: 'isOpenCollection', read: text => isOpenCollection(linesOf(text)) },
  ...planned('hurl', hurlFormat),
  ...planned('posix', posixFormat),
  ...planned('console', transcriptFormats.console),
  ...planned('powershell', powershellFormat),
  ...planned('cmd', cmdFormat),
];

const leakSearch = newLeakSearch();
const redactor = new Redactor();
redactor.add('a secret of somebody');
const echoMask = new EchoMask(['a secret of somebody', '%25%2525&amp;amp;']);
const sent = new SentSecretMasks().of({ headers: { authorization: 'Bearer a-secret-of-somebody' } });

const signsReader: Reader = {
  name: 'mentionsHostedLogin',
  read: text => [mentionsHostedLogin(text), mayBeHostedLogin(text.split('\n')), hasDocumentedScope(text)],
};
const credentialsReader: Reader = { name: 'parseCredentials', read: parseCredentials };

/** The readers of answers of the service, scope lists, the clipboard, and texts that are searched for secrets. */
export const textReaders: readonly Reader[] = [
  credentialsReader,
  signsReader,
  { name: 'parseTypedIssuer', read: parseTypedIssuer },
  { name: 'parseScopeInput', read: text => scopeRemarks(parseScopeInput(text)) },
  { name: 'detectClient', read: text => detectClient([text]) },
  { name: 'LeakSearch', read: text => leakSearch.find(text) },
  {
    name: 'replaceInJson',
    read: text =>
      replaceInJson(
        text,
        value => leakSearch.find(value),
        () => 'x',
      ),
  },
  { name: 'missingScopes', read: text => missingScopes(text, text) },
  { name: 'canonicalScope', read: canonicalScope },
  {
    name: 'edgeProblem',
    read: body => edgeProblem({ status: 403, body, mask: sent.maskText }, customer.origin),
  },
  {
    name: 'readBlockingClients',
    read: body => [
      readBlockingClients({ method: 'DELETE' }, { status: 400, body }),
      readBlockingClients({ method: 'DELETE' }, { status: 400, body: JSON.stringify({ errors: body }) }),
    ],
  },
  {
    name: 'describeServiceError',
    read: body => [
      describeServiceError({ body, mask: sent.maskText }),
      describeServiceError({ body: JSON.stringify({ error: body }), mask: sent.maskText }),
      sent.maskBody(body),
    ],
  },
  { name: 'readPage', read: body => readPage('clients', body) },
  { name: 'readResource', read: body => readResource({ kind: 'clients', id: 'x' }, body) },
  {
    name: 'readCreatedId',
    read: text =>
      [
        { status: 201, body: text, header: () => null },
        { status: 201, body: '', header: () => text },
      ].map(answer => readCreatedId(answer, `${customer.origin}/config/clients`)),
  },
  { name: 'readSecretAnswer', read: readSecretAnswer },
  { name: 'readOAuthError', read: readOAuthError },
  { name: 'redact', read: text => redactor.redact(text) },
  {
    name: 'EchoMask',
    read: echoMask.mask,
  },
  {
    name: 'EchoMask of a secret',
    // The longest token that is accepted.
    read: secret => new EchoMask([secret.slice(0, 8_192)]),
  },
  { name: 'maskSecretLikeWords', read: maskSecretLikeWords },
  { name: 'plainText', read: text => plainText(text) },
];

/** The files in which a token is replaced by a reference, each in another form. */
const leakyFiles = { shellscript: '/a.sh', powershell: '/a.ps1', yaml: '/a.yml', markdown: '/a.md' };

/** The functions that find the tokens of a document and replace them by references. */
const leakReaders: readonly Reader[] = Object.entries(leakyFiles).map(([languageId, path]) => ({
  name: `leaks replaced by references, ${languageId}`,
  read: text => {
    const lines = linesOf(text);
    const places = Array.from({ length: lines.lineCount }, (_, line) =>
      leakSearch.find(lines.line(line)).map(({ start, end }) => ({ line, start, end })),
    );
    return referenceEdits({ lines, languageId, path, client: 'restClient' }, places.flat());
  },
}));

/** The current discovery document; the new issuer has other scopes. */
const issuersReader: Reader = {
  name: 'compareIssuers',
  read: text => {
    const document = (answer: string) => jsonObject(parseJson(answer)) ?? {};
    return compareIssuers(document(text.replaceAll('"scope-', '"other-')), document(text));
  },
};

/** Readers with the texts for them. */
export const hostileReading: readonly {
  readonly readers: readonly Reader[];
  readonly texts: HostileTexts;
}[] = [
  { readers: resourceReaders, texts: hostileJson },
  { readers: fileReaders, texts: hostileFiles },
  { readers: scopeReaders('json'), texts: { ...hostileJson, ...hostileAnswers } },
  { readers: scopeReaders('http'), texts: hostileForms },
  { readers: scopeReaders('shell'), texts: hostileForms },
  { readers: scopeReaders('markdown'), texts: fenced('http', hostileForms) },
  { readers: requestReaders('http'), texts: hostileRequests },
  { readers: requestReaders('markdown'), texts: fenced('http', hostileRequests) },
  { readers: requestReaders('markdown'), texts: fenced('sh', hostileScripts) },
  { readers: scriptReaders, texts: hostileScripts },
  // Scopes are looked for where the word is.
  { readers: scopeReaders('markdown'), texts: fenced('console', hostileScripts, '# scope\n') },
  { readers: scopeReaders('markdown'), texts: fenced('bat', hostileScripts, 'rem scope\n') },
  { readers: textReaders, texts: { ...hostileAnswers, ...hostileJson } },
  {
    readers: leakReaders,
    texts: { ...hostileLeaks, ...fenced('console', hostileLeaks), ...fenced('pwsh', hostileLeaks) },
  },
  {
    readers: [issuersReader],
    texts: { 'many scopes': numbered(n => `"scope-${n}",`, '{"scopes_supported":[', '""]}') },
  },
  { readers: [signsReader], texts: { ...hostileSigns, ...hostileForms, ...hostileRequests } },
  { readers: [credentialsReader], texts: { ...hostileForms, ...hostileRequests, ...hostileScripts } },
];

function fenced(language: string, texts: HostileTexts, before = ''): HostileTexts {
  return Object.fromEntries(
    Object.entries(texts).map(([name, text]) => [
      `${name}, in a fence of ${language}`,
      (size: number) => `\`\`\`${language}\n${before}${text(size)}\n\`\`\`\n`,
    ]),
  );
}

/** As many as an editor has (`editor.multiCursorLimit`). */
const mostCursors = 10_000;

/** A header for every request of a file, after it is checked where each goes, and none for one of them. */
function planned(name: string, format: RequestFormat): readonly Reader[] {
  const edit = { eol: '\n', replaceOtherSchemes: true, includeUnconfirmed: true } as const;
  return [
    {
      name: `a header for all, ${name}`,
      read: text => {
        const lines = linesOf(text);
        const all = Array.from({ length: Math.min(lines.lineCount, mostCursors) }, (_, line) => line);
        return format.plan(lines, all, { ...edit, token: format.reference, checkInsertion });
      },
    },
    {
      name: `no header for one, ${name}`,
      read: text => {
        const lines = linesOf(text);
        return format.plan(lines, [lines.lineCount >> 1], { ...edit, token: undefined });
      },
    },
  ];
}

function atPlaces(text: string, read: (lines: Lines, line: number, character: number) => unknown): unknown {
  const lines = linesOf(text);
  const middle = lines.lineCount >> 1;
  const last = lines.lineCount - 1;
  read(lines, middle, lines.line(middle).length >> 1);
  read(lines, last, lines.line(last).length);
  return lines;
}

function newLeakSearch(): LeakSearch<string> {
  const key = { base: 0x1234567, digest: (text: string) => text };
  const fingerprint = fingerprintOf(key, leakedToken);
  return new LeakSearch(key, fingerprint ? [{ fingerprint, secret: '' }] : []);
}
