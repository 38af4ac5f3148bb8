import { t } from '../common/l10n';
import { clampLine, indentationOf, type Lines } from '../common/lines';
import { deleteLines, insertLine, type TextEdit } from '../common/textEdit';
import { requestTargets, targetsForAll } from '../requestAnalysis/matchProfiles';
import { withUrlsOfFile } from '../requestAnalysis/possibleUrls';
import { hostsOf, type RequestTarget } from '../requestAnalysis/readTarget';
import { authorizationName, isAuthorizationName } from '../requests/authorization';
import type { HttpDialect } from '../requests/blocks';
import { curlAt, transfersOf } from '../requests/curl/curlCommand';
import { shortenTarget } from '../requests/doubtReasons';
import { requestsAt } from '../requests/findRequests';
import { isUrlContinuation } from '../requests/lineSyntax';
import type { WrittenRequest } from '../requests/request';
import { isFirstOfBlock } from '../requests/restClientDoubt';
import { fileVariables, type VariableResolver } from '../requests/variables/fileVariables';
import { curlEdits, quoteForShell } from './curlEdit';
import {
  type EditableRequest,
  type EditRules,
  findOtherScheme,
  type HeaderEditPlan,
  createEditPlan,
} from './editPlan';

/** How to write the `Authorization` header of requests in a request file. */
export interface HeaderEditOptions extends EditRules {
  readonly dialect: HttpDialect;
  /** Whether REST Client may send the requests. */
  readonly isForRestClient?: boolean;
  /**
   * Whether only JetBrains or Kulala sends the requests: their environment may set variables of the file to other values, and only
   * `###` ends a request.
   */
  readonly hasOwnEnvironment?: boolean;
  /** The header's value on one line: `Bearer {{$processEnv HOSTED_LOGIN_TOKEN}}`. Undefined removes the header. */
  readonly value: string | undefined;
  readonly eol: '\n' | '\r\n';
}

/**
 * Plans `Authorization: <value>` for the request at each cursor. Replaces an existing header in place, deletes further
 * ones, and inserts a missing one directly below the URL, where every client reads it as a header. Several cursors in a
 * request change it once. Never throws.
 */
export function planAuthorizationHeader(
  lines: Lines,
  cursorLines: readonly number[],
  options: HeaderEditOptions,
): HeaderEditPlan {
  const cursors = [...new Set(cursorLines.map(line => clampLine(lines, line)))].sort((a, b) => a - b);
  const here = [...new Set(requestsAt(lines, cursors, options.dialect))];
  const found = here.filter(each => 'requestLine' in each);
  const refused = here.filter(each => 'kind' in each);
  const targetOf = targetReader(lines, options);
  let fill: VariableResolver | undefined;
  // A variable of the file may hold the scheme, the token or both.
  const filledIn = (request: WrittenRequest) => (text: string) =>
    text.includes('{{') ? (fill ??= fileVariables(lines, options.dialect))(text, request) : text;
  const requests = found.flatMap(request => {
    const filled = filledIn(request);
    return request.isCurl
      ? transfersIn(lines, request, targetOf, filled, options)
      : {
          line: request.requestLine,
          otherScheme: findOtherScheme(request.authorizations, filled),
          target: () => targetOf(request),
          edits: () => headerEdits(lines, request, filled, options),
        };
  });
  return createEditPlan(requests, refused, options);
}

/** Where the requests go, with what the file does not certainly set. */
function targetReader(
  lines: Lines,
  { dialect, isForRestClient, hasOwnEnvironment }: HeaderEditOptions,
): (request: WrittenRequest) => RequestTarget {
  const targetsOf = isForRestClient ? targetsForAll : requestTargets;
  let read: ReturnType<typeof requestTargets> | undefined;
  return request => {
    const target = withUrlsOfFile((read ??= targetsOf(lines, dialect))(request), lines);
    const [, variable] = /\{\{([^{}]*)\}\}/.exec([request.url, ...hostsOf(request)].join(' ')) ?? [];
    const doubtOfVariables =
      target.doubtOfVariables ??
      (hasOwnEnvironment && variable !== undefined
        ? t('its environment may set {0} to another value', shortenTarget(`{{${variable}}}`))
        : undefined);
    const doubt = hasOwnEnvironment ? doubtOfBlock(lines, dialect, request) : undefined;
    return { ...target, doubt: target.doubt ?? doubt, doubtOfVariables };
  };
}

/** Why JetBrains or Kulala may read another URL. Source: docs/request-files.md, What the clients do */
function doubtOfBlock(
  lines: Lines,
  dialect: HttpDialect,
  { requestLine, headerInsertLine }: WrittenRequest,
): string | undefined {
  if (!isFirstOfBlock(lines, dialect, requestLine))
    return t('its client reads it as part of the request above: put ### between them');
  for (let line = headerInsertLine; line < lines.lineCount; line++) {
    const text = lines.line(line);
    if (text === '' || text.startsWith('###')) return undefined;
    if (isUrlContinuation(text)) return t('clients read its URL differently');
  }
  return undefined;
}

/** The requests of a curl command. */
function transfersIn(
  lines: Lines,
  request: WrittenRequest,
  targetOf: (request: WrittenRequest) => RequestTarget,
  filled: (text: string) => string,
  { value, eol }: HeaderEditOptions,
): EditableRequest[] {
  const { words } = curlAt(lines, { first: request.requestLine, last: request.lastLine });
  return transfersOf(words).map(transfer => ({
    line: transfer.anchor.startLine,
    otherScheme: findOtherScheme(transfer.authorizations, filled),
    target: () => targetOf({ ...request, url: transfer.url, rerouting: transfer.rerouting }),
    edits: () =>
      curlEdits(lines, transfer, {
        ...{ value, eol, continuation: '\\', isRequestFile: true },
        isRight: authorization => authorization.value === value || filled(authorization.value) === value,
        quoted: (text, style) => quoteForShell(text, style, 'requestFile'),
      }),
  }));
}

function headerEdits(
  lines: Lines,
  request: WrittenRequest,
  filled: (text: string) => string,
  { value, eol }: HeaderEditOptions,
): TextEdit[] {
  if (value === undefined) {
    return deleteLines(
      lines,
      // An indented line below a reference is not a part of it.
      request.authorizations.flatMap(each => [
        each.line,
        ...(each.value.endsWith('}}') ? [] : each.foldedLines),
      ]),
    );
  }
  const first = request.headers.find(({ name }) => isAuthorizationName(name));
  if (!first) {
    const name = authorizationName(request.headers.map(each => each.name));
    const header = `${indentationOf(lines.line(request.requestLine))}${name}: ${value}`;
    return [insertLine(lines, request.headerInsertLine, header, eol)];
  }
  const edits: TextEdit[] = [];
  const isRight = first.value === value || filled(first.value) === value;
  if (!isRight) {
    const { line, valueStart } = first;
    const text = lines.line(line);
    const colon = text.indexOf(':') + 1;
    // `Authorization:` without value: add one space.
    const [startCharacter, newText] = first.value === '' ? [colon, ` ${value}`] : [valueStart, value];
    edits.push({
      range: { startLine: line, startCharacter, endLine: line, endCharacter: text.length },
      newText,
    });
  }
  // An indented line below the right value is not a part of it.
  const surplus = request.authorizations.flatMap(each => {
    if (each.line !== first.line) return [each.line, ...each.foldedLines];
    return isRight ? [] : each.foldedLines;
  });
  return [...edits, ...deleteLines(lines, surplus)];
}
