import * as vscode from 'vscode';
import { comparedRow, median, milliseconds, quantile, timeRow } from '../../scripts/bench/statistics.mjs';
import type { Row } from '../../scripts/bench/table.mjs';
import { planAuthorizationHeader } from '../../src/core/authorizationEdit/headerEdit';
import { linesOf } from '../../src/core/common/lines';
import { finish } from '../../src/core/common/steps';
import { checkReferences, type ReferenceState } from '../../src/core/requestAnalysis/referenceFindings';
import {
  authorizingReferencesInSteps,
  type TokenReference,
} from '../../src/core/requestAnalysis/tokenReferences';
import { completeScopes } from '../../src/core/scopeLanguage/scopeCompletion';
import { tokenReference } from '../../src/ui/ids';
import { toLines } from '../../src/ui/requestFiles/requestFiles';
import { type MeasuredFormat, measuredFormats } from './formats';

/** How often each action is measured in the documents of many requests, after rounds to warm up that do not count. */
const rounds = 400;
const warmUpRounds = 100;
/** The same for the document that is one request. */
const slowRounds = 50;

/** A request of the long documents, without an Authorization header and with a scope to complete. */
const request = [
  '### Request a token',
  'POST https://{{host}}/{{customerId}}/login/token HTTP/1.1',
  'Content-Type: application/x-www-form-urlencoded',
  'Accept: application/json',
  '',
  'grant_type=client_credentials',
  '&client_id={{clientId}}',
  '&scope=',
  '',
  '',
];

/** A request whose body fills the document, with the scope at the end: one of ours, because nothing near it says whose it is. */
function oneRequest(lineCount: number): string[] {
  const head = request.slice(0, 5);
  const body = Array.from({ length: lineCount - head.length - 1 }, (_, index) => `&field${index}=value`);
  return [...head, ...body, '&scope=*:config/**'];
}

function manyRequests(lineCount: number): string[] {
  return Array.from({ length: lineCount }, (_, index) => request[index % request.length] ?? '');
}

const customer = {
  origin: 'https://v1.api.us.janrain.com',
  customerId: '1ab23c45-6789-0123-d4ef-5g678h90ijk1',
};

/** A request every ten lines with the shared token. Every other one writes, which the token does not allow. */
function withReferences(lineCount: number): string[] {
  return Array.from({ length: lineCount }, (_, index) => {
    const line = index % 10;
    if (line === 0) return '###';
    if (line === 1) {
      const method = index % 20 < 10 ? 'GET' : 'PUT';
      return `${method} ${customer.origin}/${customer.customerId}/config/clients/${index} HTTP/1.1`;
    }
    if (line === 2) return `Authorization: ${tokenReference}`;
    return line === 3 || line === 9 ? '' : `  "member${line}": "value",`;
  });
}

const profile = { id: '1', name: 'acme', clientId: 'a-client', ...customer };
const state: ReferenceState = {
  profiles: [profile],
  profile,
  token: { grantedScope: '.:config/**', expiresAt: 3_600_000 },
  now: 0,
  warnMilliseconds: 300_000,
  sharing: { isTrusted: true, withExtensions: true, withTerminals: false },
  isSetByOthers: false,
  sendsWithRestClient: false,
  renewsAtSending: false,
  mayHaveClient: true,
};

/** An action at a line. Throws if it did not do what is measured. */
type Action = (document: vscode.TextDocument, line: number) => void;

/** The plan of the command for a document of VS Code. */
const insertHeader: Action = (document, line) => {
  const { changed } = planAuthorizationHeader(toLines(document), [line], {
    dialect: 'http',
    value: tokenReference,
    eol: '\n',
  });
  if (changed !== 1) throw new Error(`No header for line ${line}.`);
};

/** The call of the completion provider. */
const complete: Action = (document, line) => {
  const { character } = document.lineAt(line).range.end;
  const found = completeScopes(toLines(document), 'http', line, character, () => []);
  if (!found?.items.length) throw new Error(`No completion at line ${line}.`);
};

/** Header insertion and completion in documents of 2,000 and 20,000 lines, in the real extension host. */
export async function measureEditing(): Promise<Row[]> {
  const documents = {
    short: await opened('short.http', manyRequests(2_000)),
    long: await opened('long.http', manyRequests(20_000)),
    oneRequest: await opened('one-request.http', oneRequest(20_000)),
  };
  const rows = [
    ...measure('header', insertHeader, documents),
    ...measure('completion', complete, documents),
    ...(await measureReferences()),
  ];
  for (const format of measuredFormats) rows.push(await measureFormat(format));
  return rows;
}

/** Reads and checks the references of a document, as after a change and at a tick of the countdown. */
async function measureReferences(): Promise<Row[]> {
  const short = await opened('short-references.http', withReferences(2_000));
  const long = await opened('long-references.http', withReferences(20_000));
  const read = (document: vscode.TextDocument) =>
    finish(authorizingReferencesInSteps(linesOf(document.getText()), 'http'));
  const judge = (references: readonly TokenReference[]) => {
    const found = checkReferences(references, state);
    if (found.length !== references.length / 2) throw new Error(`${found.length} findings.`);
    return found;
  };
  const [inShort, inLong] = [read(short), read(long)];
  if (inLong.length !== 2_000) throw new Error(`${inLong.length} references.`);
  return [
    ...inTurns(
      'reading references',
      () => read(short),
      () => read(long),
      50,
    ),
    ...inTurns(
      'findings on references',
      () => judge(inShort),
      () => judge(inLong),
      10,
    ),
  ];
}

/** An action on a whole document: ten times the lines may take ten times as long. @param bound of the long one, in ms */
function inTurns(what: string, short: () => unknown, long: () => unknown, bound: number): Row[] {
  const times = { short: [] as number[], long: [] as number[] };
  for (let round = -10; round < slowRounds; round++) {
    const shortMs = time(short);
    const longMs = time(long);
    if (round < 0) continue;
    times.short.push(shortMs);
    times.long.push(longMs);
  }
  return [slowRow(what, times.long, bound), growthRow(what, times, 15)];
}

/** The slowest of the usual times: 95 of 100 are as quick. */
function slowRow(what: string, times: readonly number[], bound: number): Row {
  const slow = quantile(times, 0.95);
  return {
    what: `${what}, 20,000 lines (95 of 100)`,
    measured: milliseconds(slow),
    bound: `≤ ${bound} ms`,
    isKept: slow <= bound,
  };
}

/** The times in 20,000 lines beside those in 2,000. */
function growthRow(what: string, { short, long }: Record<'short' | 'long', number[]>, bound?: number): Row {
  return comparedRow(`${what}, 20,000 lines`, long, '2,000:', short, bound);
}

type Documents = Readonly<Record<'short' | 'long' | 'oneRequest', vscode.TextDocument>>;

function measure(what: string, action: Action, { short, long, oneRequest }: Documents): Row[] {
  const firstMs = timed(action, long, scopeLine(long, 0.5));
  const times = { short: [] as number[], long: [] as number[], oneRequest: [] as number[] };
  for (let round = -warmUpRounds; round < rounds; round++) {
    const part = Math.abs(round / rounds);
    // In turns, and in changing order, so that a busy moment of the machine affects both.
    const inShort = () => timed(action, short, scopeLine(short, part));
    const inLong = () => timed(action, long, scopeLine(long, part));
    const shortFirst = round % 2 === 0 ? inShort() : undefined;
    const longMs = inLong();
    const shortMs = shortFirst ?? inShort();
    if (round < 0) continue;
    times.short.push(shortMs);
    times.long.push(longMs);
  }
  for (let round = 0; round < slowRounds; round++) {
    times.oneRequest.push(timed(action, oneRequest, oneRequest.lineCount - 1));
  }
  return [
    { what: `${what}, the very first time`, measured: milliseconds(firstMs) },
    slowRow(what, times.long, 5),
    growthRow(what, times, 2),
    timeRow(`${what}, 20,000 lines of one request`, times.oneRequest, 5),
  ];
}

/** Measures in the middle of both documents in turns, so that a busy moment of the machine affects both. */
async function measureFormat({ name, file, edit }: MeasuredFormat): Promise<Row> {
  const short = await opened(`short-${name}`, file(2_000));
  const long = await opened(`long-${name}`, file(20_000));
  const times = { short: [] as number[], long: [] as number[] };
  for (let round = -warmUpRounds; round < slowRounds; round++) {
    const shortMs = timed(edit, short, 1_000);
    const longMs = timed(edit, long, 10_000);
    if (round < 0) continue;
    times.short.push(shortMs);
    times.long.push(longMs);
  }
  return {
    ...growthRow(`header in ${name}`, times),
    // The file is read as a whole: ten times the lines may take ten times as long.
    bound: '≤ 5 ms, ≤ 11.2 ×',
    isKept: median(times.long) <= 5 && median(times.long) <= 11.2 * median(times.short),
  };
}

/** The line of the scope in the request at this part (0 to 1) of the document. */
function scopeLine(document: vscode.TextDocument, part: number): number {
  const number = Math.floor((document.lineCount / request.length) * part);
  return number * request.length + request.indexOf('&scope=');
}

function timed(action: Action, document: vscode.TextDocument, line: number): number {
  return time(() => {
    action(document, line);
  });
}

function time(work: () => unknown): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

/** Opens a document of the workspace. */
async function opened(name: string, lines: readonly string[]): Promise<vscode.TextDocument> {
  const folder = vscode.workspace.workspaceFolders?.[0];
  if (!folder) throw new Error('There is no workspace.');
  const uri = vscode.Uri.joinPath(folder.uri, name);
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(lines.join('\n')));
  return vscode.workspace.openTextDocument(uri);
}
