import { readResource } from '../../src/api/configurationAnswers';
import { readPage } from '../../src/api/configurationLists';
import { clientsInUse } from '../../src/api/configurationProblems';
import { serviceWords } from '../../src/api/errorWords';
import { SentMask } from '../../src/api/sentSecrets';
import { clientOfEnvironments } from '../../src/core/clientSigns';
import { configRequests } from '../../src/core/configRequests';
import { type ResourceKind, resourceKinds } from '../../src/core/configuration';
import { readCredentials } from '../../src/core/credentialsText';
import { documentFindings, puttingBack } from '../../src/core/documentFindings';
import { valuePlaceAt } from '../../src/core/documentPlace';
import { EchoMask } from '../../src/core/echoMask';
import { brunoFormat } from '../../src/core/formats/bruno';
import { httpFormat } from '../../src/core/formats/http';
import { hurlFormat } from '../../src/core/formats/hurl';
import { markdownFormat } from '../../src/core/formats/markdown';
import { isOpenCollection, openCollectionFormat } from '../../src/core/formats/openCollection';
import type { RequestFormat } from '../../src/core/formats/requestFormat';
import { cmdFormat, posixConsole, posixFormat, powershellFormat } from '../../src/core/formats/shell';
import { saysHostedLogin } from '../../src/core/hostedLoginSigns';
import { type HttpDialect, listRequests, requestAt } from '../../src/core/httpDocument';
import { linesOf, type Lines } from '../../src/core/httpLines';
import { variableNames } from '../../src/core/httpVariables';
import { jsonObject, parseJson } from '../../src/core/json';
import { referenceEdits } from '../../src/core/leakReference';
import { fingerprintOf, LeakSearch } from '../../src/core/leakSearch';
import { replaceInJson } from '../../src/core/leaksInJson';
import { neededScopes } from '../../src/core/neededScopes';
import { isProblem } from '../../src/core/problem';
import { maskRandomWords } from '../../src/core/randomWords';
import { plainText, Redactor } from '../../src/core/redaction';
import { planNewRequest } from '../../src/core/requestInsertion';
import { requestTargets } from '../../src/core/requestTarget';
import { resourceIssues } from '../../src/core/resourceRules';
import { inOrderOf, repeatedMember, saysTheSame, sentText, shownText } from '../../src/core/resourceText';
import { canonicalScope, missingScopes } from '../../src/core/scope';
import { explainScopes, scopeCompletions } from '../../src/core/scopeCompletion';
import { scopeFindings } from '../../src/core/scopeFindings';
import type { ScopeLanguage } from '../../src/core/scopeStrings';
import { authorizingReferences, referenceAt } from '../../src/core/tokenReferences';
import { scopeRemarks, typedScopeList } from '../../src/core/typedScope';
import {
  hostileAnswers,
  hostileForms,
  hostileJson,
  hostileLeaks,
  hostileRequests,
  hostileScripts,
  type HostileTexts,
  leakedToken,
} from './hostileTexts';

/** Something of ours that reads a text that others wrote. */
export interface Reader {
  readonly name: string;
  readonly read: (text: string) => unknown;
}

/** Reads a text as a user would have it read: what is refused in words is read to the end. */
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
const request = { title: 'x', lines: ['GET {{origin}}/x'], variables: { origin: 'https://x', a: '1' } };

/** What reads resources of the configuration. */
export const resourceReaders: readonly Reader[] = [
  { name: 'shownText', read: shownText },
  { name: 'sentText', read: text => sentText(text, text) },
  { name: 'repeatedMember', read: repeatedMember },
  { name: 'saysTheSame', read: text => saysTheSame(text, text) },
  { name: 'inOrderOf', read: text => inOrderOf(text, text) },
  ...resourceKinds.map(kind => ({
    name: `documentFindings ${kind}`,
    read: (text: string) => [
      documentFindings(kind, text, text),
      documentFindings(kind, text, '{"redirectURIs":["http://other.example"],"allowedScopes":[]}'),
      documentFindings(kind, '{}', text),
    ],
  })),
  {
    name: 'resourceIssues',
    read: text =>
      resourceKinds.map((kind: ResourceKind) => resourceIssues(kind, jsonObject(parseJson(text)) ?? {})),
  },
  {
    name: 'puttingBack',
    read: text => puttingBack('{}', text)(Object.keys(jsonObject(parseJson(text)) ?? {})),
  },
  {
    name: 'valuePlaceAt',
    read: text => [valuePlaceAt(text, text.length - 2), valuePlaceAt(text, text.length >> 1)],
  },
];

/** What reads scopes in the documents of a language. */
export function scopeReaders(language: ScopeLanguage): readonly Reader[] {
  return [
    { name: `scopeFindings ${language}`, read: (text: string) => scopeFindings(linesOf(text), language) },
    {
      name: `scopeCompletions ${language}`,
      read: (text: string) =>
        atPlaces(text, (lines, line, character) => scopeCompletions(lines, language, line, character, [])),
    },
    {
      name: `explainScopes ${language}`,
      read: (text: string) =>
        atPlaces(text, (lines, line, character) => explainScopes(lines, language, line, character)),
    },
  ];
}

/** What reads the requests of request files and of Markdown. */
export function requestReaders(dialect: HttpDialect): readonly Reader[] {
  return [
    {
      name: `authorizingReferences ${dialect}`,
      read: (text: string) => authorizingReferences(linesOf(text), dialect, 'HOSTED_LOGIN_TOKEN'),
    },
    {
      name: `referenceAt ${dialect}`,
      read: (text: string) =>
        atPlaces(text, (lines, line, character) =>
          referenceAt(lines, dialect, { line, character }, 'HOSTED_LOGIN_TOKEN'),
        ),
    },
    {
      name: `configRequests ${dialect}`,
      read: (text: string) => neededScopes(configRequests(linesOf(text), dialect, customer)),
    },
    ...(['restClient', 'httpYac'] as const).map(client => ({
      name: `requestTargets ${dialect} ${client}`,
      read: (text: string) => {
        const lines = linesOf(text);
        return listRequests(lines, dialect).map(requestTargets(lines, dialect, { client }));
      },
    })),
    { name: `variableNames ${dialect}`, read: (text: string) => variableNames(linesOf(text), dialect) },
    {
      name: `planNewRequest ${dialect}`,
      read: (text: string) =>
        atPlaces(text, (lines, line) => planNewRequest(lines, line, request, { dialect, eol: '\n' })),
    },
    {
      name: `requestAt ${dialect}`,
      read: (text: string) => atPlaces(text, (lines, line) => requestAt(lines, line, dialect)),
    },
    ...planned(dialect, dialect === 'http' ? httpFormat('restClient') : markdownFormat('restClient')),
  ];
}

/** What reads scripts and the files of other clients. */
export const scriptReaders: readonly Reader[] = [
  ...planned('bruno', brunoFormat),
  ...planned('openCollection', openCollectionFormat),
  { name: 'isOpenCollection', read: text => isOpenCollection(linesOf(text)) },
  ...planned('hurl', hurlFormat),
  ...planned('posix', posixFormat),
  ...planned('posixConsole', posixConsole),
  ...planned('powershell', powershellFormat),
  ...planned('cmd', cmdFormat),
];

const leakSearch = newLeakSearch();
const redactor = new Redactor();
redactor.add('a secret of somebody');
const echoMask = new EchoMask(['a secret of somebody', '%25%2525&amp;amp;']);
const sent = new SentMask({ headers: { authorization: 'Bearer a-secret-of-somebody' } });

const credentialsReader: Reader = { name: 'readCredentials', read: readCredentials };

/** What reads answers of the service, lists of scopes, the clipboard, and whatever is searched for secrets. */
export const textReaders: readonly Reader[] = [
  credentialsReader,
  {
    name: 'saysHostedLogin',
    read: saysHostedLogin,
  },
  { name: 'typedScopeList', read: text => scopeRemarks(typedScopeList(text)) },
  { name: 'clientOfEnvironments', read: text => clientOfEnvironments([text]) },
  { name: 'leakSearch', read: text => leakSearch.find(text) },
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
    name: 'clientsInUse',
    read: body => [
      clientsInUse({ method: 'DELETE' }, { status: 400, body }),
      clientsInUse({ method: 'DELETE' }, { status: 400, body: JSON.stringify({ errors: body }) }),
    ],
  },
  {
    name: 'serviceWords',
    read: body => [
      serviceWords({ body, mask: sent.text }),
      serviceWords({ body: JSON.stringify({ error: body }), mask: sent.text }),
      sent.body(body),
    ],
  },
  { name: 'readPage', read: body => readPage('clients', body) },
  { name: 'readResource', read: body => readResource({ kind: 'clients', id: 'x' }, body) },
  { name: 'redact', read: text => redactor.redact(text) },
  {
    name: 'EchoMask',
    read: echoMask.mask,
  },
  { name: 'maskRandomWords', read: maskRandomWords },
  { name: 'plainText', read: text => plainText(text) },
];

/** The files that a token is replaced in by a reference, each in its way. */
const leakyFiles = { shellscript: '/a.sh', powershell: '/a.ps1', yaml: '/a.yml', markdown: '/a.md' };

/** What finds the tokens of a document and puts references in their place. */
const leakReaders: readonly Reader[] = Object.entries(leakyFiles).map(([languageId, path]) => ({
  name: `leaks replaced by references, ${languageId}`,
  read: text => {
    const lines = linesOf(text);
    const places = Array.from({ length: lines.lineCount }, (_, line) =>
      leakSearch.find(lines.line(line)).map(({ start, end }) => ({ line, start, end })),
    );
    return referenceEdits({ lines, languageId, path }, places.flat(), 'HOSTED_LOGIN_TOKEN');
  },
}));

/** Readers with the texts that are made for them. */
export const hostileReading: readonly {
  readonly readers: readonly Reader[];
  readonly texts: HostileTexts;
}[] = [
  { readers: resourceReaders, texts: hostileJson },
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

/** A header for every request of a file, and none for one of them. */
function planned(name: string, format: RequestFormat): readonly Reader[] {
  const edit = { eol: '\n', replaceForeign: true } as const;
  return [
    {
      name: `a header for all, ${name}`,
      read: text => {
        const lines = linesOf(text);
        const all = Array.from({ length: Math.min(lines.lineCount, mostCursors) }, (_, line) => line);
        return format.plan(lines, all, { ...edit, token: format.reference });
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
  return new LeakSearch(key, fingerprint ? [{ fingerprint, about: '' }] : []);
}
